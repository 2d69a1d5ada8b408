"""The network as members see it: where else their points are good, and offers meant for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import clean_words
from bot.usecases import audit, program, zones
from bot.usecases.actor import Actor, allow, member_of
from bot.usecases.errors import Refused
from bot.usecases.partner_applications import CHANGE, found
from db.enums import PartnerState
from db.models.partners import Partner
from db.models.segments import Segment
from db.queries import partners as queries
from db.queries import segments
from db.session import Database

LONGEST_OFFER = 300


@dataclass(frozen=True)
class PlaceSeen:
    """A partner as a member sees it; `offer`: its words by language, when it is meant for them."""

    id: int
    name: str
    category: str
    address: str
    about: str
    earn_rate_bp: int
    spend_max_bp: int
    discount_bp: int
    offer: Mapping[str, str]


async def around(db: Database, actor: Actor, *, at: datetime) -> list[PlaceSeen]:
    """Every partner where the member can earn and spend now, by name, each with its offer if they are among those it is
    for. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        return await places(session, member_id, at)


async def places(session: AsyncSession, member_id: int, at: datetime) -> list[PlaceSeen]:
    return [await _seen(session, row, member_id, at) for row in await queries.in_network(session)]


async def place(db: Database, actor: Actor, partner_id: int, *, at: datetime) -> PlaceSeen:
    """One of them. Refuses `member.needed`, `partner.unknown` (also one that has left)."""
    member_id = member_of(actor)
    async with db.read() as session:
        row = await found(session, partner_id)
        if row.state is not PartnerState.ACTIVE:
            raise Refused("partner.unknown")
        return await _seen(session, row, member_id, at)


async def _seen(session: AsyncSession, row: Partner, member_id: int, at: datetime) -> PlaceSeen:
    words: dict[str, str] = row.offer.get("words", {})
    theirs = words if words and await _fits(session, row.offer, member_id, at) else {}
    rates = (row.earn_rate_bp, row.spend_max_bp, row.discount_bp)
    return PlaceSeen(row.id, row.name, row.category, row.address, row.about, *rates, theirs)


async def _fits(session: AsyncSession, offer: Mapping[str, Any], member_id: int, at: datetime) -> bool:
    """Whether the member is among those the offer is for, by the segment as it was when it was chosen."""
    tree = offer.get("tree")
    if tree is None:
        return True
    zone = await zones.of_member(session, member_id, await program.in_force(session, at))
    return await segments.has(session, tree, member_id, at, zone)


@dataclass(frozen=True)
class OfferWritten:
    """The partner's offer as it is now."""

    words: Mapping[str, str]
    segment: str | None  # its name; None: for every member


async def write(db: Database, actor: Actor, partner_id: int, language: str, text: str, *, at: datetime) -> None:
    """Members who are meant see these words in *language* in the partner's card; "-" takes the offer away in every
    language. Refuses `access.denied`, `partner.unknown`; raises BadWords."""
    said = clean_words(text, LONGEST_OFFER)
    async with db.begin() as session:
        staff = await allow(session, actor, CHANGE)
        row = await found(session, partner_id, lock=True)
        words = {**row.offer.get("words", {}), language: said}
        row.offer = {} if said == "-" else {**row.offer, "words": words}
        await session.flush()
        await audit.write(session, staff, "partners.offer", f"partner:{row.id}", at=at, language=language)


async def aim(db: Database, actor: Actor, partner_id: int, segment_id: int | None, *, at: datetime) -> None:
    """The offer is for those in the saved segment, as it stands now (None: for every member). Refuses `access.denied`,
    `partner.unknown`, `segment.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, CHANGE)
        row = await found(session, partner_id, lock=True)
        aimed: dict[str, Any] = {"segment": None, "tree": None, "for": None}
        if segment_id is not None:
            segment = await session.get(Segment, segment_id)
            if segment is None:
                raise Refused("segment.unknown")
            aimed = {"segment": segment.id, "tree": segment.tree, "for": segment.name}
        row.offer = {**row.offer, **aimed}
        await session.flush()
        await audit.write(session, staff, "partners.aim", f"partner:{row.id}", at=at, segment=segment_id)
