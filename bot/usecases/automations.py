"""Standing rules and their firings: the database says what is due, and a firing is a unique row beside its gift."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import audit, contact, notify, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import AccountKind, AutomationKind, EntryKind, FiringState, Lane, Topic
from db.ledger import post, read
from db.models.automations import Automation, AutomationDay, Firing
from db.queries import automations as queries
from db.session import Database, insert_once, upsert

PAGE = 200  # members in one transaction


@dataclass(frozen=True)
class Gift:
    """What a firing brings: points, the ledger's account and reason for them, and their last valid day."""

    kind: AutomationKind
    points: int
    source: AccountKind
    key: str
    valid_until: date
    facts: dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A rule that is switched on, and the last local day it looked at to its end."""

    id: int
    enabled_on: date
    done_through: date | None


@dataclass(frozen=True)
class Occasion:
    """A rule looked at on a local day: the moment, the day, and the programme then in force."""

    automation: Standing
    at: datetime
    today: date
    rules: Rules


@dataclass(frozen=True)
class AutomationLine:
    """A standing rule as the shop sees it, with what it did in the last 30 days."""

    id: int
    kind: AutomationKind
    enabled: bool
    points: int
    fired: int
    skipped: dict[str, int]
    missed: int


async def ensure(session: AsyncSession, at: datetime, rules: Rules) -> None:
    """The built-in rules exist, switched on from today: nothing due before today is ever caught up."""
    today = timing.local_date(at, rules.zone)
    for kind in AutomationKind:
        if kind in (AutomationKind.BIRTHDAY, AutomationKind.INACTIVITY):
            values = {"slug": kind.value, "kind": kind, "enabled": True, "enabled_on": today, "enabled_at": at}
            await insert_once(session, Automation, values, index=["slug"])


async def enabled(db: Database, kind: AutomationKind) -> Standing | None:
    """The rule of that kind, when it is switched on."""
    looked = (AutomationDay.automation_id == Automation.id) & (AutomationDay.zone == "")
    found = (
        select(Automation.id, Automation.enabled_on, AutomationDay.done_through)
        .outerjoin(AutomationDay, looked)
        .where(Automation.kind == kind, Automation.enabled)
    )
    async with db.read() as session:
        row = (await session.execute(found)).first()
    return Standing(*row) if row else None


async def finish_day(db: Database, automation_id: int, day: date) -> None:
    """That local day is looked at to its end; the next look begins after it."""
    async with db.begin() as session:
        values = {"automation_id": automation_id, "zone": "", "done_through": day}
        await upsert(session, AutomationDay, values, index=["automation_id", "zone"])


async def fire(session: AsyncSession, occasion: Occasion, member_id: int, gift: Gift, *, period: str) -> bool:
    """One firing with its gift and its message, or one skipped with its reason; a second one of the period is nothing.

    A firing that was skipped may be made up for within its time, when the reason is gone.
    """
    reason = (await contact.may_plan(session, [member_id], occasion.at, occasion.rules))[member_id]
    state = FiringState.SKIPPED if reason else FiringState.FIRED
    first = await _insert(session, occasion, member_id, period, state, reason)
    if not first and (reason or not await _made_up(session, occasion, member_id, period)):
        return False
    if reason is None:
        await _give(session, occasion, member_id, gift)
    return reason is None


async def miss(session: AsyncSession, occasion: Occasion, member_id: int, *, period: str) -> bool:
    """Too late for it: kept as missed, so that the report tells."""
    return await _insert(session, occasion, member_id, period, FiringState.MISSED, "too_late")


async def _insert(
    session: AsyncSession, occasion: Occasion, member_id: int, period: str, state: FiringState, reason: str | None
) -> bool:
    row = {"automation_id": occasion.automation.id, "member_id": member_id, "period": period, "state": state}
    row |= {"reason": reason, "at": occasion.at}
    return await insert_once(session, Firing, row, index=["automation_id", "member_id", "period"])


async def _made_up(session: AsyncSession, occasion: Occasion, member_id: int, period: str) -> bool:
    late = await session.execute(
        update(Firing)
        .where(Firing.automation_id == occasion.automation.id, Firing.member_id == member_id, Firing.period == period)
        .where(Firing.state == FiringState.SKIPPED)
        .values(state=FiringState.FIRED, reason=None, at=occasion.at)
    )
    return bool(late.rowcount)  # type: ignore[attr-defined]


async def _give(session: AsyncSession, occasion: Occasion, member_id: int, gift: Gift) -> None:
    at, rules = occasion.at, occasion.rules
    facts = {**gift.facts, "points": gift.points, "until": gift.valid_until.isoformat()}
    if gift.points:
        because = post.Because(gift.key, EntryKind.GIFT, at, gift.kind.value, {**facts, "rules": rules.version})
        await post.give(
            session, member_id, gift.points, source=gift.source, because=because, expires_on=gift.valid_until
        )
    facts["available"] = (await read.balance(session, member_id)).available
    notice = notify.Notice(
        f"automation.{gift.kind.value}",
        facts,
        key=gift.key,
        advertising=True,
        topic=Topic.DATES if gift.kind is AutomationKind.BIRTHDAY else Topic.REMINDERS,
        worth=gift.points * rules.program.point_value_minor,
        lane=Lane.BULK,
        due_at=timing.next_allowed(at, rules.zone, rules.program),
        until=timing.end_of_local_day(gift.valid_until, rules.zone),
    )
    await notify.tell_member(session, member_id, notice, at=at)


async def listed(db: Database, actor: Actor, *, at: datetime) -> list[AutomationLine]:
    """Every rule with what it did in the last 30 days. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "automations.change")
        rules = await program.in_force(session, at)
        found = (await session.scalars(select(Automation).order_by(Automation.id))).all()
        return [await _line(session, each, rules, at) for each in found]


async def _line(session: AsyncSession, automation: Automation, rules: Rules, at: datetime) -> AutomationLine:
    counts = await queries.fired_since(session, automation.id, at - timedelta(days=30))
    skipped = {reason or "": number for (state, reason), number in counts.items() if state == FiringState.SKIPPED}
    birthday = automation.kind is AutomationKind.BIRTHDAY
    return AutomationLine(
        id=automation.id,
        kind=automation.kind,
        enabled=automation.enabled,
        points=rules.program.birthday_points if birthday else rules.program.nudge_points,
        fired=counts.get((FiringState.FIRED, None), 0),
        skipped=skipped,
        missed=sum(number for (state, _), number in counts.items() if state == FiringState.MISSED),
    )


async def switch(db: Database, actor: Actor, automation_id: int, on: bool, *, at: datetime) -> bool:
    """The rule is on or off; switched on, it begins with today, without an avalanche of what was due before.

    Refuses `access.denied` and `automation.unknown`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "automations.change")
        automation = await session.get(Automation, automation_id)
        if automation is None:
            raise Refused("automation.unknown")
        if automation.enabled != on:
            rules = await program.in_force(session, at)
            automation.enabled = on
            if on:
                automation.enabled_on, automation.enabled_at = timing.local_date(at, rules.zone), at
                await session.execute(delete(AutomationDay).where(AutomationDay.automation_id == automation.id))
            act = "automation.switched_on" if on else "automation.switched_off"
            await audit.write(session, staff, act, f"automation:{automation.kind.value}", at=at)
        return on
