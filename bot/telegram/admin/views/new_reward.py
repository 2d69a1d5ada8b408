"""A new reward, question by question."""

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.reward_callbacks import AddReward, ShowCatalogue, SkipAnswer
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared import rewards as shared
from db.enums import RewardKind


def kinds(t: Texts) -> Screen:
    text = lines(t("➕ <b>A new reward</b>"), t("What is it?"))
    buttons = [Button(f"{shared.MARKS[kind]} {shared.kind_name(t, kind)}", AddReward(kind=kind)) for kind in RewardKind]
    return Screen(text, (*keys.in_rows(buttons), keys.back(t, ShowCatalogue())))


def _title(t: Texts, kind: RewardKind) -> Html:
    # NOTE: {kind} is like "dish", "free delivery".
    return t("➕ <b>A new reward: {kind}</b>", kind=shared.kind_name(t, kind))


def ask_name(kind: RewardKind, spoken: str, first: bool, t: Texts) -> Screen:
    """*first*: the shop's own language, without which there is no reward."""
    text = lines(_title(t, kind), t("What is it called? In this language: {language}.", language=spoken))
    skip = () if first else (Button(t.plain("Skip"), SkipAnswer(step="name")),)
    return Screen(text, (skip, keys.cancel(t)))


def ask_text(kind: RewardKind, spoken: str, t: Texts) -> Screen:
    text = lines(
        _title(t, kind),
        t("Some words about it, to make mouths water? In this language: {language}.", language=spoken),
    )
    return Screen(text, ((Button(t.plain("Skip"), SkipAnswer(step="text")),), keys.cancel(t)))


def ask_price(kind: RewardKind, t: Texts) -> Screen:
    return Screen(lines(_title(t, kind), t("How many points does it cost? For example: 150.")), (keys.cancel(t),))


def ask_picture(kind: RewardKind, t: Texts) -> Screen:
    text = lines(_title(t, kind), t("Last question: a photo of it? Landscape looks best."))
    return Screen(text, ((Button(t.plain("Skip"), SkipAnswer(step="picture")),), keys.cancel(t)))
