"""Points earned at one place and spent at another: what each two of the network owe each other for a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.earning import WHOLE_BP
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.partner_statements import SEE, first_day, span
from db.ledger import partners as accounts
from db.ledger.partners import Flow
from db.queries import partners as queries
from db.session import Database

US = 0  # the shop itself, where a partner's number would stand


@dataclass(frozen=True)
class Pair:
    """Two places; `there_*`: earned at the first, spent at the second; `back_*`: the other way round."""

    first: str
    second: str
    there_points: int
    there_minor: int
    back_points: int
    back_minor: int

    @property
    def net_minor(self) -> int:
        """Above zero the first owes the second: its points were honoured there."""
        return self.there_minor - self.back_minor


@dataclass(frozen=True)
class Network:
    """The month of all pairs between which points moved, by name."""

    month: date  # its first day
    pairs: tuple[Pair, ...]
    currency: str


async def network(db: Database, actor: Actor, month: str | None = None, *, at: datetime) -> Network:
    """By the lots the points came from; worth what a point is worth at the place that took it. Refuses `access.denied`,
    `partner.no_month`."""
    async with db.read() as session:
        await allow(session, actor, SEE)
        rules = await program.in_force(session, at)
        names = {row.id: row.name for row in await queries.in_order(session)} | {US: rules.program.name}
        first = first_day(month, at, rules)
        sums = _sums(await accounts.flows(session, *span(first, rules)), rules.program.point_value_minor)
    pairs = sorted({(min(pair), max(pair)) for pair in sums if pair[0] != pair[1]})
    told = [Pair(names[a], names[b], *sums.get((a, b), (0, 0)), *sums.get((b, a), (0, 0))) for a, b in pairs]
    return Network(first, tuple(told), rules.program.currency)


def _sums(flows: Iterable[Flow], point_value_minor: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Points and minor units by (earned at, spent at); rounded once for each."""
    points: dict[tuple[int, int], int] = {}
    worth: dict[tuple[int, int], int] = {}
    for flow in flows:
        pair = (flow.earned_at or US, flow.spent_at or US)
        value = flow.facts.get("point_value_minor", point_value_minor) * flow.facts.get("value_bp", WHOLE_BP)
        points[pair] = points.get(pair, 0) + flow.points
        worth[pair] = worth.get(pair, 0) + flow.points * value
    return {pair: (points[pair], worth[pair] // WHOLE_BP) for pair in points}
