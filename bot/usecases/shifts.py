"""What a day at the till brought, by person."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules import access
from bot.rules.timing import at_local, local_date
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from db.queries import tills as queries
from db.queries.tills import SaleLine as SaleLine
from db.queries.tills import ShiftLine as ShiftLine
from db.session import Database


@dataclass(frozen=True)
class Shift:
    """Today so far. `lines`: one's own, or everybody's for whoever may agree to others' sales (`everybody`)."""

    day: date
    lines: tuple[ShiftLine, ...]
    everybody: bool
    currency: str


NEWEST = 5


async def newest_sales(db: Database, actor: Actor, *, at: datetime) -> list[SaleLine]:
    """Today's newest sales of which something can come back: one's own, or everybody's for whoever may agree to others'
    sales. Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        staff = await allow(session, actor, "sales.return")
        rules = await program.in_force(session, at)
        since = at_local(local_date(at, rules.zone), 0, rules.zone)
        own = None if access.may(staff.role, "sales.approve") else staff.id
        return await queries.newest_sales(session, since, staff_id=own, limit=NEWEST)


async def today(db: Database, actor: Actor, *, at: datetime) -> Shift:
    """The till since midnight by the shop's clocks. Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        staff = await allow(session, actor, "sales.post")
        rules = await program.in_force(session, at)
        everybody = access.may(staff.role, "sales.approve")
        day = local_date(at, rules.zone)
        since = at_local(day, 0, rules.zone)
        lines = await queries.shift(session, since, None if everybody else staff.id)
        return Shift(day, tuple(lines), everybody, rules.program.currency)
