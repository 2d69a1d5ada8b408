"""Whether a member may be sent advertising now, and whether this is the offer to spend their budget on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.rules import timing
from bot.rules.cadence import Limits, usual
from bot.rules.program import Program
from db.enums import Topic

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
PAUSE = timedelta(days=30)
MOST_A_MONTH = 100


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a member wants to be written to; what they left open is as the programme does it."""

    month_cap: int | None = None  # most advertisements in 30 days
    without: frozenset[Topic] = frozenset()
    hour_from: int | None = None  # only between these local hours; both or none
    hour_until: int | None = None
    paused_until: datetime | None = None


AS_THE_SHOP = Wishes()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member at the moment an advertisement would leave. `sent`: when each of the last 30 days'
    advertisements left."""

    consent: bool
    reachable: bool  # has not blocked the bot
    holdout: bool
    zone: ZoneInfo
    sent: Sequence[datetime] = ()
    wishes: Wishes = AS_THE_SHOP
    complaint: bool = False  # a talk with the shop is not closed
    limits: Limits | None = None  # of a test of how often to write


@dataclass(frozen=True, slots=True)
class Ad:
    """An advertisement that is planned, or (id 0) is about to be."""

    id: int
    worth: int  # to this member, in minor units
    topic: Topic | None
    due_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How many more advertisements there is room for."""

    day: int
    week: int
    month: int


def most_a_month(wishes: Wishes, program: Program) -> int:
    """The programme's number, or the member's own where that is smaller."""
    return program.ads_per_month if wishes.month_cap is None else min(wishes.month_cap, program.ads_per_month)


def fewer(most: int) -> int:
    """Half as many a month, but one at least: none is another wish, called "stop"."""
    return max(1, most // 2)


def budget(standing: Standing, at: datetime, program: Program) -> Budget:
    """What is left of the local day, of 7 days and of 30 days up to *at*; never below 0."""
    limits = standing.limits or usual(program)
    first_day = timing.local_date(at, standing.zone) - timedelta(days=limits.gap_days - 1)
    midnight = timing.at_local(first_day, 0, standing.zone)

    def left(most: int, since: datetime) -> int:
        return max(0, most - sum(moment >= since for moment in standing.sent))

    return Budget(
        day=left(program.ads_per_day if limits.gap_days == 1 else min(1, program.ads_per_day), midnight),
        week=left(limits.week, at - WEEK),
        month=left(min(limits.month, most_a_month(standing.wishes, program)), at - MONTH),
    )


def opens(at: datetime, zone: ZoneInfo, program: Program, wishes: Wishes = AS_THE_SHOP) -> bool:
    """Whether both the programme and the member allow advertising at that moment of the member's day."""
    if timing.quiet(at, zone, program):
        return False
    start, end = wishes.hour_from, wishes.hour_until
    if start is None or end is None:
        return True
    hour = at.astimezone(zone).hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def next_open(at: datetime, zone: ZoneInfo, program: Program, wishes: Wishes = AS_THE_SHOP) -> datetime | None:
    """*at* itself when advertising is allowed then, else the next moment when it is; None when their hours never meet
    the programme's."""
    if opens(at, zone, program, wishes):
        return at
    today = timing.local_date(at, zone)
    hours = sorted({program.quiet_until, program.quiet_until if wishes.hour_from is None else wishes.hour_from})
    moments = (timing.at_local(today + timedelta(days=ahead), hour, zone) for ahead in range(3) for hour in hours)
    return next((moment for moment in moments if moment > at and opens(moment, zone, program, wishes)), None)


def may_advertise(standing: Standing, topic: Topic | None, at: datetime, program: Program) -> str | None:
    """None when it may leave, else the first reason against: "no_consent", "unreachable", "holdout", "complaint",
    "paused", "topic", "cap_day", "cap_week", "cap_month" or "quiet". Only "cap_day" and "quiet" are a matter of
    waiting."""
    wishes, left = standing.wishes, budget(standing, at, program)
    reasons = {
        "no_consent": not standing.consent,
        "unreachable": not standing.reachable,
        "holdout": standing.holdout,
        "complaint": standing.complaint,
        "paused": wishes.paused_until is not None and at < wishes.paused_until,
        "topic": topic in wishes.without,
        "cap_day": not left.day,
        "cap_week": not left.week,
        "cap_month": not left.month,
        "quiet": not opens(at, standing.zone, program, wishes),
    }
    first = next((reason for reason, holds in reasons.items() if holds), None)
    if first == "cap_day":  # waiting for tomorrow is in vain when the week or the month is spent as well
        return next((cap for cap in ("cap_week", "cap_month") if reasons[cap]), first)
    return first


def outweighed(ad: Ad, others: Sequence[Ad], standing: Standing, at: datetime, program: Program) -> str | None:
    """Whether the member's other planned offers are the better use of what budget is left: "outweighed" when those of
    the next 7 days use up the week or the month, "tomorrow" when today's use up the day, else None."""
    left, better = budget(standing, at, program), [other for other in others if _goes_first(other, ad, standing, at)]
    if min(left.week, left.month) <= len(better):
        return "outweighed"
    midnight = timing.end_of_local_day(timing.local_date(at, standing.zone), standing.zone)
    today = sum(other.due_at < midnight for other in better)
    return "tomorrow" if left.day <= today else None


def fate(ad: Ad, others: Sequence[Ad], standing: Standing, at: datetime, program: Program) -> str | datetime | None:
    """What becomes of an advertisement that is due: None when it leaves now, the moment it waits for, or the reason it
    is skipped for. *others*: what else is planned for the same member."""
    reason = may_advertise(standing, ad.topic, at, program)
    if reason is None and (reason := outweighed(ad, others, standing, at, program)) is None:
        return None
    if reason == "quiet":
        return _waits(ad, reason, at, standing, program)
    if reason in ("cap_day", "tomorrow") and program.ads_per_day:
        midnight = timing.end_of_local_day(timing.local_date(at, standing.zone), standing.zone)
        return _waits(ad, "cap_day" if reason == "cap_day" else "outweighed", midnight, standing, program)
    return reason


def _goes_first(other: Ad, ad: Ad, standing: Standing, at: datetime) -> bool:
    """Worth more, or as much and planned earlier; and able to leave within the week."""
    older = ad.id == 0 or other.id < ad.id
    dead = other.expires_at is not None and other.expires_at <= max(at, other.due_at)
    left_out = other.topic in standing.wishes.without
    first = other.worth > ad.worth or (other.worth == ad.worth and older)
    return first and other.id != ad.id and other.due_at < at + WEEK and not dead and not left_out


def _waits(ad: Ad, reason: str, since: datetime, standing: Standing, program: Program) -> str | datetime:
    """The next moment allowed from *since* on; the reason, when the offer is over by then."""
    moment = next_open(since, standing.zone, program, standing.wishes)
    if moment is None or (ad.expires_at is not None and ad.expires_at <= moment):
        return reason
    return moment


def in_holdout(member_number: str, salt: str, bp: int) -> bool:
    """Whether the member belongs to the permanent share that never gets advertising: always the same answer for the
    same number and salt, and a larger share contains every smaller one."""
    digest = sha256(f"{salt}:{member_number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 10_000 < bp
