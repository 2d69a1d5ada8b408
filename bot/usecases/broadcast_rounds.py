"""What becomes of broadcasts by themselves: they start, let their waves go, find a winner, end, and report."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import splits, timing
from bot.rules.automations import Offer
from bot.rules.broadcast_times import Start
from bot.rules.broadcasts import RewardOffer
from bot.usecases import audit, broadcast_launch, broadcast_plan, broadcasts, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import found, plan_of
from bot.usecases.broadcast_start import taken_back, tell_author
from bot.usecases.broadcasts import Report
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastState, OfferKind, Response
from db.models.broadcasts import Broadcast
from db.queries import broadcast_rounds as queries
from db.queries import broadcasts as rows
from db.queries.broadcast_freeze import Times
from db.session import Database

ACT = "broadcasts.send"
MAY_BE_LATE = timedelta(hours=6)  # nothing ran then: what was meant for that time is not sent at another
TAKEN = (Response.CLAIMED, Response.GOING)
OLD_NEWS = timedelta(days=7)  # a report that comes so late is nobody's


async def turn(db: Database, at: datetime) -> int:
    """Every broadcast has done what is due; returns for how many there was something. One that fails keeps no other
    from its time."""
    async with db.read() as session:
        waiting = await queries.to_look_at(session, at)
    moved, failed = 0, []
    for each in waiting:
        try:
            moved += await _STEPS[each.state](db, each.id, at)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("broadcasts", failed)
    return moved


async def _launch(db: Database, broadcast_id: int, at: datetime) -> bool:
    """Its time has come: its audience is frozen. What cannot go any more is a draft again, and its author told why."""
    try:
        async with db.read(long=True) as session:  # counted before, so that nobody waits for it who writes
            rules = await program.in_force(session, at)
            reach = await broadcast_plan.reach(session, await found(session, broadcast_id), at, rules)
        async with db.begin(alone=True) as session:  # an audience may take seconds
            row = await found(session, broadcast_id, lock=True)
            if not _is_due(row, at):
                return False
            _still_right(reach, row, at)
            row.left_out = dict(reach.left_out)
            await broadcast_launch.go(session, row, 0, at, rules)
    except Refused as refused:
        async with db.begin() as session:
            row = await found(session, broadcast_id, lock=True)
            if _is_due(row, at):
                await tell_author(session, row, "broadcast.not_sent", at, why=refused.code)
                await taken_back(session, row)
    return True


def _is_due(row: Broadcast, at: datetime) -> bool:
    due = row.goes_at if row.state is BroadcastState.CONFIRMING else row.starts_at or row.goes_at
    return row.state in (BroadcastState.CONFIRMING, BroadcastState.SCHEDULED) and due is not None and due <= at


def _still_right(reach: broadcast_plan.Reach, row: Broadcast, at: datetime) -> None:
    late = row.starts_at is not None and at > row.starts_at + MAY_BE_LATE
    for fault in reach.faults:
        if not fault.warns and (late or fault.code != "broadcast.past"):
            raise Refused(fault.code, **fault.facts)


async def _go_on(db: Database, broadcast_id: int, at: datetime) -> bool:
    """It is over at its deadline, done when nobody waits; else its next wave goes, or its winner to the rest."""
    async with db.begin(alone=True) as session:
        row = await found(session, broadcast_id, lock=True)
        if row.state not in broadcasts.UNDER_WAY:
            return False
        if row.deadline is not None and row.deadline <= at:
            expired = await rows.take_back(session, row.id, "expired", at, most=broadcasts.AT_ONCE)
            return bool(expired) or await _ended(session, row, at)
        if row.state is BroadcastState.PAUSED:
            return False
        if not await queries.parked(session, row.id):
            return await _ended(session, row, at)
        rules = await program.in_force(session, at)
        return await (_wave if row.wave_size else _test)(session, row, at, rules)


async def _ended(session: AsyncSession, row: Broadcast, at: datetime) -> bool:
    now = await rows.progress(session, row.id)
    if now.planned or now.sending:
        return False
    row.state, row.finished_at = BroadcastState.DONE, at
    return True


async def _wave(session: AsyncSession, row: Broadcast, at: datetime, rules: Rules) -> bool:
    """The next wave, some time after the one before and by day; none any more once enough has been used."""
    enough = row.wave_goal is not None and await _used(session, row) >= row.wave_goal
    if enough or (row.stock is not None and row.claimed >= row.stock):
        return bool(await rows.take_back(session, row.id, "goal", at, most=broadcasts.AT_ONCE))
    since = row.wave_at or row.started_at or at
    if at < since + timedelta(minutes=row.wave_minutes) or timing.quiet(at, rules.zone, rules.program):
        return False
    row.wave, row.wave_at = row.wave + 1, at
    await queries.next_wave(session, row.id, row.wave, await _times(session, row, at, rules))
    session.info["outbox"] = True
    return True


async def _used(session: AsyncSession, row: Broadcast) -> int:
    """Used, or claimed where nothing can be used."""
    match plan_of(row).offer:
        case RewardOffer() | Offer(OfferKind.VOUCHER):
            return await queries.used(session, row.id)
    return row.claimed


async def _times(session: AsyncSession, row: Broadcast, at: datetime, rules: Rules) -> Times:
    return await broadcast_launch.moments(session, plan_of(row), Start(at, rules.program), rules)


async def _test(session: AsyncSession, row: Broadcast, at: datetime, rules: Rules) -> bool:
    """After the hours that were set the best goes to the rest; where a person chooses, they are asked once. So they are
    where nobody got any."""
    answers = await answered(session, row)
    hours = row.winner_hours
    if hours is not None and at < (row.started_at or at) + timedelta(hours=hours):
        return False
    best = splits.leader({name: (each.sent, each.answered) for name, each in answers.items()})
    if hours is not None and best is not None:
        await _win(session, row, best, at, rules)
        return True
    if not any(each.waiting for each in answers.values()):
        await tell_author(session, row, "broadcast.to_choose", at)
    return False


async def answered(session: AsyncSession, row: Broadcast) -> Mapping[str, queries.Answered]:
    """How each variant did: what was taken, seats too, where something can be, else presses."""
    takes = any(button["do"] in ("claim", "going") for button in row.buttons)
    return await queries.answered(session, row.id, TAKEN if takes else (Response.PRESSED,))


async def choose_winner(db: Database, actor: Actor, broadcast_id: int, variant: str, *, at: datetime) -> Report:
    """The rest gets this variant; chosen twice, the first counts. Refuses `access.denied`, `broadcast.unknown`,
    `broadcast.over` of one that does not run, and `broadcast.no_such_variant`."""
    async with db.begin(alone=True) as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, broadcast_id, lock=True)
        if row.state not in broadcasts.UNDER_WAY:
            raise Refused("broadcast.over")
        if variant not in row.content:
            raise Refused("broadcast.no_such_variant")
        if row.winner is None and row.test_bp:
            await _win(session, row, variant, at, await program.in_force(session, at))
            await audit.write(session, staff, "broadcast.winner", f"broadcast:{row.id}", at=at, variant=variant)
        return await broadcasts.report_of(session, row, at)


async def _win(session: AsyncSession, row: Broadcast, variant: str, at: datetime, rules: Rules) -> None:
    row.winner = variant
    await queries.the_rest(session, row.id, variant, await _times(session, row, at, rules))
    session.info["outbox"] = True


async def _report(db: Database, broadcast_id: int, at: datetime) -> bool:
    """What was stopped is taken back to the end; after the window whoever sent it has the numbers, once."""
    async with db.begin(alone=True) as session:
        row = await found(session, broadcast_id, lock=True)
        if row.state is BroadcastState.STOPPED:
            await rows.take_back(session, row.id, "stopped", at, most=broadcasts.AT_ONCE)
        ends = (row.finished_at or at) + timedelta(days=row.window_days)
        if row.measured_at is not None or at < ends:
            return False
        row.measured_at = at
        if at < ends + OLD_NEWS:
            await tell_author(session, row, "broadcast.measured", at)
        return True


_STEPS: Mapping[BroadcastState, Callable[[Database, int, datetime], Awaitable[bool]]] = {
    BroadcastState.CONFIRMING: _launch,
    BroadcastState.SCHEDULED: _launch,
    BroadcastState.RUNNING: _go_on,
    BroadcastState.PAUSED: _go_on,
    BroadcastState.STOPPED: _report,
    BroadcastState.DONE: _report,
}
