"""Deals: whether one is on for a member now, until when, and how much it is likely to please them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rules import timing
from bot.rules.amounts import parse_amount
from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.rules.tiers import rule_of
from db.enums import Tier

LONGEST_TITLE, LONGEST_TEXT = 80, 300
DAYS = 7

Reason = Literal["early", "tier", "segment", "taste", ""]


class BadDeal(RuleBroken):
    """ "deal.title_missing", "deal.title_too_long", "deal.text_too_long" (with `longest`), "deal.not_cheaper"."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a deal is on, by the shop's own clocks. No days: every day; no hours: all day; hours may pass midnight, and
    then belong to the day on which they began."""

    weekdays: tuple[int, ...] = ()  # 0 Monday … 6 Sunday
    hour_from: int | None = None
    hour_until: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    tier: Tier | None = None  # from this one on


@dataclass(frozen=True, slots=True)
class On:
    """It is on, up to that moment (None: no end is set); `early`: it is not yet open to everybody."""

    until: datetime | None
    early: bool = False


def on(schedule: Schedule, tier: Tier, at: datetime, zone: ZoneInfo, program: Program) -> On | None:
    """Whether a member of *tier* can have it at *at*. Tiers with early access begin their hours sooner."""
    if schedule.tier is not None and not _reaches(tier, schedule.tier, program):
        return None
    if schedule.closes_at is not None and at >= schedule.closes_at:
        return None
    early = schedule.opens_at is not None and at < schedule.opens_at
    if early and schedule.opens_at and at < schedule.opens_at - _head_start(tier, program):
        return None
    begun = _begun_on(schedule, at, zone)
    if begun is None:
        return None
    ends = [moment for moment in (begun.until, schedule.closes_at) if moment is not None]
    return On(min(ends, default=None), early)


def _reaches(tier: Tier, wanted: Tier, program: Program) -> bool:
    return rule_of(tier, program).from_minor >= rule_of(wanted, program).from_minor


def _head_start(tier: Tier, program: Program) -> timedelta:
    return timedelta(hours=rule_of(tier, program).early_hours)


@dataclass(frozen=True, slots=True)
class _Begun:
    until: datetime | None


def _begun_on(schedule: Schedule, at: datetime, zone: ZoneInfo) -> _Begun | None:
    """The run of hours that *at* is within: today's, or the one that began yesterday and passes midnight."""
    today = timing.local_date(at, zone)
    start, end = schedule.hour_from, schedule.hour_until
    if start is None or end is None or start == end:
        return _Begun(None) if _right_day(schedule, today.weekday()) else None
    for day in (today, today - timedelta(days=1)):
        opens = timing.at_local(day, start, zone)
        closes = timing.at_local(day if start < end else day + timedelta(days=1), end, zone)
        if opens <= at < closes and _right_day(schedule, day.weekday()):
            return _Begun(closes)
    return None


def _right_day(schedule: Schedule, weekday: int) -> bool:
    return not schedule.weekdays or weekday in schedule.weekdays


@dataclass(frozen=True, slots=True)
class Taste:
    """What a member buys: category → how many dishes of it."""

    bought: Mapping[str, int]

    def of(self, category: str | None) -> int:
        return self.bought.get(category, 0) if category else 0


def reason(schedule: Schedule, is_on: On, *, has_segment: bool, liking: int) -> Reason:
    """Why this deal stands where it stands, the strongest reason only."""
    if is_on.early:
        return "early"
    if schedule.tier is not None:
        return "tier"
    if has_segment:
        return "segment"
    return "taste" if liking else ""


ORDER: tuple[Reason, ...] = ("early", "tier", "segment", "taste", "")


def rank(why: Reason, liking: int, deal_id: int) -> tuple[int, int, int]:
    """Sorts what is for this member alone first, then what they like best, then the newest."""
    return ORDER.index(why), -liking, -deal_id


def read_words(text: str) -> tuple[str, str]:
    """The title (first line) and the text (the rest) of a deal, tidied. Raises BadDeal."""
    head, _, tail = text.strip().partition("\n")
    title, more = _tidy(head), _tidy(tail)
    if not title:
        raise BadDeal("deal.title_missing")
    if len(title) > LONGEST_TITLE:
        raise BadDeal("deal.title_too_long", longest=LONGEST_TITLE)
    if len(more) > LONGEST_TEXT:
        raise BadDeal("deal.text_too_long", longest=LONGEST_TEXT)
    return title, more


def _tidy(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def check_prices(price_minor: int | None, usual_minor: int | None) -> None:
    """Raises BadDeal unless members pay less than others do."""
    if price_minor is not None and usual_minor is not None and price_minor >= usual_minor:
        raise BadDeal("deal.not_cheaper")


def read_prices(text: str, currency: str) -> tuple[int | None, int | None]:
    """The members' price and the usual one, in minor units: "490 / 590", "490" alone, "0" for none. Raises BadAmount,
    BadDeal."""
    if text.strip() in ("0", "-", "–", "—"):
        return None, None
    told = [parse_amount(part, currency) for part in text.split("/", 1)]
    price, usual = told[0], told[1] if len(told) > 1 else None
    check_prices(price, usual)
    return price, usual
