"""A test of how often to write: members are split by chance, one part gets fewer messages, and both are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import cadence as rules
from bot.rules import experiments
from bot.rules.cadence import Limits, Trial
from bot.rules.experiments import Difference, Lack, Share, Sums
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from db.models.broadcasts import CadenceTest
from db.queries import cadence as queries
from db.session import Database

ACT = "cadence.change"


@dataclass(frozen=True)
class Arm:
    """`ads`: advertisements that left; `stopped`: who wants none any more; `net`: what each spent (minor units)."""

    limits: Limits
    ads: int
    stopped: Share
    bought: Share
    net: Sums


@dataclass(frozen=True)
class Compared:
    """The second arm less the first, each with its interval; None where there is too little to compare (`lack`)."""

    lack: Lack | None
    stopped: Difference | None = None
    net: Difference | None = None


@dataclass(frozen=True)
class Cadence:
    """`running`: whether a test is under way; `arms` are empty before the first one. `choices`: what may be tried."""

    running: bool
    started_at: datetime | None
    ended_at: datetime | None
    share_bp: int
    arms: tuple[Arm, ...]
    compared: Compared | None
    choices: tuple[Limits, ...]
    usual: Limits
    currency: str


async def running(session: AsyncSession) -> Trial | None:
    """The test under way, as the contact policy asks it."""
    row = await queries.running(session)
    return None if row is None else _trial(row)


def _trial(row: CadenceTest) -> Trial:
    return Trial(row.id, row.share_bp, rules.from_json(row.arms))


async def look(db: Database, actor: Actor, *, at: datetime) -> Cadence:
    """The test under way or the last one, with what its arms did. Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        return await seen(session, at)


async def begin(db: Database, actor: Actor, chosen: int, share_bp: int, *, at: datetime) -> Cadence:
    """Members are split from now on: half of the share is written to as *chosen* (a place in `choices`) says, the other
    half as ever. Refuses `access.denied`, `cadence.running` and `cadence.out_of_range`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        in_force = await program.in_force(session, at)
        if await queries.running(session):
            raise Refused("cadence.running")
        choices = rules.choices(in_force.program)
        if not 0 <= chosen < len(choices):
            raise Refused("cadence.out_of_range")
        arms = [rules.usual(in_force.program), choices[chosen]]
        rules.check(arms, share_bp, in_force.program)
        made = CadenceTest(
            name="", arms=rules.to_json(arms), share_bp=share_bp, staff_id=staff.id, started_at=at, ended_at=None
        )
        session.add(made)
        await session.flush()
        await audit.write(session, staff, "cadence.started", f"cadence:{made.id}", at=at, **made.arms[1])
        return await seen(session, at)


async def end(db: Database, actor: Actor, *, at: datetime) -> Cadence:
    """Everybody is written to as the programme says again; ending twice is ending once. Refuses `access.denied`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await queries.running(session)
        if row is not None:
            row.ended_at = at
            await audit.write(session, staff, "cadence.ended", f"cadence:{row.id}", at=at)
            await session.flush()
        return await seen(session, at)


async def seen(session: AsyncSession, at: datetime) -> Cadence:
    """A step: the same without asking for the right."""
    in_force = await program.in_force(session, at)
    row = await queries.newest(session)
    arms = () if row is None else await _arms(session, row, row.ended_at or at)
    return Cadence(
        running=row is not None and row.ended_at is None,
        started_at=row.started_at if row else None,
        ended_at=row.ended_at if row else None,
        share_bp=row.share_bp if row else 0,
        arms=arms,
        compared=_compared(arms) if arms else None,
        choices=tuple(rules.choices(in_force.program)),
        usual=rules.usual(in_force.program),
        currency=in_force.program.currency,
    )


async def _arms(session: AsyncSession, row: CadenceTest, until: datetime) -> tuple[Arm, ...]:
    trial = _trial(row)
    split = (trial.split.a, trial.split.b, trial.split.c, trial.split.d)
    number = len(trial.arms)
    found = await queries.arms(session, split, trial.share_bp, number, since=row.started_at, until=until)
    by_arm = {each.arm: each for each in found}
    return tuple(_arm(limits, by_arm.get(n)) for n, limits in enumerate(trial.arms))


def _arm(limits: Limits, row: queries.ArmRow | None) -> Arm:
    if row is None:
        return Arm(limits, 0, Share(0, 0), Share(0, 0), Sums(0, 0, 0))
    return Arm(
        limits=limits,
        ads=int(row.ads),
        stopped=Share(int(row.stopped), row.members),
        bought=Share(int(row.buyers), row.members),
        net=Sums(row.members, row.net, row.squares),
    )


def _compared(arms: Sequence[Arm]) -> Compared:
    usual, tried = arms[0], arms[1]
    lack = experiments.lacking(tried.bought, usual.bought)
    if lack is not None:
        return Compared(lack)
    return Compared(
        None,
        stopped=experiments.share_difference(tried.stopped, usual.stopped),
        net=experiments.mean_difference(tried.net, usual.net),
    )
