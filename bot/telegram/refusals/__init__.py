"""Every refusal code has a kind sentence and a way out; a test demands both for each code in the source."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.i18n import Html, Texts, lines
from bot.rules.errors import RuleBroken
from bot.telegram.refusals import (
    access,
    answers,
    api,
    automations,
    broadcasts,
    claims,
    contact,
    conversations,
    dates,
    deals,
    deliveries,
    expiry,
    members,
    orders,
    outlets,
    partners,
    payments,
    pins,
    planning,
    points,
    privacy,
    profile,
    program,
    promocodes,
    referral,
    registration,
    repeat,
    returns,
    rewards,
    segments,
    spendings,
    staff,
    surplus,
    tiers,
    tills,
    vouchers,
    webhooks,
)
from bot.telegram.refusals.wording import Refusal
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, program_numbers
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused

REFUSALS: Mapping[str, Refusal] = {
    **access.REFUSALS,
    **answers.REFUSALS,
    **api.REFUSALS,
    **automations.REFUSALS,
    **broadcasts.REFUSALS,
    **claims.REFUSALS,
    **contact.REFUSALS,
    **conversations.REFUSALS,
    **deals.REFUSALS,
    **dates.REFUSALS,
    **deliveries.REFUSALS,
    **expiry.REFUSALS,
    **members.REFUSALS,
    **orders.REFUSALS,
    **outlets.REFUSALS,
    **payments.REFUSALS,
    **repeat.REFUSALS,
    **partners.REFUSALS,
    **pins.REFUSALS,
    **planning.REFUSALS,
    **points.REFUSALS,
    **privacy.REFUSALS,
    **profile.REFUSALS,
    **program.REFUSALS,
    **promocodes.REFUSALS,
    **referral.REFUSALS,
    **registration.REFUSALS,
    **returns.REFUSALS,
    **rewards.REFUSALS,
    **segments.REFUSALS,
    **spendings.REFUSALS,
    **staff.REFUSALS,
    **surplus.REFUSALS,
    **tiers.REFUSALS,
    **tills.REFUSALS,
    **vouchers.REFUSALS,
    **webhooks.REFUSALS,
}
ALERT_LENGTH = 200  # Telegram's limit for the window above the screen


def screen(refusal: Refused | RuleBroken, t: Texts, actor: Actor, *, pressed: bool) -> Screen:
    """After a press a window over the screen that stays; after typed words an answer with a way out."""
    known = REFUSALS.get(refusal.code, access.UNEXPECTED)
    if pressed:
        said = t.plain(known.sentence, **_plain_gaps(t, refusal.facts))
        return Screen(toast=said[:ALERT_LENGTH], alert=True)
    text: Html = t(known.sentence, **_plain_gaps(t, refusal.facts))
    hint = t(known.hint) if known.hint else None
    serving = known.members and actor.role and actor.step
    button = (Button(t.plain(known.button), known.to),) if known.button and known.to and not serving else ()
    leave = keys.cancel(t) if actor.step else keys.home(t)
    return Screen(lines(Html(f"🙏 {text}"), hint), rows=(button, leave))


def sentence(refusal: Refused | RuleBroken, t: Texts) -> str:
    """The same in one line of plain text: what the HTTP API says."""
    known = REFUSALS.get(refusal.code, access.UNEXPECTED)
    return t.plain(known.sentence, **_plain_gaps(t, refusal.facts))


def _plain_gaps(t: Texts, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(t, name, value) for name, value in facts.items()}


def _said(t: Texts, name: str, value: Any) -> Any:
    if name == "order":  # a name, not a quantity: never grouped
        return str(value)
    if name == "money":  # a sum and its currency
        return t.money(*value)
    if name in ("points", "available"):
        return t.points(value)
    if isinstance(value, timedelta):
        return program_numbers.lasting(t, value)
    if isinstance(value, date):
        return t.date(value.date() if isinstance(value, datetime) else value)
    return t.number(value) if isinstance(value, int) and not isinstance(value, bool) else value
