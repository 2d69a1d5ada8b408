"""What the owner's morning may propose besides rules: a message to those who are being lost, ready but for a yes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import segments
from bot.rules.automations import Offer
from bot.rules.ready_segments import READY
from bot.usecases import broadcast_drafts as drafts
from bot.usecases import broadcast_plan, broadcast_start, broadcasts, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import Which
from bot.usecases.broadcast_ready import Said
from bot.usecases.broadcasts import Report
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastOrigin, BroadcastState, OfferKind, Topic
from db.models.automations import JobMark
from db.models.broadcasts import Broadcast
from db.session import Database, upsert

ACT = "broadcasts.send"
MARK = "digest.broadcast"
WORTH_TELLING = ("sleeping_vip", "at_risk")  # the dearest first
ENOUGH = 20  # members, before it is worth a morning's proposal
EVERY = timedelta(days=14)
CONTROL_BP = 1_000
OPEN_FOR = timedelta(days=3)
EXPECTED_BP = 1_000  # of those who get it, who are expected to take it


async def propose(session: AsyncSession, rules: Rules, today: date, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The segment to write to and what it would mean; None when there are too few members, or one was proposed within
    14 days."""
    mark = await session.get(JobMark, MARK)
    if mark is not None and today < mark.done_through + EVERY:
        return None
    for name in WORTH_TELLING:
        reach = await broadcast_plan.reach(session, _row(0, name, None, rules, at), at, rules)
        if reach.gets >= ENOUGH:
            cost = dict(reach.costs).get(EXPECTED_BP, 0)
            facts = {"members": reach.gets, "points": rules.program.nudge_points, "expected_minor": cost}
            return name, {**facts, "expected_bp": EXPECTED_BP, "control_bp": CONTROL_BP}
    return None


async def proposed(session: AsyncSession, proposal: Mapping[str, Any] | None, today: date, at: datetime) -> None:
    """If *proposal* is such a message, the owners have read it today: a yes counts, and no other comes for 14 days."""
    if proposal is not None and proposal["kind"] == "broadcast":
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])


def _row(staff_id: int, name: str, said: Said | None, rules: Rules, at: datetime) -> Broadcast:
    row = drafts.made(staff_id, at, BroadcastOrigin.DIGEST)
    drafts.write(row, _sides(name, rules, at) | (said.sides if said else {}))
    return row


def _sides(name: str, rules: Rules, at: datetime) -> dict[str, Any]:
    program_now = rules.program
    return {
        "segment": segments.to_json(READY[name]),
        "topic": Topic.REMINDERS,
        "offer": Offer(OfferKind.POINTS, program_now.nudge_points, valid_days=program_now.nudge_valid_days),
        "deadline": at + OPEN_FOR,
        "control_bp": CONTROL_BP,
        "window_days": 14,
    }


async def send(db: Database, actor: Actor, name: str, said: Said, *, at: datetime) -> Report:
    """The proposed message goes, by the rules every message goes by (quiet hours, a second yes where many get it); of
    any number of yeses one counts, and where one only made the draft the next one sends it.

    Refuses `digest.unknown` (nothing was proposed, or too long ago) and whatever `broadcast_start.confirm` refuses.
    """
    if name not in WORTH_TELLING:
        raise Refused("digest.unknown")
    which, state = await _drafted(db, actor, name, said, at)
    if state is BroadcastState.DRAFT:
        return (await broadcast_start.confirm(db, actor, which, at=at)).report
    return await broadcasts.report(db, actor, which.id, at=at)


async def _drafted(db: Database, actor: Actor, name: str, said: Said, at: datetime) -> tuple[Which, BroadcastState]:
    """The broadcast of the newest proposal, made now if it is not there yet."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        mark = await session.get(JobMark, MARK, with_for_update=True)  # two owners' yeses make one draft
        if mark is None or at >= mark.at + EVERY:
            raise Refused("digest.unknown")
        row = await session.scalar(_since(mark.at))
        if row is None:
            row = _row(staff.id, name, said, await program.in_force(session, at), at)
            session.add(row)
            await session.flush()
        return Which(row.id, row.edition), row.state


def _since(at: datetime) -> Any:
    made = select(Broadcast).where(Broadcast.origin == BroadcastOrigin.DIGEST, Broadcast.created_at >= at)
    return made.order_by(Broadcast.id).limit(1)
