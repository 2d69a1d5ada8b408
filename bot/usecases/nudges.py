"""The inactivity nudge: once per silence, after the programme's days without an order, at the hour it sets."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import automations, program
from bot.usecases.automations import PAGE, Gift, Occasion
from db.enums import AccountKind, AutomationKind
from db.queries import automations as queries
from db.session import Database

GRACE = 3  # days a nudge may be late; later it would be odd, and is kept as missed


async def fire(db: Database, at: datetime) -> int:
    """Everybody silent for the programme's days gets one nudge for this silence; returns how many were nudged.

    Silences that grew too old while nothing ran are kept as missed. Running it again changes nothing.
    """
    rules = await program.current(db, at)
    automation = await automations.enabled(db, AutomationKind.INACTIVITY)
    today = timing.local_date(at, rules.zone)
    if automation is None or rules.version == 0 or automation.done_through == today:
        return 0
    if at < timing.at_local(today, rules.program.inactivity_hour, rules.zone):
        return 0
    fired = await _fire_silent(db, Occasion(automation, at, today, rules))
    await automations.finish_day(db, automation.id, today)
    return fired


async def _fire_silent(db: Database, occasion: Occasion) -> int:
    since, until = _silent_between(occasion)
    fired, last, more = 0, 0, True
    while more:
        async with db.begin() as session:  # one page, one commit
            due = await queries.silent(session, since=since, until=until, after=last, limit=PAGE)
            for row in due:
                fired += await _fire_one(session, occasion, row.id, row.last_order_at)
            more, last = len(due) == PAGE, due[-1].id if due else last
    return fired


def _silent_between(occasion: Occasion) -> tuple[datetime, datetime]:
    """Last orders in [since, until) make a nudge due today, or due on a day nobody looked at."""
    rules, automation = occasion.rules, occasion.automation
    days = timedelta(days=rules.program.inactivity_days)
    looked = automation.done_through or automation.enabled_on - timedelta(days=1)
    oldest = min(looked + timedelta(days=1), max(automation.enabled_on, occasion.today - timedelta(days=GRACE)))
    since = timing.at_local(oldest - days, 0, rules.zone)
    return since, timing.end_of_local_day(occasion.today - days, rules.zone)


async def _fire_one(session: AsyncSession, occasion: Occasion, member_id: int, last_order: datetime) -> bool:
    silent_since = timing.local_date(last_order, occasion.rules.zone)
    program, period = occasion.rules.program, f"{silent_since.isoformat()}:1"
    if silent_since + timedelta(days=program.inactivity_days + GRACE) < occasion.today:
        await automations.miss(session, occasion, member_id, period=period)
        return False
    gift = Gift(
        kind=AutomationKind.INACTIVITY,
        points=program.nudge_points,
        source=AccountKind.AUTOMATION,
        key=f"nudge:{member_id}:{silent_since.isoformat()}",
        valid_until=occasion.today + timedelta(days=program.nudge_valid_days),
        facts={"days": (occasion.today - silent_since).days},
    )
    return await automations.fire(session, occasion, member_id, gift, period=period)
