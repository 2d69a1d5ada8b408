"""Choosing a reward of the catalogue that the programme gives by itself."""

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import named
from bot.rules.program_groups import GROUP_OF
from bot.telegram.admin.callbacks import ShowProgram
from bot.telegram.admin.perk_callbacks import PickReward, RewardPicked
from bot.telegram.admin.reward_callbacks import ShowCatalogue
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import label
from bot.usecases.catalogue import CatalogueLine, CataloguePage


def pick(found: CataloguePage, field: str, t: Texts) -> Screen:
    """Every reward that can still be had, each a button."""
    open_ones = [line for line in found.lines if not line.over]
    if not open_ones and not found.page:
        return nothing(field, t)
    buttons = [Button(_name(line, t), RewardPicked(field=field, reward=line.terms.id)) for line in open_ones]
    newer = (Button(t.plain("‹ Back"), PickReward(field=field, page=found.page - 1)),) if found.page else ()
    older = (Button(t.plain("More ›"), PickReward(field=field, page=found.page + 1)),) if found.more else ()
    none = (Button(t.plain("✖️ None"), RewardPicked(field=field, reward=0)),)
    text = lines(
        _title(field, t), t("Choose from the catalogue. It is given as a voucher, as long as there is one left.")
    )
    return Screen(text, rows=(*keys.in_rows(buttons, 1), (*newer, *older), none, _back(field, t)))


def nothing(field: str, t: Texts) -> Screen:
    text = lines(_title(field, t), t("The catalogue is empty: add the reward there first."))
    return Screen(text, rows=((Button(t.plain("🍣 Catalogue"), ShowCatalogue()),), _back(field, t)))


def _title(field: str, t: Texts) -> Html:
    return t("🎟 <b>{rule}</b>", rule=label(t, field))


def _name(line: CatalogueLine, t: Texts) -> str:
    return f"{named(line.terms.names, t.language)} · {t.points(line.terms.price)}"[:60]


def _back(field: str, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, ShowProgram(group=GROUP_OF.get(field, "")))
