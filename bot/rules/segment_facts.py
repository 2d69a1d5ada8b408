"""What is known of one member, and whether they belong to a segment: what the SQL is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rules.segments import All, AnyOf, Condition, Not, Saved, Segment
from db.enums import Allergen, Channel, Gender, Tier, Topic

RANKS = tuple(Tier)  # lowest first
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a segment may ask about one member, on one local day. None: not known, or never.

    `categories`, `items`: days since each was last bought; `events` of the site: since each was. `expires_in`: days to
    the last day of the points that end next. `silent_seconds`: since the last order. `stars`: of all ratings, the
    newest last.
    """

    language: str | None = None
    city: str | None = None
    gender: Gender | None = None
    age: int | None = None
    birthday_month: int | None = None
    month: int = 1  # of the day itself
    joined_days: int = 0
    source: str | None = None
    tags: frozenset[str] = frozenset()
    favourite: str | None = None
    allergens: frozenset[Allergen] = frozenset()
    topics_off: frozenset[Topic] = frozenset()

    tier: Tier = Tier.BRONZE
    points: int = 0
    pending: int = 0
    expires_in: int | None = None
    vouchers_held: int = 0
    vouchers_used: int = 0
    top_spend: bool = False
    rfm_recency: int | None = None
    rfm_frequency: int | None = None
    rfm_monetary: int | None = None

    orders: int = 0
    spend_minor: int = 0
    recency_days: int | None = None
    silent_seconds: int | None = None
    rhythm_days: int | None = None
    outlets: frozenset[int] = frozenset()
    channels: frozenset[Channel] = frozenset()
    categories: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    usual_hour: int | None = None
    usual_weekday: int | None = None

    consent: bool = False
    reachable: bool = False
    seen_days: int | None = None
    pressed_days: int | None = None
    message_days: int | None = None
    ignored: int = 0

    stars: tuple[int, ...] = ()
    complaint: bool = False
    friends: int = 0


def matches(segment: Segment, facts: MemberFacts) -> bool:
    """Whether the member belongs to it: what the SQL of db/queries/segments.py is held against."""
    match segment:
        case All(parts):
            return all(matches(part, facts) for part in parts)
        case AnyOf(parts):
            return any(matches(part, facts) for part in parts)
        case Not(part):
            return not matches(part, facts)
        case Saved():
            return matches(segment.part, facts)
    return _holds(segment, facts)


def _holds(asked: Condition, facts: MemberFacts) -> bool:
    value: Any = asked.value
    match asked.field, asked.op:
        case "tier", "at_least":
            return RANKS.index(facts.tier) >= RANKS.index(Tier(value))
        case ("recency_days" | "pressed_days" | "message_days") as moment, "never":
            return getattr(facts, moment) is None
        case "birthday_month", "this":
            return facts.birthday_month == facts.month
        case "expiring", _:
            return facts.expires_in is not None and facts.expires_in <= value
        case "event", _:
            return value[0] in facts.events and facts.events[value[0]] <= value[1]
        case ("outlet" | "channel") as several, _:
            return bool(getattr(facts, f"{several}s") & set(value))
        case "tag" | "allergen" | "topic_off", _:
            worn = {"tag": facts.tags, "allergen": facts.allergens, "topic_off": facts.topics_off}[asked.field]
            return value in worn
        case "category" | "item", op:
            return _bought(facts.categories if asked.field == "category" else facts.items, op, value)
        case "average" | "rating_average" | "overdue", op:
            return _shared(asked.field, op, value, facts)
    return _compared(_fact(asked.field, facts), asked.op, value)


def _fact(asked: str, facts: MemberFacts) -> Any:
    if asked == "rating":
        return facts.stars[-1] if facts.stars else None
    return facts.spend_minor if asked == "spend" else getattr(facts, asked)


def _bought(days_ago: Mapping[str, int], op: str, value: Any) -> bool:
    return value in days_ago if op == "bought" else bool(days_ago.get(value[0], -1) >= value[1])


def _shared(asked: str, op: str, value: int, facts: MemberFacts) -> bool:
    """A sum is compared with so many times *value*, so that nothing is rounded."""
    match asked:
        case "average":
            total, times = facts.spend_minor, facts.orders
        case "rating_average":
            total, times = 10 * sum(facts.stars), len(facts.stars)
        case _:
            total, times = 100 * (facts.silent_seconds or 0), DAY_SECONDS * (facts.rhythm_days or 0)
            times = times if facts.silent_seconds is not None else 0
    return times > 0 and _compared(total, op, value * times)


def _compared(fact: Any, op: str, value: Any) -> bool:
    match op:
        case "in":
            return fact in value
        case "is":
            return bool(fact == value)
        case "least":
            return fact is not None and fact >= value
    return fact is not None and fact <= value
