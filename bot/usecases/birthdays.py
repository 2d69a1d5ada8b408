"""The birthday gift: once a year, on the morning its window opens, caught up while the window is open."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import automations, program
from bot.usecases.automations import PAGE, Gift, Occasion, Standing
from bot.usecases.program import Rules
from db.enums import AccountKind, AutomationKind
from db.queries import automations as queries
from db.session import Database

LONGEST_LOOK_BACK = 366  # days


async def fire(db: Database, at: datetime) -> int:
    """Every gift whose window is open today and whose morning has come is given and told; returns how many.

    Windows that opened and closed while nothing ran are kept as missed. Running it again changes nothing.
    """
    rules = await program.current(db, at)
    automation = await automations.enabled(db, AutomationKind.BIRTHDAY)
    today = timing.local_date(at, rules.zone)
    if automation is None or rules.version == 0 or automation.done_through == today:
        return 0
    if at < timing.at_local(today, rules.program.birthday_hour, rules.zone):
        return 0
    fired = 0
    for day in _days(automation, today, rules):
        fired += await _fire_day(db, Occasion(automation, at, today, rules), day)
    await automations.finish_day(db, automation.id, today)
    return fired


def _days(automation: Standing, today: date, rules: Rules) -> Iterator[date]:
    """Birthdays with an open window, and those whose window was missed as a whole."""
    before, after = rules.program.birthday_before_days, rules.program.birthday_after_days
    looked = automation.done_through or automation.enabled_on - timedelta(days=1)
    first = max(looked + timedelta(days=before + 1), today - timedelta(days=LONGEST_LOOK_BACK))
    day = min(first, max(automation.enabled_on, today - timedelta(days=after)))
    while day <= today + timedelta(days=before):
        yield day
        day += timedelta(days=1)


async def _fire_day(db: Database, occasion: Occasion, day: date) -> int:
    fired, last, more = 0, 0, True
    while more:
        async with db.begin() as session:  # one page, one commit
            due = await queries.birthdays(
                session, occasion.automation.id, days=_born(day), period=str(day.year), after=last, limit=PAGE
            )
            for row in due:
                birthday = timing.Birthday(row.birthday_day, row.birthday_month, None)
                if day >= _counts_from(birthday, row.birthday_set_on, occasion):
                    fired += await _fire_one(session, occasion, row.id, day)
            more, last = len(due) == PAGE, due[-1].id if due else last
    return fired


def _born(day: date) -> list[int]:
    """Days of birth celebrated on *day*: 29 February on the 28th of other years."""
    born = [day.month * 100 + day.day]
    if (day.month, day.day) == (2, 28) and timing.birthday_in(day.year, 29, 2) == day:
        born.append(229)
    return born


def _counts_from(birthday: timing.Birthday, entered_on: date | None, occasion: Occasion) -> date:
    return timing.first_gift(birthday, entered_on or occasion.automation.enabled_on, occasion.rules.program)


async def _fire_one(session: AsyncSession, occasion: Occasion, member_id: int, day: date) -> bool:
    period, closes = str(day.year), timing.birthday_window(day, occasion.rules.program)[1]
    if closes < occasion.today:
        await automations.miss(session, occasion, member_id, period=period)
        return False
    gift = Gift(
        kind=AutomationKind.BIRTHDAY,
        points=occasion.rules.program.birthday_points,
        source=AccountKind.BIRTHDAY,
        key=f"birthday:{member_id}:{period}",
        valid_until=closes,
        facts={"day": day.day, "month": day.month},
    )
    return await automations.fire(session, occasion, member_id, gift, period=period)
