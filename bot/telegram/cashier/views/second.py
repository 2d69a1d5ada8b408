"""A second person at the till: whoever asks waits, whoever is asked decides."""

from aiogram.filters.callback_data import CallbackData

from bot.i18n import Html, Texts, lines
from bot.telegram.cashier.callbacks import AskSecond
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, tills
from bot.usecases.sale_approvals import Approval
from db.enums import ApprovalState


def waiting(asked: Approval, t: Texts, currency: str, back: CallbackData) -> Screen:
    text = lines(
        t("👥 <b>Waiting for a second person</b>"),
        # NOTE: {name} is the customer, {money} the sum.
        t("👤 {name}, {money}", name=asked.member, money=t.money(asked.amount_minor, currency)),
        tills.why_second(t, asked.why),
        "",
        t("Everybody who may agree has been asked. This screen turns by itself."),
    )
    return Screen(text, rows=((Button(t.plain("🔄 Answered?"), AskSecond(again=1)),), keys.back(t, back)))


def once_more(asked: Approval, t: Texts, currency: str, back: CallbackData) -> Screen:
    """The owner has nobody to ask."""
    text = lines(
        t("👥 <b>Nobody else can agree</b>"),
        tills.why_second(t, asked.why),
        "",
        t("You are the owner: type the sum once more, and it counts as agreed."),
        t("👤 {name}, {money}", name=asked.member, money=t.money(asked.amount_minor, currency)),
    )
    return Screen(text, rows=(keys.back(t, back),))


def refused(asked: Approval, t: Texts) -> str:
    return t.plain("No from {name}.", name=asked.by or "—")


def decided(done: Approval, t: Texts, currency: str) -> Screen:
    """On the screen of whoever was asked."""
    yes = done.state is ApprovalState.APPROVED
    title = t("✅ <b>Agreed</b>") if yes else t("✖️ <b>Not agreed</b>")
    if done.already:
        # NOTE: {name} is a colleague who has decided before.
        title = t("👥 Decided by {name}: yes", name=done.by or "—") if yes else _no(done, t)
    told = None if done.already else t("Whoever asked knows.")
    who = t("👤 {name}, {money}", name=done.member, money=t.money(done.amount_minor, currency))
    return Screen(lines(title, who, told), rows=(keys.home(t),))


def _no(done: Approval, t: Texts) -> Html:
    return t("👥 Decided by {name}: no", name=done.by or "—")
