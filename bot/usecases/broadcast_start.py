"""The last yes before members are written to: of whoever composed the broadcast, and of a second person where many get
it; where there is nobody else, the time to think better of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.usecases import audit, broadcast_launch, broadcast_plan, broadcasts, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import Draft, Which, draft_of, found, to_change
from bot.usecases.broadcast_plan import Reach
from bot.usecases.broadcasts import Report
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell
from db.enums import BroadcastState
from db.models.broadcasts import Broadcast
from db.models.staff import Staff
from db.queries import staff as people
from db.session import Database

ACT = "broadcasts.send"
EVERYONE = "broadcasts.everyone"
Waits = Literal["second", "cancel"]


@dataclass(frozen=True)
class Going:
    """What the yes has set off. `waits`: for a "second" person's yes (so many were `asked`), or, where there is nobody
    else, for the time to call it off ("cancel"; up to report.goes_at); None: it goes."""

    report: Report
    waits: Waits | None = None
    asked: int = 0


async def confirm(
    db: Database, actor: Actor, which: Which, *, at: datetime, shown: tuple[int, int] | None = None
) -> Going:
    """It goes, or waits for the second yes; of two who press, and of twenty presses, one counts. *shown* (chat,
    message) shows it live.

    Refuses `access.denied`, `broadcast.unknown`, `broadcast.started`, `broadcast.changed_meanwhile`,
    `broadcast.template`, `broadcast.everyone`, and every fault that is no warning.
    """
    reach = await broadcast_plan.numbers(db, actor, which.id, at=at)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await to_change(session, which)  # the edition: what was counted is what goes
        if row.template:
            raise Refused("broadcast.template")
        rules = await program.in_force(session, at)
        _no_fault(reach)
        if reach.everybody and not access.may(staff.role, EVERYONE):
            raise Refused("broadcast.everyone", most=rules.program.second_person_over)
        row.staff_id, row.confirmed_at = staff.id, at
        row.report_chat_id, row.report_message_id = shown or (actor.chat_id, None)
        row.left_out = dict(reach.left_out)
        others = await _others(session, actor) if reach.needs_second else []
        if reach.needs_second:
            row.state = BroadcastState.CONFIRMING
            row.goes_at = None if others else at + timedelta(minutes=rules.program.cancel_minutes)
            await _ask(session, row, staff, others, reach, at)
        else:
            await broadcast_launch.go(session, row, reach.gets, at, rules)
        act = "broadcast.asked" if reach.needs_second else "broadcast.started"
        await audit.write(session, staff, act, f"broadcast:{row.id}", at=at, audience=row.audience or reach.gets)
        await session.flush()
        waits: Waits | None = ("second" if others else "cancel") if reach.needs_second else None
        return Going(await broadcasts.report_of(session, row, at), waits, len(others))


def _no_fault(reach: Reach) -> None:
    for fault in reach.faults:
        if not fault.warns:
            raise Refused(fault.code, **fault.facts)


async def _others(session: AsyncSession, actor: Actor) -> list[int]:
    """Chats of those who could say the second yes."""
    here = await people.speaking(session)
    return [each.chat_id for each in here if access.may(each.role, ACT) and each.chat_id != actor.chat_id]


async def _ask(
    session: AsyncSession, row: Broadcast, staff: Staff, others: list[int], reach: Reach, at: datetime
) -> None:
    facts = {"broadcast": row.id, "edition": row.edition, "name": row.name, "author": staff.name, "gets": reach.gets}
    for chat_id in others:
        key = f"broadcast:{row.id}:{row.edition}:ask:{chat_id}"
        await tell(session, chat_id, Notice("broadcast.to_approve", facts, key=key), at=at)


async def approve(db: Database, actor: Actor, which: Which, *, at: datetime) -> Report:
    """The second yes: it goes, or waits for its time; whoever confirmed it is told. Said again, nothing changes.

    Refuses `access.denied`, `broadcast.unknown`, `broadcast.own_yes`, `broadcast.not_waiting` (called off, or another
    edition), and every fault that is no warning.
    """
    reach = await broadcast_plan.numbers(db, actor, which.id, at=at)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, which.id, lock=True)
        if row.edition != which.edition or row.state is BroadcastState.DRAFT:
            raise Refused("broadcast.not_waiting")
        if row.state is BroadcastState.CONFIRMING:
            if row.staff_id == staff.id:
                raise Refused("broadcast.own_yes")
            rules = await program.in_force(session, at)
            _no_fault(reach)
            row.approved_by = staff.id
            await broadcast_launch.go(session, row, reach.gets, at, rules)
            await audit.write(session, staff, "broadcast.approved", f"broadcast:{row.id}", at=at)
            await tell_author(session, row, "broadcast.approved", at, by=staff.name)
        return await broadcasts.report_of(session, row, at)


async def call_off(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Draft:
    """What has not begun is a draft again; called off twice is called off once. Its author is told if it was somebody
    else. Refuses `access.denied`, `broadcast.unknown`, and `broadcast.started` once members have been chosen."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, broadcast_id, lock=True)
        if row.state in (BroadcastState.CONFIRMING, BroadcastState.SCHEDULED):
            await taken_back(session, row)
            await audit.write(session, staff, "broadcast.called_off", f"broadcast:{row.id}", at=at)
            if staff.id != row.staff_id:
                await tell_author(session, row, "broadcast.called_off", at, by=staff.name)
        elif row.state is not BroadcastState.DRAFT:
            raise Refused("broadcast.started")
        return await draft_of(session, row, at)


async def taken_back(session: AsyncSession, row: Broadcast) -> None:
    """It is a draft again, of a new edition."""
    row.state, row.confirmed_at, row.goes_at, row.approved_by = BroadcastState.DRAFT, None, None, None
    row.edition += 1
    await session.flush()


async def tell_author(session: AsyncSession, row: Broadcast, kind: str, at: datetime, **facts: object) -> None:
    """Whoever confirmed it hears of it, once."""
    author = await session.get_one(Staff, row.staff_id)
    told = {"broadcast": row.id, "name": row.name, **facts}
    await tell(session, author.chat_id, Notice(kind, told, key=f"{kind}:{row.id}:{row.edition}"), at=at)
