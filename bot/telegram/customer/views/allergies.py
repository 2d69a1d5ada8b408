"""What the member can't eat, each with a button that switches it."""

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import Settings
from bot.telegram.customer.reward_callbacks import DeclareAllergen
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import allergens as shared
from bot.telegram.shared import keys
from bot.usecases.allergens import Declared
from db.enums import Allergen


def allergies(result: Declared, t: Texts) -> Screen:
    text = lines(
        t("⚠️ <b>Allergies</b>"),
        "",
        _told(result, t),
        t("A reward that contains one of these is marked, and we ask before you take it."),
        t("We use this for nothing else, and you can switch it off here at any time."),
        t("When you order, please name it all the same: kitchens need to hear it."),
    )
    buttons = [_switch(each, each in result.allergens, t) for each in Allergen]
    return Screen(text, (*keys.in_rows(buttons), keys.back(t, Settings())))


def _told(result: Declared, t: Texts) -> Html:
    if not result.allergens:
        return t("Is there something you can't eat? Press it, and we look out for you.")
    # NOTE: {allergens} is a list such as "milk and nuts".
    return t("You can't eat: <b>{allergens}</b>.", allergens=shared.names(t, result.allergens))


def _switch(each: Allergen, on: bool, t: Texts) -> Button:
    mark = "⚠️ " if on else ""
    return Button(mark + shared.name(t, each), DeclareAllergen(allergen=each, on=0 if on else 1))
