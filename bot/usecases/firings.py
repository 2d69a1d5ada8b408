"""A firing: one unique row for rule, member and period, in the transaction of its gift and its message. Who may not be
written to is given nothing, and it is made up for when the reason goes within the offer's days; a gift once given stays
theirs, even when its message may not leave any more."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations, benefits, timing
from bot.rules.automations import Spec
from bot.rules.contact import in_holdout
from bot.usecases import contact, notify, rewards, vouchers
from bot.usecases.program import Rules
from bot.usecases.vouchers import Issue
from db.enums import AccountKind, AutomationKind, EntryKind, FiringState, Lane, OfferKind, VoucherSource
from db.ledger import accounts, post, read
from db.models.automations import Firing
from db.queries import automations as queries
from db.session import insert_once

MONTH = timedelta(days=30)
Verdict = tuple[FiringState, str | None]
FIRED: Verdict = (FiringState.FIRED, None)
MADE_UP = (FiringState.FIRED, FiringState.HELD_OUT)  # what may become of a skipped one; it was not missed
SOURCES = {AutomationKind.BIRTHDAY: AccountKind.BIRTHDAY}


@dataclass(frozen=True)
class Standing:
    """A rule as it stands. `done`: by zone key, the last local day it has looked at to its end. `built_in`: not one the
    shop has added to its kind."""

    id: int
    spec: Spec
    segment: Mapping[str, Any] | None
    enabled_on: date
    enabled_at: datetime | None
    done: Mapping[str, date]
    built_in: bool = True


@dataclass(frozen=True)
class Place:
    """A time zone and what its members' rows say of it (None: nothing); the programme's own has the key ""."""

    key: str
    zone: ZoneInfo
    names: tuple[str | None, ...]


@dataclass(frozen=True)
class Occasion:
    """A rule looked at: now, by the programme in force, in a place, for what was due there on `day` (a daily rule) or
    between `since` and `at` (one that follows an event)."""

    rule: Standing
    at: datetime
    rules: Rules
    place: Place
    day: date
    since: datetime | None = None

    @property
    def spec(self) -> Spec:
        return self.rule.spec

    @property
    def today(self) -> date:
        return timing.local_date(self.at, self.place.zone)


@dataclass(frozen=True)
class Due:
    """Somebody it is due for. `key` of gift and message where a built-in rule has its own; `valid_until` where it is
    not the offer's days that say it; `late`: its grace is over; `skip`: why they get nothing; `leaves`: not before
    that moment; `average_minor`: of their orders."""

    member_id: int
    period: str
    name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: int = 1  # of the message in its series
    key: str | None = None
    valid_until: date | None = None
    late: bool = False
    skip: str | None = None
    leaves: datetime | None = None
    average_minor: int = 0


async def fire(session: AsyncSession, occasion: Occasion, dues: Sequence[Due]) -> int:
    """Each of *dues* the rule is for has its one firing of the period: with gift and message, or held out, or skipped
    or missed with the reason; returns how many got it. A skipped one is made up for when it comes again and the reason
    is gone."""
    if not dues:
        return 0
    if occasion.spec.offer.kind is not OfferKind.WORDS:  # accounts first, as everybody does; nobody erases themselves
        await accounts.lock_members(session, [due.member_id for due in dues])
    known = await queries.states(session, occasion.rule.id, [due.member_id for due in dues])
    open_ones = [each for each in dues if known.get((each.member_id, each.period)) in (None, FiringState.SKIPPED)]
    fitting = await _fitting(session, occasion, [due.member_id for due in open_ones])
    open_ones = [due for due in open_ones if due.member_id in fitting]
    verdicts = await _verdicts(session, occasion, open_ones)
    room, fired = await _room(session, occasion), 0
    for due in open_ones:
        verdict = _own_verdict(due) or verdicts.get(due.member_id)
        if verdict == FIRED and room is not None and fired >= room:
            verdict = FiringState.SKIPPED, "cap"
        if verdict == FIRED and not await _in_stock(session, occasion):
            verdict = FiringState.SKIPPED, "sold_out"
        if verdict and await _kept(session, occasion, due, *verdict) and verdict == FIRED:
            await _give(session, occasion, due)
            fired += 1
    return fired


def _own_verdict(due: Due) -> Verdict | None:
    if due.late:
        return FiringState.MISSED, "too_late"
    return (FiringState.SKIPPED, due.skip) if due.skip else None


async def _verdicts(session: AsyncSession, occasion: Occasion, dues: Sequence[Due]) -> dict[int, Verdict]:
    """What is to happen to each in time."""
    said: dict[int, Verdict] = {}
    reasons = await _reasons(session, occasion, [due for due in dues if not _own_verdict(due)])
    for member_id, reason in reasons.items():
        if reason:
            said[member_id] = FiringState.SKIPPED, reason
        elif in_holdout(str(member_id), f"automation:{occasion.rule.id}", occasion.spec.holdout_bp):
            said[member_id] = FiringState.HELD_OUT, None
        else:
            said[member_id] = FIRED
    return said


async def _fitting(session: AsyncSession, occasion: Occasion, members: Sequence[int]) -> Collection[int]:
    if occasion.rule.segment is None or not members:
        return members
    return await queries.in_segment(session, occasion.rule.segment, members, occasion.at, occasion.place.zone)


async def _reasons(session: AsyncSession, occasion: Occasion, dues: Sequence[Due]) -> dict[int, str | None]:
    """Why not, by the contact policy. What is theirs anyway (a voucher ending) is no advertising and asks nobody."""
    if occasion.spec.kind in automations.SERVICE:
        return {due.member_id: None for due in dues}
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for due in dues:
        alike[_worth(occasion, due)].append(due.member_id)
    said: dict[int, str | None] = {}
    for worth, members in alike.items():
        topic = automations.TOPICS[occasion.spec.kind]
        said |= await contact.may_plan(session, members, occasion.at, occasion.rules, topic=topic, worth=worth)
    return said


def _worth(occasion: Occasion, due: Due) -> int:
    return automations.worth(occasion.spec.offer, due.average_minor, occasion.rules.program)


async def _room(session: AsyncSession, occasion: Occasion) -> int | None:
    cap = occasion.spec.month_cap
    if cap is None:
        return None
    return max(0, cap - await queries.fired_count(session, occasion.rule.id, occasion.at - MONTH))


async def _in_stock(session: AsyncSession, occasion: Occasion) -> bool:
    """Whether a piece is set aside of the reward it brings, if it brings one. Nobody else settles the firing before
    `_kept`: the caller holds the rule's row."""
    benefit = occasion.spec.offer.benefit if occasion.spec.offer.kind is OfferKind.VOUCHER else None
    if benefit is None or benefit.reward_id is None:
        return True
    return await rewards.take_stock(session, benefit.reward_id)


async def _kept(session: AsyncSession, occasion: Occasion, due: Due, state: FiringState, reason: str | None) -> bool:
    """Whether this transaction is the one that settles it."""
    points = occasion.spec.offer.points if state is FiringState.FIRED else 0
    outcome = {"state": state, "reason": reason, "at": occasion.at, "key": key_of(occasion, due), "points": points}
    who = {"automation_id": occasion.rule.id, "member_id": due.member_id, "period": due.period}
    if await insert_once(session, Firing, who | outcome, index=["automation_id", "member_id", "period"]):
        return True
    return state in MADE_UP and await queries.made_up(session, who, outcome)


def key_of(occasion: Occasion, due: Due) -> str:
    """The key of a firing's message, of its gift's entry and of its voucher."""
    return due.key if due.key and occasion.rule.built_in else f"firing:{occasion.rule.id}:{due.member_id}:{due.period}"


def last_day(occasion: Occasion, due: Due) -> date:
    """The last local day of what the firing brings."""
    return due.valid_until or occasion.today + timedelta(days=occasion.spec.offer.valid_days)


async def _give(session: AsyncSession, occasion: Occasion, due: Due) -> None:
    spec, at, until = occasion.spec, occasion.at, last_day(occasion, due)
    facts = {**due.facts, **shown(occasion, due), **await _gift(session, occasion, due, until)}
    facts["available"] = (await read.balance(session, due.member_id)).available
    service = spec.kind in automations.SERVICE
    leaves = timing.next_allowed(max(at, due.leaves or at), occasion.place.zone, occasion.rules.program)
    notice = notify.Notice(
        f"automation.{spec.kind.value}",
        facts,
        key=key_of(occasion, due),
        advertising=not service,
        topic=None if service else automations.TOPICS[spec.kind],
        worth=_worth(occasion, due),
        lane=Lane.SERVICE if service else Lane.BULK,
        due_at=leaves,
        until=timing.end_of_local_day(until, occasion.place.zone),
    )
    await notify.tell_member(session, due.member_id, notice, at=at)


def shown(occasion: Occasion, due: Due) -> dict[str, Any]:
    """What any wording needs: the name, the number in the series, the shop's own words for it, the rule."""
    number = str(due.number)
    own = {language: texts[number] for language, texts in occasion.spec.texts.items() if number in texts}
    until = last_day(occasion, due).isoformat()
    return {"name": due.name, "n": due.number, "own": own, "until": until, "rule": occasion.rule.id}


async def _gift(session: AsyncSession, occasion: Occasion, due: Due, until: date) -> dict[str, Any]:
    offer, key, at, rules = occasion.spec.offer, key_of(occasion, due), occasion.at, occasion.rules
    facts: dict[str, Any] = {"points": 0}
    if offer.kind is OfferKind.POINTS and offer.points:
        kind = occasion.spec.kind
        noted = {"rules": rules.version, "until": until.isoformat(), **due.facts}
        because = post.Because(key, EntryKind.GIFT, at, kind.value, noted)
        source = SOURCES.get(kind, AccountKind.AUTOMATION)
        await post.give(session, due.member_id, offer.points, source=source, because=because, expires_on=until)
        facts["points"] = offer.points
    elif offer.kind is OfferKind.VOUCHER and offer.benefit:
        wanted = Issue(key, due.member_id, offer.benefit, VoucherSource.AUTOMATION, until)
        issued = await vouchers.issue(session, wanted, at=at, rules=rules)
        facts |= {"voucher": issued.voucher_id, "code": issued.code, "benefit": benefits.to_json(offer.benefit)}
    return facts


def only_words(occasion: Occasion) -> Occasion:
    """The same occasion bringing nothing: for a look at the message ("send it to me")."""
    spec = replace(occasion.spec, offer=automations.Offer())
    return replace(occasion, rule=replace(occasion.rule, spec=spec))
