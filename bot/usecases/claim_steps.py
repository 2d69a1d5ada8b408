"""What waits is claimed: points of a card at once, a sale as a sale of the moment it was made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.dishes import DishLine
from bot.usecases import lots, outside_events, outside_facts, program, sale_steps, slips
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.order_steps import Who
from bot.usecases.program import Rules
from bot.usecases.sale_steps import SaleDraft
from bot.usecases.slips import SlipAt, SlipNo
from db import telling
from db.enums import AccountKind, Channel, ClaimKind, ClaimState, EntryKind, StaffState
from db.ledger.entries import Because
from db.models.members import Person
from db.models.staff import Staff
from db.models.tills import Claim
from db.queries import claims as queries
from db.session import Database

AT_ONCE = 200


@dataclass(frozen=True)
class Taken:
    """What somebody has claimed. `points` can be spent now; those of a sale may have to wait as any order's do."""

    kind: ClaimKind
    points: int
    order_id: int | None
    amount_minor: int
    currency: str


async def take(session: AsyncSession, claim: Claim, member_id: int, *, at: datetime, rules: Rules) -> Taken:
    """A step: what waits is the member's, once. Refuses `claim.not_for_staff`, `claim.too_many` (links in one day),
    `claim.taken`, `claim.over`, `claim.void`, `claim.sold_already`."""
    await sale_steps.lock(session, member_id)
    if await _works_here(session, member_id):
        raise Refused("claim.not_for_staff")
    if claim.kind is not ClaimKind.PHONE:
        await _not_too_many(session, member_id, at, rules)
    if claim.until <= at or not await queries.end(session, claim, ClaimState.CLAIMED, at, member_id=member_id):
        raise why_not(claim)
    if claim.kind is ClaimKind.CARD:
        return await _take_card(session, claim, member_id, at, rules)
    return await _take_sale(session, claim, member_id, at)


def why_not(claim: Claim) -> Refused:
    """Why it cannot be claimed any more."""
    codes = {ClaimState.CLAIMED: "claim.taken", ClaimState.VOIDED: "claim.void"}
    return Refused(codes.get(claim.state, "claim.over"))


async def _works_here(session: AsyncSession, member_id: int) -> bool:
    working = (Staff.chat_id == Person.chat_id) & (Staff.state == StaffState.ACTIVE)
    found = select(Staff.id).join(Person, working).where(Person.member_id == member_id)
    return await session.scalar(found) is not None


async def _not_too_many(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> None:
    """Refuses `claim.too_many`. Counted behind the member's lock."""
    today = timing.at_local(timing.local_date(at, rules.zone), 0, rules.zone)
    if await queries.claimed_since(session, member_id, today) >= rules.program.claim_daily:
        raise Refused("claim.too_many", times=rules.program.claim_daily)


async def _take_card(session: AsyncSession, claim: Claim, member_id: int, at: datetime, rules: Rules) -> Taken:
    because = Because(f"claim:{claim.id}", EntryKind.GIFT, at, "claim.card", {"claim": claim.id})
    await lots.give(session, member_id, claim.points, AccountKind.CLAIMS, because, rules)
    return Taken(claim.kind, claim.points, None, 0, claim.currency)


async def _take_sale(session: AsyncSession, claim: Claim, member_id: int, at: datetime) -> Taken:
    """By the rules of the moment of the sale; what a delivery sets in motion is set in motion now."""
    draft = SaleDraft(
        f"claim:{claim.id}",
        member_id,
        claim.amount_minor,
        claim.outlet_id,
        tuple(DishLine(*line) for line in claim.facts["items"]),
        paid_in_full=True,
        channel=Channel(claim.facts.get("channel", Channel.TILL)),
    )
    then, now = await program.in_force(session, claim.at), await program.in_force(session, at)
    sold_at = at if claim.batch_id else claim.at  # a printed link says nothing of when
    order = await sale_steps.write(session, draft, Who(claim.staff_id, claim.key_id), at=sold_at, rules=then)
    await _slip(session, claim, order.id, at)
    brought = await sale_steps.complete(session, order, at=at, rules=now)
    outside_events.tell(session, outside_facts.order_moved(order, "claim", at), at=at)
    claim.order_id = order.id
    await session.flush()
    return Taken(claim.kind, brought.earned, order.id, claim.amount_minor, claim.currency)


async def _slip(session: AsyncSession, claim: Claim, order_id: int, at: datetime) -> None:
    """Refuses `claim.sold_already`: the slip was posted for somebody since."""
    if not claim.facts["slip"]:
        return
    paper = SlipAt(claim.outlet_id, SlipNo(*claim.facts["slip"]), "sale", slips.fingerprint("claim", claim.id))
    try:
        await slips.once(session, paper, order_id=order_id, at=at)
    except Refused:
        raise Refused("claim.sold_already") from None


async def arrive(
    session: AsyncSession, member_id: int, *, phone: str, claim_id: int | None, at: datetime, rules: Rules
) -> int:
    """A step: whatever waits on the new member's number is theirs, and so is the link they came by; returns the points.
    A link they come too late for is told of; nothing is refused."""
    waiting = await queries.waiting_on(session, phone, at)
    points = sum([await _arrive(session, each, member_id, at, rules) for each in waiting])
    if claim_id is not None:
        points += await _arrive(session, claim_id, member_id, at, rules)
    return points


async def _arrive(session: AsyncSession, claim_id: int, member_id: int, at: datetime, rules: Rules) -> int:
    claim = await session.get_one(Claim, claim_id)
    kind, points = claim.kind, claim.points
    try:
        async with telling.part(session):
            return (await take(session, claim, member_id, at=at, rules=rules)).points
    except Refused as refusal:
        if kind is not ClaimKind.PHONE:
            facts = {"points": points, "why": refusal.code}
            key = f"claim:{claim_id}:missed:{member_id}"
            notice = Notice("claim.missed", facts, key=key)
            await tell_member(session, member_id, notice, at=at)
        return 0


async def settle(db: Database, at: datetime) -> int:
    """What nobody claimed in time is over; what waits on the number of somebody who is known by another way than
    joining in chat is theirs. Returns how many of both. A second run finds nothing to do."""
    async with db.begin() as session:
        over = await queries.end_due(session, at)
    async with db.read() as session:
        met, rules = await queries.met(session, at, AT_ONCE), await program.in_force(session, at)
    for member_id, phone in met:
        async with db.begin() as session:
            await arrive(session, member_id, phone=phone, claim_id=None, at=at, rules=rules)
    return over + len(met)
