"""What members do with an offer that was sent to them: noted once for each kind, so that it can be counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import claims as rule
from bot.rules import timing
from bot.rules.claims import Left
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.enums import Response, Topic
from db.models.broadcasts import Broadcast, OfferResponse
from db.queries import dishes
from db.queries import responses as queries
from db.queries.dishes import ItemLine
from db.session import Database, insert_once

ONCE = ("source", "member_id", "what")
STARS = range(1, 6)


async def note(
    session: AsyncSession, source: str, member_id: int, what: Response, *, detail: str = "", at: datetime
) -> bool:
    """The member's first answer of this kind to *source* ("broadcast:7", "automation:birthday") is kept; whether this
    was it."""
    values = {"source": source, "member_id": member_id, "what": what, "detail": detail, "at": at}
    return await insert_once(session, OfferResponse, values, index=ONCE)


async def noted(session: AsyncSession, source: str, member_id: int, what: Response) -> OfferResponse | None:
    """What the member answered before."""
    theirs = (OfferResponse.source == source, OfferResponse.member_id == member_id, OfferResponse.what == what)
    return await session.scalar(select(OfferResponse).where(*theirs))


def of_broadcast(broadcast_id: int) -> str:
    """What answers to a broadcast are noted under."""
    return f"broadcast:{broadcast_id}"


def of_automation(slug: str) -> str:
    """What answers to the offers of a standing rule are noted under."""
    return f"automation:{slug}"


async def received(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, lock: bool = False
) -> tuple[Broadcast, int]:
    """A step: the broadcast, and the member who got it. *lock*: nobody else takes anything of it until this unit ends.
    Refuses `answer.unknown`, `answer.preview` (nobody got it yet), `member.needed`, `answer.not_yours`."""
    found = await session.get(Broadcast, broadcast_id, with_for_update=lock or None, populate_existing=True)
    if found is None:
        raise Refused("answer.unknown")
    if found.state in rule.BEFORE:
        raise Refused("answer.preview")
    member_id = member_of(actor)
    if not await queries.received(session, broadcast_id, member_id):
        raise Refused("answer.not_yours")
    return found, member_id


def left_of(broadcast: Broadcast) -> Left:
    """How far its offer is used up."""
    return Left(
        state=broadcast.state,
        deadline=broadcast.deadline,
        stock=broadcast.stock,
        claimed=broadcast.claimed,
        budget_minor=broadcast.budget_minor,
        cost_minor=broadcast.cost_minor,
    )


async def press(db: Database, actor: Actor, broadcast_id: int, button: Literal["points"], *, at: datetime) -> None:
    """It is noted that the member pressed something. Refuses what `received` refuses."""
    async with db.begin() as session:
        _, member_id = await received(session, actor, broadcast_id)
        await note(session, of_broadcast(broadcast_id), member_id, Response.PRESSED, detail=button, at=at)


@dataclass(frozen=True)
class Rated:
    """The stars that count: those of the first time (`again`: they were given before)."""

    stars: int
    again: bool


async def rate(db: Database, actor: Actor, broadcast_id: int, stars: int, *, at: datetime) -> Rated:
    """The member's stars for what the message was about are kept, the first ones. Refuses what `received` refuses,
    `answer.no_stars` (one to five there are), and `answer.stopped`."""
    if stars not in STARS:
        raise Refused("answer.no_stars")
    async with db.begin() as session:
        broadcast, member_id = await received(session, actor, broadcast_id)
        # Stars are given after an evening as well: the deadline is not theirs.
        if why := rule.closed(Left(broadcast.state), at):
            raise why
        source = of_broadcast(broadcast_id)
        await note(session, source, member_id, Response.PRESSED, detail="rate", at=at)
        first = await note(session, source, member_id, Response.RATED, detail=str(stars), at=at)
        kept = await noted(session, source, member_id, Response.RATED)
        return Rated(int(kept.detail) if kept else stars, not first)


@dataclass(frozen=True)
class Declined:
    """Not for them; what the message was about, so that they can leave that out."""

    topic: Topic


async def decline(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Declined:
    """It is noted that this was not for the member, whenever they say so. Refuses what `received` refuses."""
    async with db.begin() as session:
        broadcast, member_id = await received(session, actor, broadcast_id)
        source = of_broadcast(broadcast_id)
        await note(session, source, member_id, Response.PRESSED, detail="decline", at=at)
        await note(session, source, member_id, Response.DECLINED, at=at)
        return Declined(broadcast.topic)


@dataclass(frozen=True)
class LastOrder:
    """What the member bought last, as far as it was written down; `on` is None when they never bought anything."""

    on: date | None
    items: tuple[ItemLine, ...] = ()
    paid_minor: int = 0
    currency: str = ""


async def repeat(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> LastOrder:
    """It is noted that the member thinks of ordering the same again; what that was. Refuses what `received` refuses."""
    async with db.begin() as session:
        _, member_id = await received(session, actor, broadcast_id)
        await note(session, of_broadcast(broadcast_id), member_id, Response.PRESSED, detail="repeat", at=at)
        last = await queries.last_order(session, member_id)
        if last is None:
            return LastOrder(None)
        zone = await zones.of_member(session, member_id, await program.in_force(session, at))
        items = await dishes.of_order(session, last.id)
        return LastOrder(timing.local_date(last.delivered_at, zone), items, last.paid_minor, last.currency)


async def open_gift(db: Database, actor: Actor, rule_id: int, *, at: datetime) -> None:
    """It is noted that the member opened what a standing rule brought them; of one that never fired for them, or is
    gone, nothing is noted. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        slug = await queries.fired_for(session, rule_id, member_id)
        if slug is not None:
            await note(session, of_automation(slug), member_id, Response.PRESSED, detail="gift", at=at)
