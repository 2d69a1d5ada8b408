"""The owner's radar: doings of the staff that deserve a look, of the last days and in the morning's digest."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.radar import Kind, signs
from bot.usecases import audit
from bot.usecases.actor import Actor, allow
from db.models.staff import Staff
from db.queries import radar as queries
from db.session import Database

DAYS = 7
IN_DIGEST = 3
AGAIN = timedelta(hours=1)  # a screen that is looked at twice is one look


@dataclass(frozen=True)
class Seen:
    """So many of one kind by somebody; `usual`: the median of all who sell, where it matters."""

    kind: Kind
    staff_id: int
    name: str
    number: int
    usual: int | None


@dataclass(frozen=True)
class Radar:
    """What deserves a look within the last `days`, the gravest first."""

    signs: tuple[Seen, ...]
    days: int = DAYS


async def look(db: Database, actor: Actor, *, at: datetime) -> Radar:
    """Of the last seven days. Changes nothing. Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, "radar.see")
        return Radar(await between(session, at - timedelta(days=DAYS), at))


async def between(session: AsyncSession, since: datetime, until: datetime) -> tuple[Seen, ...]:
    """What deserves a look of what was done from *since* to before *until*."""
    doings: dict[Kind, dict[int, int]] = {
        "own_card": await queries.own_cards(session, since, until),
        "paid_back": await queries.paid_back(session, since, until),
        "corrections": await queries.corrections(session, since, until),
        "no_receipt": await queries.without_receipt(session, since, until),
        "wrong_codes": await queries.wrong_codes(session, since, until),
    }
    found = signs(doings, await queries.sellers(session, since, until))
    names = await queries.names(session, {sign.staff_id for sign in found})
    return tuple(Seen(s.kind, s.staff_id, names.get(s.staff_id, ""), s.number, s.usual) for s in found)


async def own_card(session: AsyncSession, staff: Staff, member_id: int, *, at: datetime) -> None:
    """Somebody showed their own card at their own till, where nobody serves themselves: it stands in the audit log,
    once an hour."""
    if not await queries.noted(session, staff.id, at - AGAIN):
        await audit.write(session, staff, "sales.own_card", f"member:{member_id}", at=at)
