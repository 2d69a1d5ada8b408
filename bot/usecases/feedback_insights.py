"""What members say, for those who can do something about it: averages, topics with examples, talks."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import feedback as rule
from bot.rules import nps as nps_rule
from bot.rules.feedback_topics import topics
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from db.enums import ConversationState
from db.queries import feedback as queries
from db.session import Database

ACT = "feedback.see"
MOST_READ = 2_000  # newest texts or talks of a period
EXAMPLES, EXAMPLE_LENGTH = 2, 160
BACK_WITHIN = timedelta(days=30)
COMPLAINTS_OF = timedelta(days=180)
ENOUGH = 5  # fewer complaints say nothing


@dataclass(frozen=True)
class Average:
    """Of one outlet (`name` None: of orders without one): how many ratings, and the mean of each kind of stars, None
    where nobody gave them."""

    name: str | None
    number: int
    stars: Decimal | None
    food: Decimal | None
    courier: Decimal | None
    speed: Decimal | None


def _last(days: int, at: datetime) -> tuple[datetime, datetime]:
    """What is said at this very moment is part of it."""
    return at - timedelta(days=days), at + timedelta(seconds=1)


@dataclass(frozen=True)
class Carried:
    """How a courier was found: how many gave them stars of their own, and the mean."""

    name: str
    number: int
    stars: Decimal


@dataclass(frozen=True)
class Ratings:
    """`every` is all outlets together; `couriers` those with stars of their own, by name; `stars`: how often each
    number was given; `reasons`: how often each was chosen."""

    every: Average
    outlets: tuple[Average, ...]
    couriers: tuple[Carried, ...]
    stars: Mapping[int, int]
    reasons: Mapping[str, int]


async def ratings(db: Database, actor: Actor, days: int, *, at: datetime) -> Ratings:
    """Of the last so many days. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await ratings_between(session, *_last(days, at))


async def ratings_between(session: AsyncSession, since: datetime, until: datetime) -> Ratings:
    """A step."""
    rows = await queries.ratings(session, since, until)
    said = await queries.said(session, since, until, limit=MOST_READ)
    carried = await queries.couriers(session, since, until)
    return Ratings(
        every=_average(None, rows),
        outlets=tuple(_average(row.outlet, [row]) for row in rows),
        couriers=tuple(Carried(row.name, row.number, _mean(row.stars, row.number)) for row in carried),
        stars=await queries.stars(session, since, until),
        reasons=Counter(reason for row in said for reason in row.reasons),
    )


def _average(name: str | None, rows: Sequence[Any]) -> Average:
    def mean(total: str, number: str) -> Decimal | None:
        count = sum(getattr(row, number) or 0 for row in rows)
        summed = sum(getattr(row, total) or 0 for row in rows)
        return _mean(summed, count) if count else None

    return Average(
        name=name,
        number=sum(row.number for row in rows),
        stars=mean("stars", "number"),
        food=mean("food", "foods"),
        courier=mean("courier", "couriers"),
        speed=mean("speed", "speeds"),
    )


def _mean(total: int, number: int) -> Decimal:
    return (Decimal(int(total)) / int(number)).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class TopicLine:
    """What members wrote about: how many texts, how many of them with a bad rating or score, and some as examples."""

    topic: str
    texts: int
    bad: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """`texts`: how many there were; the topics in the order in which they came up most."""

    texts: int
    topics: tuple[TopicLine, ...]


async def words(db: Database, actor: Actor, days: int, *, at: datetime) -> Words:
    """Of the last so many days. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await words_between(session, *_last(days, at))


async def words_between(session: AsyncSession, since: datetime, until: datetime) -> Words:
    """A step. Names nobody."""
    rated = await queries.said(session, since, until, limit=MOST_READ)
    scored = await queries.why(session, since, until, limit=MOST_READ)
    texts = [(row.words, row.stars <= rule.BAD) for row in rated if row.words]
    texts += [(row.words, nps_rule.unhappy(row.score)) for row in scored if row.words]
    texts += [(text, False) for text in await queries.written(session, since, until, limit=MOST_READ)]
    return Words(len(texts), _lines(texts))


def _lines(texts: Sequence[tuple[str, bool]]) -> tuple[TopicLine, ...]:
    about: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for text, bad in texts:
        for topic in topics(text):
            about[topic].append((text, bad))
    return tuple(
        TopicLine(topic, len(found), sum(bad for _, bad in found), _examples(found))
        for topic, found in sorted(about.items(), key=lambda each: -len(each[1]))
    )


def _examples(found: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """Those of unhappy members first."""
    texts = dict.fromkeys(text for text, _ in sorted(found, key=lambda each: not each[1]))
    return tuple(rule.shortened(" ".join(text.split()), EXAMPLE_LENGTH) for text in list(texts)[:EXAMPLES])


@dataclass(frozen=True)
class Talks:
    """Talks opened in the period: how many, how many of them answered, and in time; the middle of the minutes until the
    first answer (None: none yet); points given as apologies, and rewards. Of complaints answered and closed within half
    a year, a month ago or more: how many, and how many of their members ordered again within 30 days."""

    opened: int
    still_open: int
    answered: int
    in_time: int
    minutes: int | None
    points: int
    rewards: int
    complaints: int
    came_back: int


async def talks(db: Database, actor: Actor, days: int, *, at: datetime) -> Talks:
    """Of the last so many days. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        return await talks_between(session, rules, *_last(days, at))


async def talks_between(session: AsyncSession, rules: Rules, since: datetime, until: datetime) -> Talks:
    """A step."""
    rows = await queries.talks(session, since, until, limit=MOST_READ)
    over = until - BACK_WITHIN
    closed = await queries.came_back(session, over - COMPLAINTS_OF, over, limit=MOST_READ)
    waits = [row.answered_at - row.opened_at for row in rows if row.answered_at]
    due = {row.opened_at: rule.answer_due(row.opened_at, rules.zone, rules.program) for row in rows}
    return Talks(
        opened=len(rows),
        still_open=sum(row.state is not ConversationState.CLOSED for row in rows),
        answered=len(waits),
        in_time=sum(row.answered_at is not None and row.answered_at <= due[row.opened_at] for row in rows),
        minutes=round(median(waits).total_seconds() / 60) if waits else None,
        points=sum(row.compensation_points for row in rows),
        rewards=sum(row.compensation_voucher_id is not None for row in rows),
        complaints=len(closed),
        came_back=sum(row.ordered_at is not None and row.ordered_at <= row.closed_at + BACK_WITHIN for row in closed),
    )
