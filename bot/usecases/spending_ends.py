"""How paying with points ends without an order of ours: taken, let go, or over by itself."""

from datetime import datetime

from sqlalchemy import select

from bot.usecases import program, spending_codes, spending_news, spending_steps
from bot.usecases.actor import By, Client, allow, signature
from bot.usecases.errors import Refused
from bot.usecases.order_steps import who
from bot.usecases.spending_begin import ACT, SpendSeen, seen
from bot.usecases.spending_steps import asked_here, key_of, locked, not_in_use
from db.enums import EntryKind, SpendingState
from db.ledger.post import Because
from db.models.spendings import Spending
from db.session import Database

AT_ONCE = 500
OPEN = (SpendingState.ASKED, SpendingState.HELD)


async def cancel(db: Database, by: By, spending_id: int, *, at: datetime) -> SpendSeen:
    """Whoever asked does not want the points any more: nothing is set aside, and the member's question is over. Over
    before: nothing changes. Refuses `access.denied`, `spending.unknown`, `spending.in_use`: a bill uses it."""
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        rules = await program.in_force(session, at)
        spending = await asked_here(session, hand, spending_id)
        if spending.state in OPEN:
            not_in_use(spending)
            why = "cancelled" if spending.state is SpendingState.ASKED else "released"
            await spending_news.over(session, await seen(session, spending, rules), why, at)
            await spending_steps.let_go(session, spending, SpendingState.RELEASED, at=at)
        return await seen(session, spending, rules)


async def capture(db: Database, client: Client, spending_id: int, points: int | None, *, at: datetime) -> SpendSeen:
    """Points that were set aside, or so many of them, have paid a bill that we are not told of; the rest are the
    member's again. Captured before: nothing changes.

    Refuses `access.denied`, `spending.unknown`, `spending.not_agreed`, `spending.ended`, `spending.in_use` and
    `spending.too_many` (more than were set aside).
    """
    async with db.begin() as session:
        hand = await allow(session, client, "orders.settle", at=at)
        rules = await program.in_force(session, at)
        spending = await asked_here(session, hand, spending_id)
        if spending.partner_id is not None:  # a partner's bill is told of
            raise Refused("spending.unknown")
        if spending.state is not SpendingState.CAPTURED:
            spending = await spending_steps.taken(
                session, spending_id, who(hand), spending.outlet_id, spending.member_id
            )
            wanted = spending.points if points is None else points
            if wanted > spending.points:
                raise Refused("spending.too_many", points=spending.points)
            where = (await seen(session, spending, rules)).place
            paid = {"paid_minor": wanted * rules.program.point_value_minor, "currency": spending.currency}
            key = f"{key_of(spending_id)}:paid"
            because = Because(key, EntryKind.REDEEM, at, "bill.paid", {"place": where, **paid}, signature(hand))
            await spending_steps.take(session, spending, wanted, because=because)
            await session.refresh(spending)
        return await seen(session, spending, rules)


async def expire(db: Database, at: datetime) -> int:
    """Questions nobody answered are over, and what was set aside for a bill that never came can be spent again.
    Returns how many; a second run, or another replica at the same time, finds nothing to do."""
    async with db.read() as session:
        due = select(Spending.id).where(Spending.state.in_(OPEN), Spending.until <= at).order_by(Spending.until)
        over = list(await session.scalars(due.limit(AT_ONCE)))
    done = sum([await _expire(db, spending_id, at) for spending_id in over])
    async with db.begin() as session:
        await spending_codes.forget(session, at)
    return done


async def _expire(db: Database, spending_id: int, at: datetime) -> bool:
    async with db.begin() as session:
        spending = await locked(session, spending_id)
        if spending is None or spending.state not in OPEN or spending.until > at:
            return False
        if spending.state is SpendingState.ASKED:
            rules = await program.in_force(session, at)
            await spending_news.over(session, await seen(session, spending, rules), "expired", at)
            await spending_news.answered(session, spending, at, yes=False, expired=True)
        await spending_steps.let_go(session, spending, SpendingState.EXPIRED, at=at)
        return True
