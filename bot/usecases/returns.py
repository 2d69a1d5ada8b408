"""Returns: goods of a delivered order come back, whole or in part, at the counter or by a till or site."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import clean_words
from bot.usecases import certificate_steps, program, return_steps, sale_approvals, slips
from bot.usecases.actor import By, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.order_steps import happened, locked, reachable
from bot.usecases.program import Rules
from bot.usecases.return_sight import ACT, Returned, ReturnOutlook, listed, may_return, preview, shown, weighed
from bot.usecases.return_steps import Case, Done, ReturnItem, ReturnWanted
from bot.usecases.slips import SlipAt, SlipNo
from db.ledger import read
from db.models.orders import Order, OrderReturn
from db.session import Database

__all__ = [
    "ACT",
    "ReturnItem",
    "ReturnOutlook",
    "ReturnWanted",
    "Returned",
    "SlipNo",
    "back",
    "listed",
    "preview",
    "take",
]


async def take(db: Database, by: By, wanted: ReturnWanted, *, at: datetime) -> Returned:
    """The goods are back, by rule 8: of the points the order brought ⌊earned × returned ÷ base⌋ of all that came back
    so far are taken, into debt if need be; points that had paid are given back to their own lots. Tier, invitation,
    stamps and every count follow, and the member reads what happened. The same request, or the same slip of a till
    under another one, changes nothing more.

    Refuses `access.denied`, `outlet.not_yours`, `order.unknown`, `order.own_order`, `return.not_theirs` (of another
    member or outlet), `return.not_delivered` (to be cancelled instead), `sale.second_person`, `slip.differs`,
    `slip.needs_outlet`, `command.key_reused`; raises BadReturn and BadWords.
    """
    wanted = replace(wanted, reason=clean_words(wanted.reason))
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        order = reachable(hand, await locked(session, wanted.order_id))
        if (row := await done_before(session, wanted, order)) is not None:
            return await shown(session, order, row, already=True)
        await may_return(session, by, hand, order)
        rules = await program.in_force(session, at)
        case = await return_steps.opened(session, order, wanted)
        await sale_approvals.check(session, hand, weighed(case, wanted), at=at, rules=rules)
        done = await back(session, hand, case, wanted, at=at, rules=rules)
        await sale_approvals.done(session, wanted.key, at=at)
        await happened(session, hand, order, "sales.return", at=at, reason=wanted.reason)
        return await shown(session, order, done.row)


async def back(
    session: AsyncSession, hand: Hand, case: Case, wanted: ReturnWanted, *, at: datetime, rules: Rules
) -> Done:
    """The return is done and told; the order is locked by the caller, who wrote down who did it."""
    done = await return_steps.back(session, hand, case, wanted, at=at, rules=rules)
    if wanted.slip is not None:
        slip = SlipAt(case.order.outlet_id, wanted.slip, "return", _fingerprint(wanted))
        await slips.once(session, slip, order_id=case.order.id, at=at, return_id=done.row.id)
    order, certificate = case.order, 0
    if not done.gone:
        certificate = await certificate_steps.give_back(
            session, order, order.returned_minor, key=f"return:{done.row.id}", at=at, rules=rules
        )
        await _told(session, case, done, certificate, at)
    return done


async def _told(session: AsyncSession, case: Case, done: Done, certificate: int, at: datetime) -> None:
    left = await read.balance(session, case.order.member_id)
    row, unwound = done.row, done.unwound
    facts = {
        "order": case.order.id,
        "amount": row.amount_minor,
        "money": row.money_minor,
        "currency": case.order.currency,
        "taken": row.points_taken,
        "given": row.points_given,
        "pending": done.pending,
        "whole": case.whole,
        "certificate": certificate,
        "welcome": unwound.welcome,
        "friend": unwound.friend,
        "stamp": unwound.stamp,
        "available": left.available,
        "debt": left.debt,
    }
    await tell_member(session, case.order.member_id, Notice("return.taken", facts, key=f"return:{row.id}"), at=at)


async def done_before(session: AsyncSession, wanted: ReturnWanted, order: Order) -> OrderReturn | None:
    """The return that this request, or this slip, did before. Refuses `command.key_reused`, `slip.differs`."""
    row = await session.scalar(select(OrderReturn).where(OrderReturn.key == wanted.key))
    if row is not None and row.order_id != order.id:
        raise Refused("command.key_reused")
    if row is None and wanted.slip is not None:
        slip = await slips.find(session, order.outlet_id, wanted.slip, "return")
        if slip is not None and (slip.order_id != order.id or slip.fingerprint != _fingerprint(wanted)):
            raise Refused("slip.differs")
        return await session.get_one(OrderReturn, slip.return_id) if slip else None
    return row


def _fingerprint(wanted: ReturnWanted) -> str:
    items = sorted((item.name, item.quantity) for item in wanted.items)
    return slips.fingerprint(wanted.order_id, wanted.amount_minor, items)
