"""A quote that has become an order: the bill is by the rules and at the moment of the quote, once."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import program, promo_uses
from bot.usecases.errors import Refused
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.order_steps import Who
from bot.usecases.program import Rules
from bot.usecases.promo_uses import Entry
from db.models.orders import Order
from db.models.spendings import Quote


@dataclass(frozen=True)
class Terms:
    """By which rules and as of when a bill is worked out, and for which draft: that of the quote has its voucher."""

    draft: OrderDraft
    rules: Rules
    at: datetime


async def terms(session: AsyncSession, draft: OrderDraft, order: Order, who: Who, rules: Rules) -> Terms:
    """Those of now, or of the quote that the draft names, which is this order's from now on.

    Refuses `quote.unknown` (also another's), `quote.used`, `quote.expired`, `quote.differs`,
    and why a code that it looked at cannot be used any more.
    """
    if draft.quote is None:
        return Terms(draft, rules, order.placed_at)
    found = select(Quote).where(Quote.key == draft.quote).with_for_update()
    quote = await session.scalar(found)
    if quote is None or quote.key_id != who.key_id:
        raise Refused("quote.unknown")
    if quote.order_id is not None:
        raise Refused("quote.used", order=quote.order_id)
    if quote.expires_at <= order.placed_at:
        raise Refused("quote.expired")
    if said(draft) != quote.draft["bill"]:
        raise Refused("quote.differs")
    quote.order_id = order.id
    voucher_id = draft.voucher_id or quote.draft["voucher"] or await _by_code(session, quote, order)
    then = await program.numbered(session, quote.program_version)
    return Terms(replace(draft, voucher_id=voucher_id), then, quote.at)


async def _by_code(session: AsyncSession, quote: Quote, order: Order) -> int | None:
    """The code that the quote looked at is used now: what it gives is the member's. Refuses why not any more."""
    if quote.draft["code"] is None:
        return None
    entry = Entry(quote.member_id, quote.draft["code"], base=f"quote:{quote.id}", outlet_id=quote.outlet_id)
    given = await promo_uses.use(session, entry, at=order.placed_at)
    return given.voucher_id if given else None


def said(draft: OrderDraft) -> dict[str, object]:
    """What must be the same for a quote to hold, as JSON keeps it."""
    return {
        "member": draft.member_id,
        "amount": draft.amount_minor,
        "fee": draft.fee_minor,
        "outlet": draft.outlet_id,
        "items": [[item.name, item.quantity, item.sum_minor, item.category] for item in draft.items],
    }
