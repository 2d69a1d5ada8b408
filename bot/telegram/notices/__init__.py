"""Messages that come by themselves, worded when they leave, in the reader's language: kind + facts -> Screen."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.telegram.notices import (
    automations,
    broadcast_ending,
    broadcasts,
    cards,
    claims,
    conversations,
    digest,
    feedback,
    gifts,
    holidays,
    nps,
    orders,
    partners,
    payments,
    points,
    program,
    promocodes,
    referral,
    returns,
    roots,
    sales,
    spendings,
    staff,
    stamps,
    tiers,
    updates,
    vouchers,
    webhooks,
)
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Screen
from bot.telegram.tone import spoken

__all__ = ["WORDINGS", "Reader", "render"]

WORDINGS: dict[str, Wording] = {
    **automations.WORDINGS,
    **broadcast_ending.WORDINGS,
    **broadcasts.WORDINGS,
    **cards.WORDINGS,
    **claims.WORDINGS,
    **conversations.WORDINGS,
    **digest.WORDINGS,
    **gifts.WORDINGS,
    **holidays.WORDINGS,
    **feedback.WORDINGS,
    **nps.WORDINGS,
    **orders.WORDINGS,
    **payments.WORDINGS,
    **partners.WORDINGS,
    **points.WORDINGS,
    **program.WORDINGS,
    **promocodes.WORDINGS,
    **referral.WORDINGS,
    **returns.WORDINGS,
    **roots.WORDINGS,
    **sales.WORDINGS,
    **spendings.WORDINGS,
    **staff.WORDINGS,
    **stamps.WORDINGS,
    **tiers.WORDINGS,
    **updates.WORDINGS,
    **vouchers.WORDINGS,
    **webhooks.WORDINGS,
}


def render(kind: str, facts: Mapping[str, Any], reader: Reader) -> Screen:
    """The Screen of a notice. Raises KeyError for a kind nobody words."""
    t = spoken(reader.t, reader.rules.program.tone)
    return WORDINGS[kind](replace(reader, t=t), facts)
