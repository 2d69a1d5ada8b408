"""A broadcast begins: its audience is frozen as rows of the outbox, each with its moment, its variant and its wave."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcast_times as times
from bot.rules import splits
from bot.rules.broadcast_times import Start
from bot.rules.broadcasts import Plan
from bot.usecases import broadcast_drafts, broadcast_plan, zones
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastState, SendWhen
from db.models.broadcasts import Broadcast
from db.queries import broadcast_freeze as queries
from db.queries import zones as zone_names
from db.queries.broadcast_freeze import Row, Shares, Times

AT_ONCE = 20_000  # members; more are planned by the next round, so that whoever pressed need not wait for it


async def go(session: AsyncSession, row: Broadcast, gets: int, at: datetime, rules: Rules) -> None:
    """It is on its way, or waits for its time: nobody is chosen before that. Refuses `broadcast.nobody`."""
    row.goes_at = None
    if row.starts_at is not None and row.starts_at > at:
        row.state = BroadcastState.SCHEDULED
    elif gets > AT_ONCE:
        row.state, row.goes_at = BroadcastState.SCHEDULED, at
    else:
        await freeze(session, row, at, rules)


async def freeze(session: AsyncSession, row: Broadcast, at: datetime, rules: Rules) -> int:
    """The audience as it is now has its rows in the outbox, the control share among them; it is on its way. Returns
    how many rows. Refuses `broadcast.nobody`."""
    plan = broadcast_drafts.plan_of(row)
    start = Start(max(at, plan.starts_at or at), rules.program)
    leaves = await moments(session, plan, start, rules)
    shared = Row(row.id, plan.topic, await broadcast_plan.worth(session, row, rules), plan.silent, at, plan.deadline)
    whom = broadcast_plan.whom(row, plan, at, rules)
    row.audience = await queries.freeze(session, shared, whom, _shares(row, plan), leaves)
    if not row.audience:
        raise Refused("broadcast.nobody")
    row.worth, row.state, row.started_at = shared.worth, BroadcastState.RUNNING, at
    if plan.wave_size:
        row.wave, row.wave_at = 1, times.moment(plan, start, rules.zone)
    session.info["outbox"] = True
    return row.audience


def _shares(row: Broadcast, plan: Plan) -> Shares:
    return Shares(
        variant=_split(row, "variant"),
        test=_split(row, "test"),
        order=_split(row, "order"),
        arms=plan.variants,
        test_bp=plan.test_bp,
        wave_size=plan.wave_size,
        slots=times.slots(plan),
    )


def _split(row: Broadcast, name: str) -> tuple[int, int, int, int]:
    split = splits.split(f"broadcast:{row.id}:{name}")
    return split.a, split.b, split.c, split.d


async def moments(session: AsyncSession, plan: Plan, start: Start, rules: Rules) -> Times:
    """When it leaves, for each place somebody lives in."""
    names = ["", *await zone_names.names(session)]
    found = times.table(plan, start, [(name, zones.named(name, rules)) for name in names])
    rows = [(place, *each) for place, theirs in enumerate(found.moments) for each in theirs]
    return Times(found.single, found.places, rows, plan.when is SendWhen.USUAL_HOUR, times.slots(plan))
