"""A second person at the till: what is above what one may do alone waits until somebody else agrees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.access import PERMISSIONS
from bot.rules.till_limits import Weighed as Weighed
from bot.rules.till_limits import covers, why_second
from bot.rules.timing import at_local, local_date
from bot.usecases import audit, program, shown
from bot.usecases.actor import Actor, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell, tell_staff
from bot.usecases.program import Rules
from db.enums import ApprovalState, Role
from db.models.clients import ApiKey
from db.models.staff import Staff
from db.models.tills import SaleApproval
from db.queries import sales as served
from db.queries import tills as queries
from db.session import Database

AGREE = "sales.approve"
ASKED_FOR = timedelta(minutes=30)  # the customer stands at the counter


async def why(session: AsyncSession, hand: Hand, weighed: Weighed, *, at: datetime, rules: Rules) -> str | None:
    """A step: why a second person must agree before this is done ("sum", "points", "sales", "return"); None: nobody
    has to, or somebody has. A till that speaks by its key has limits of its own."""
    if isinstance(hand, ApiKey):
        return None
    midnight = at_local(local_date(at, rules.zone), 0, rules.zone)
    reason = why_second(weighed, await queries.sales_to(session, weighed.member_id, midnight), rules.program)
    if reason is None:
        return None
    row = await queries.approval(session, weighed.key)
    agreed = row is not None and row.state is ApprovalState.APPROVED and row.asked_by == hand.id
    return None if agreed and row is not None and covers(_weighed(row), weighed) else reason


async def check(session: AsyncSession, hand: Hand, weighed: Weighed, *, at: datetime, rules: Rules) -> None:
    """A step: this may be done by *hand* now. Refuses `sale.second_person`."""
    if (reason := await why(session, hand, weighed, at=at, rules=rules)) is not None:
        raise Refused("sale.second_person", why=reason)


async def done(session: AsyncSession, key: str, *, at: datetime) -> None:
    """A step: what was agreed to under *key* has been done, and is good for nothing more."""
    row = await queries.approval(session, key)
    if row is not None and row.state is not ApprovalState.DONE:
        row.state, row.decided_at = ApprovalState.DONE, row.decided_at or at


def _weighed(row: SaleApproval) -> Weighed:
    draft = row.draft
    return Weighed(row.key, row.member_id, draft["amount"], draft["points"], draft["what"])


@dataclass(frozen=True)
class Approval:
    """What was asked. `alone`: nobody else could agree, so the owner says the sum once more; `already`: it had been
    decided before, and this is how."""

    id: int
    key: str
    state: ApprovalState
    why: str
    amount_minor: int
    points: int
    member: str
    by: str | None = None
    alone: bool = False
    already: bool = False


async def ask(db: Database, actor: Actor, weighed: Weighed, *, at: datetime, message_id: int | None = None) -> Approval:
    """Everybody who may agree is asked, once for this draft as it is; message *message_id* of whoever asks turns by
    itself once it is decided. Where nobody else may agree, an owner is answered `alone`.

    Refuses `access.denied`, `member.unknown`, `sale.nobody_to_ask`, `sale.no_second` (nobody has to agree).
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "sales.post")
        rules = await program.in_force(session, at)
        reason = await why(session, staff, weighed, at=at, rules=rules)
        if reason is None:
            raise Refused("sale.no_second")
        row, anew = await _asked(session, staff, weighed, reason, at)
        if not await queries.others(session, PERMISSIONS[AGREE], staff.id):
            if staff.role is not Role.OWNER:
                raise Refused("sale.nobody_to_ask")
            return await _seen(session, row, alone=True)
        if message_id is not None:
            await shown.remember(session, actor.chat_id, _thread(row), message_id, at=at)
        if anew:
            await _tell_others(session, staff, row, rules, at)
            subject = f"member:{row.member_id}"
            await audit.write(session, staff, "sales.ask", subject, at=at, approval=row.id, why=reason)
        return await _seen(session, row)


async def _asked(
    session: AsyncSession, staff: Staff, weighed: Weighed, reason: str, at: datetime
) -> tuple[SaleApproval, bool]:
    """One row for the draft, and whether it is asked anew: the first time, changed since, or after a No."""
    row = await queries.approval(session, weighed.key, lock=True)
    if row is not None and row.state is ApprovalState.ASKED and _weighed(row) == weighed:
        return row, False
    if row is None:
        row = SaleApproval(key=weighed.key)
        session.add(row)
    row.draft = {"amount": weighed.amount_minor, "points": weighed.points, "what": weighed.what}
    row.member_id, row.why, row.asked_by, row.at = weighed.member_id, reason, staff.id, at
    row.state, row.decided_by, row.decided_at = ApprovalState.ASKED, None, None
    await session.flush()
    return row, True


def _thread(row: SaleApproval) -> str:
    return f"approval:{row.id}"


async def _tell_others(session: AsyncSession, staff: Staff, row: SaleApproval, rules: Rules, at: datetime) -> None:
    facts = await _facts(session, row) | {
        "staff": staff.name,
        "outlet": await served.outlet_name(session, staff.outlet_id),
        "currency": rules.program.currency,
    }
    notice = Notice("sale.second_asked", facts, thread=_thread(row), until=at + ASKED_FOR)
    await tell_staff(session, AGREE, notice, at=at, but=[staff.chat_id])


async def _facts(session: AsyncSession, row: SaleApproval) -> dict[str, Any]:
    member = await served.served(session, row.member_id)
    if member is None:
        raise Refused("member.unknown")
    return {"approval": row.id, "member": member.name, "number": member.number, "why": row.why, **row.draft}


async def _seen(session: AsyncSession, row: SaleApproval, *, alone: bool = False, already: bool = False) -> Approval:
    facts = await _facts(session, row)
    by = await session.get(Staff, row.decided_by) if row.decided_by else None
    sums = {"amount_minor": facts["amount"], "points": facts["points"], "member": facts["member"]}
    name = by.name if by else None
    return Approval(row.id, row.key, row.state, row.why, **sums, by=name, alone=alone, already=already)


async def answer(db: Database, actor: Actor, approval_id: int, *, yes: bool, at: datetime) -> Approval:
    """A second person has agreed or not, and whoever asked knows; decided before, it stays (`already`).

    Refuses `access.denied`, `sale.approval_gone` (there is none, or it was done), `sale.own_approval` (to whoever
    asked, and to the member who is served).
    """
    async with db.begin() as session:
        staff = await allow(session, actor, AGREE)
        row = await session.get(SaleApproval, approval_id, with_for_update=True)
        if row is None or row.state is ApprovalState.DONE:
            raise Refused("sale.approval_gone")
        if staff.id == row.asked_by or actor.member_id == row.member_id:
            raise Refused("sale.own_approval")
        if row.state is not ApprovalState.ASKED:
            return await _seen(session, row, already=True)
        await _decided(session, staff, row, yes=yes, at=at)
        asker = await session.get_one(Staff, row.asked_by)
        facts = await _facts(session, row) | {"by": staff.name, "yes": yes}
        await tell(session, asker.chat_id, Notice("sale.second_answered", facts, thread=_thread(row)), at=at)
        over = Notice("sale.second_over", facts, thread=_thread(row), until=at + ASKED_FOR)
        await tell_staff(session, AGREE, over, at=at, but=[actor.chat_id, asker.chat_id])
        return await _seen(session, row)


async def _decided(session: AsyncSession, staff: Staff, row: SaleApproval, *, yes: bool, at: datetime) -> None:
    row.state = ApprovalState.APPROVED if yes else ApprovalState.REFUSED
    row.decided_by, row.decided_at = staff.id, at
    act = "sales.approve" if yes else "sales.refuse"
    await audit.write(session, staff, act, f"member:{row.member_id}", at=at, approval=row.id, **row.draft)


async def alone(db: Database, actor: Actor, key: str, again_minor: int, *, at: datetime) -> Approval:
    """The owner, with nobody else to ask, has said the sum once more: it counts as agreed.

    Refuses `access.denied`, `sale.approval_gone`, `sale.nobody_to_ask` (to everybody but an owner without others),
    `sale.sum_differs`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, AGREE)
        row = await queries.approval(session, key, lock=True)
        if row is None or row.state is not ApprovalState.ASKED or row.asked_by != staff.id:
            raise Refused("sale.approval_gone")
        if staff.role is not Role.OWNER or await queries.others(session, PERMISSIONS[AGREE], staff.id):
            raise Refused("sale.nobody_to_ask")
        if again_minor != row.draft["amount"]:
            raise Refused("sale.sum_differs")
        row.state, row.decided_by, row.decided_at = ApprovalState.APPROVED, staff.id, at
        await audit.write(session, staff, "sales.alone", f"member:{row.member_id}", at=at, approval=row.id, **row.draft)
        return await _seen(session, row)


async def look(db: Database, actor: Actor, key: str) -> Approval | None:
    """What has become of the question about the draft *key*; None: nothing was asked. A decision that is seen here does
    not come by itself any more. Refuses `access.denied`."""
    async with db.whole() as session:
        await allow(session, actor, "sales.post")
        row = await queries.approval(session, key)
        if row is not None and row.state is not ApprovalState.ASKED:
            await shown.forget(session, actor.chat_id, _thread(row))
        return await _seen(session, row) if row is not None else None
