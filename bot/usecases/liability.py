"""What the shop owes its members in points, for the owner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.liability import Liability, liability
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from db.ledger.outstanding import Outstanding, outstanding
from db.session import Database


@dataclass(frozen=True)
class Owed:
    """Points by how soon they end, and what all of them may cost."""

    out: Outstanding
    cost: Liability
    rules: Rules


async def look(db: Database, actor: Actor, *, at: datetime) -> Owed:
    """As things stand at *at*. Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "program.see")
        return await owed(session, at)


async def owed(session: AsyncSession, at: datetime) -> Owed:
    rules = await program.in_force(session, at)
    out = await outstanding(session, timing.local_date(at, rules.zone))
    points = out.soon + out.later + out.much_later + out.held
    return Owed(out, liability(points, rules.program), rules)
