"""The question before a member's card is blocked."""

from dataclasses import replace

from bot.i18n import Texts, lines
from bot.telegram.admin.callbacks import RenewCard, ShowMember
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys


def ask_renew(number: int, name: str, t: Texts) -> Screen:
    text = lines(
        t("💳 <b>A new card for {name}?</b>", name=name),
        t("For a lost phone, or a card that got about: the old one and every picture of it stop working at once."),
        t("Number, points and level stay. The member is told."),
    )
    yes = Button(t.plain("Yes, a new card"), RenewCard(member=number, sure=1), style="danger")
    return Screen(text, (keys.yes_no(yes, Button(t.plain("No"), ShowMember(member=number))), keys.home(t)))


def renewed(profile: Screen, t: Texts) -> Screen:
    return replace(profile, toast=t.plain("The old card works no more."))
