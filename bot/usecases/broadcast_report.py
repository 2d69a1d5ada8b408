"""What a broadcast brought: who answered, what was bought in the days after, and what those who got nothing bought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcast_results as rule
from bot.rules import splits
from bot.rules.broadcast_results import Compared, Numbers, Part
from bot.rules.broadcasts import Do
from bot.usecases import audit, broadcast_tally, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_tally import BEFORE, DAY, Tally
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastOrigin, BroadcastState, MessageState, Response
from db.models.broadcasts import Broadcast
from db.queries import broadcast_results as queries
from db.queries import outlets
from db.queries.broadcast_results import Audience, Group
from db.session import Database

MOST_NAMED = 20_000
REST = "+"  # behind a variant: those who got it once it had won the test


@dataclass(frozen=True)
class Line:
    """One part of the audience beside those of the same part who got nothing. `key`: a variant ("A+": those who got
    it once it had won the test), a level, an outlet's name, a language; "" where it is not known."""

    key: str
    group: Numbers
    control: Numbers
    compared: Compared


@dataclass(frozen=True)
class Day:
    """Orders for each hundred members on a day after the message (0: the first 24 hours) or before it."""

    day: int
    group: float
    control: float


@dataclass(frozen=True)
class Report:
    """`counted_until`: when the window of `window_days` is over for the last member; until then the numbers grow.
    `parts`: the same by variant, level, outlet and language; an outlet's line tells what all members bought there.
    `days` are whole ones. `gives`: there was something to take, and what was taken costs the shop `cost_minor` (of a
    share of the bill and of delivery nobody knows); `links`: it had buttons that open a page, of which Telegram tells
    nobody."""

    id: int
    name: str
    state: BroadcastState
    rules: Rules
    at: datetime
    window_days: int
    counted_until: datetime | None
    whole: Line
    parts: Mapping[Part, Sequence[Line]]
    days: Sequence[Day]
    gives: bool
    links: bool
    origin: BroadcastOrigin = BroadcastOrigin.HAND
    cost_minor: int = 0

    @property
    def final(self) -> bool:
        return self.counted_until is not None and self.counted_until <= self.at


async def report(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """What it brought so far. Changes nothing. Refuses `access.denied`, `broadcast.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, actor, "broadcasts.send")
        return await of(session, broadcast_id, at)


async def of(session: AsyncSession, broadcast_id: int, at: datetime) -> Report:
    """A step: the same without asking for the right. Refuses `broadcast.unknown`."""
    found = await session.get(Broadcast, broadcast_id)
    if found is None:
        raise Refused("broadcast.unknown")
    window = timedelta(days=found.window_days)
    seen = await broadcast_tally.tally(session, _audience(found, at), window, found.started_at or at)
    places = {line.id: line.name for line in await outlets.every(session)}
    return Report(
        id=found.id,
        name=found.name,
        state=found.state,
        rules=await program.in_force(session, at),
        at=at,
        window_days=found.window_days,
        counted_until=seen.last + window if seen.last else None,
        whole=_line("", seen.whole(control=False), seen.whole(control=True)),
        parts=_parts(seen, places),
        days=_days(seen, found.window_days, at),
        gives=found.offer is not None or _has(found, "going"),
        links=_has(found, "link"),
        origin=found.origin,
        cost_minor=found.cost_minor,
    )


def _has(broadcast: Broadcast, do: Do) -> bool:
    return any(each["do"] == do for each in broadcast.buttons)


def _audience(broadcast: Broadcast, at: datetime) -> Audience:
    test = astuple(splits.split(f"broadcast:{broadcast.id}:test")), broadcast.test_bp
    promo_id = (broadcast.offer or {}).get("promo_id")
    return Audience(broadcast.id, at, test if broadcast.test_bp else None, promo_id)


def _line(key: str, group: Numbers, control: Numbers) -> Line:
    return Line(key, group, control, rule.compared(group, control))


def _parts(seen: Tally, places: Mapping[int, str]) -> dict[Part, list[Line]]:
    control = seen.whole(control=True)
    variants = seen.split(lambda group: f"{group.variant}{REST if group.rest else ''}", control=False)
    return {
        "variant": [_line(key, group, control) for key, group in sorted(variants.items())],
        "tier": _split(seen, lambda group: group.tier),
        "outlet": _by_outlet(seen, places),
        "language": _split(seen, lambda group: group.language or ""),
    }


def _split(seen: Tally, of: Callable[[Group], str]) -> list[Line]:
    """Each part beside the same part of those who got nothing, the largest first."""
    groups, controls = seen.split(of, control=False), seen.split(of, control=True)
    keys = sorted(groups, key=lambda key: (-groups[key].members, key))
    return [_line(key, groups[key], controls.get(key, Numbers())) for key in keys]


def _by_outlet(seen: Tally, places: Mapping[int, str]) -> list[Line]:
    """Everybody could have bought anywhere: each outlet is asked what all members bought there."""
    sizes = {held_out: seen.whole(control=held_out).members for held_out in (False, True)}
    met = {outlet_id for _, outlet_id in seen.outlets}

    def there(outlet_id: int | None, held_out: bool) -> Numbers:
        return replace(seen.outlets.get((held_out, outlet_id), Numbers()), members=sizes[held_out])

    lines = [_line(places.get(each or 0, ""), there(each, False), there(each, True)) for each in met]
    return sorted(lines, key=lambda line: (-line.group.orders, line.key))


def _days(seen: Tally, window_days: int, at: datetime) -> list[Day]:
    """The days that are over for everybody."""
    over = min(window_days, (at - seen.last) // DAY) if seen.last else 0
    sizes = {held_out: seen.whole(control=held_out).members for held_out in (False, True)}

    def rate(held_out: bool, day: int) -> float:
        return 100 * seen.days.get((held_out, day), 0) / sizes[held_out] if sizes[held_out] else 0.0

    return [Day(day, rate(False, day), rate(True, day)) for day in range(-BEFORE, over)]


@dataclass(frozen=True)
class MemberLine:
    """What one member did, by name ("" of who erased themselves)."""

    number: str
    name: str
    variant: str | None
    state: MessageState
    reason: str | None
    answered: frozenset[Response]
    orders: int
    net_minor: int


async def by_name(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> list[MemberLine]:
    """The audience by name, up to 20,000; that somebody looked is in the audit log. Refuses `access.denied` (it takes
    the right to exports) and `broadcast.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, "exports.take")
        found = await session.get(Broadcast, broadcast_id)
        if found is None:
            raise Refused("broadcast.unknown")
        await audit.write(session, staff, "broadcast.exported", f"broadcast:{broadcast_id}", at=at)
    async with db.read(long=True) as session:  # long, so that nobody waits for it
        window, since = timedelta(days=found.window_days), found.started_at or at
        bought = await broadcast_tally.bought(session, _audience(found, at), window, since)
        answered = await queries.answered_by(session, broadcast_id)
        people = await queries.named(session, _audience(found, at), MOST_NAMED)
    return [
        MemberLine(
            number=each.number,
            name=each.name or "",
            variant=each.group.variant,
            state=each.state,
            reason=each.reason,
            answered=frozenset(answered.get(each.member_id, ())),
            orders=len(bought.get(each.member_id, ())),
            net_minor=sum(bought.get(each.member_id, ())),
        )
        for each in people
    ]
