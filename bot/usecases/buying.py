"""How one member buys, for the staff: rhythm, hour, favourites, answers to offers, and whether they are being lost."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import rfm
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Response
from db.models.members import Person
from db.queries import buying as queries
from db.queries.buying import Bought as Bought
from db.queries.buying import BuyerRow
from db.session import Database

DISHES = 3
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Buying:
    """What is known of how a member buys. `overdue`: per cent of their own rhythm that they have been silent for;
    `group`: their name in the heat map (of bot/rules/rfm.py), None before it was counted."""

    member_id: int
    name: str | None
    row: BuyerRow
    silent_days: int | None
    overdue: int | None
    group: str | None
    categories: list[Bought]
    dishes: list[Bought]
    offers: int
    answers: dict[Response, int]
    rules: Rules


async def look(db: Database, actor: Actor, member_id: int, *, at: datetime) -> Buying:
    """Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "members.find")
        row = await queries.buyer(session, member_id)
        if row is None:
            raise Refused("member.unknown")
        person = await session.get(Person, member_id)
        silent = int((at - row.last_order_at).total_seconds()) if row.last_order_at else None
        return Buying(
            member_id=member_id,
            name=person.name if person else None,
            row=row,
            silent_days=silent // DAY_SECONDS if silent is not None else None,
            overdue=silent * 100 // (row.rhythm_days * DAY_SECONDS) if silent is not None and row.rhythm_days else None,
            group=await _group(session, row),
            categories=await queries.categories(session, member_id),
            dishes=await queries.dishes(session, member_id, DISHES),
            offers=await queries.offers_sent(session, member_id),
            answers=await queries.answers(session, member_id),
            rules=await program.in_force(session, at),
        )


async def _group(session: AsyncSession, row: BuyerRow) -> str | None:
    steps = await queries.steps(session)
    if row.last_order_at is None or not {"recency", "frequency"} <= set(steps):
        return None
    recency = rfm.score(int(row.last_order_at.timestamp()), steps["recency"])
    return rfm.name_of(recency, rfm.score(row.orders, steps["frequency"]))
