"""Whether members would recommend us, for those who can do something about it: by quarter, by level, by outlet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import nps as rule
from bot.rules import timing
from bot.rules.nps import Nps
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.feedback_insights import ACT
from bot.usecases.program import Rules
from db.enums import Tier
from db.queries import nps as queries
from db.queries import outlets as outlet_queries
from db.session import Database

QUARTERS = 4


@dataclass(frozen=True)
class Recommended:
    """The newest quarters, the present one first; and of the two newest together by tier and by outlet (None: no
    outlet). `asked` and `answered` are of the present one."""

    quarters: tuple[tuple[str, Nps], ...]
    tiers: tuple[tuple[Tier, Nps], ...]
    outlets: tuple[tuple[str | None, Nps], ...]
    asked: int
    answered: int


async def recommended(db: Database, actor: Actor, *, at: datetime) -> Recommended:
    """Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await recommended_at(session, await program.in_force(session, at), at)


async def recommended_at(session: AsyncSession, rules: Rules, at: datetime) -> Recommended:
    """A step."""
    names = _quarters(timing.local_date(at, rules.zone))
    rows = await queries.by_quarter(session, names[-1])
    by_tier = await queries.by_tier(session, names[:2])
    by_outlet = await queries.by_outlet(session, names[:2])
    known = {line.id: line.name for line in await outlet_queries.every(session)}
    asked, answered = await queries.asked(session, names[0])
    tiers, places = _by(by_tier), _by(by_outlet)
    return Recommended(
        quarters=tuple((name, _by(rows).get(name, Nps())) for name in names),
        tiers=tuple((tier, tiers[tier]) for tier in Tier if tier in tiers),
        outlets=tuple((known.get(each), found) for each, found in places.items()),
        asked=asked,
        answered=answered,
    )


def _by(rows: Iterable[Any]) -> dict[Any, Nps]:
    """By the first column."""
    groups: defaultdict[Any, list[tuple[int, int]]] = defaultdict(list)
    for first, score, times in rows:
        groups[first].append((score, times))
    return {first: rule.counted(scores) for first, scores in groups.items()}


def _quarters(day: date) -> list[str]:
    names = []
    for _ in range(QUARTERS):
        names.append(rule.quarter(day))
        day = rule.begins(day) - timedelta(days=1)
    return names
