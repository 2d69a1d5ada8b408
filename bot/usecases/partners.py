"""The network as the shop sees it: every partner, what was agreed with it, who serves there, and what it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules.partners import read_rate
from bot.usecases import audit, partner_steps, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.partner_applications import CHANGE, TAKE_IN, clean, found
from db.enums import PartnerState, StaffState
from db.models.partners import Partner
from db.models.staff import Staff
from db.queries import partners as queries
from db.queries import sources
from db.queries.partners import Day
from db.queries.sources import SourceLine
from db.session import Database

# Where each press leads from.
TURNS = {
    "pause": (PartnerState.ACTIVE, PartnerState.PAUSED),
    "resume": (PartnerState.PAUSED, PartnerState.ACTIVE),
    "end": (PartnerState.PAUSED, PartnerState.ENDED),
}


@dataclass(frozen=True)
class PartnerLine:
    """A partner in a list."""

    id: int
    name: str
    category: str
    state: PartnerState


async def every(db: Database, actor: Actor) -> list[PartnerLine]:
    """Those that wait for an answer first, then the network. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, CHANGE)
        rows = await queries.in_order(session)
        return [PartnerLine(row.id, row.name, row.category, row.state) for row in rows]


@dataclass(frozen=True)
class PartnerPerson:
    """Somebody who serves members at a partner's, or waits to."""

    staff_id: int
    name: str
    waits: bool


@dataclass(frozen=True)
class PartnerCard:
    """All about one partner. `rates` by field; `brought`: who joined by its start link, and what they bought with us
    since; `today`: points moved there. `may_rate`: the reader may agree on rates."""

    id: int
    code: str
    name: str
    category: str
    address: str
    about: str
    contact: str
    state: PartnerState
    reason: str | None
    rates: dict[str, int]
    offer: dict[str, Any]
    people: tuple[PartnerPerson, ...]
    brought: SourceLine
    today: Day
    currency: str
    applied_at: datetime
    may_rate: bool


WORDS = ("name", "category", "address", "contact", "about")
RATES = ("earn_rate_bp", "spend_max_bp", "discount_bp", "give_value_bp", "take_value_bp", "daily_points")


async def see(db: Database, actor: Actor, partner_id: int, *, at: datetime) -> PartnerCard:
    """Refuses `access.denied`, `partner.unknown`."""
    async with db.read() as session:
        staff = await allow(session, actor, CHANGE)
        return await _card(session, staff, await found(session, partner_id), at)


async def _card(session: AsyncSession, staff: Staff, row: Partner, at: datetime) -> PartnerCard:
    rules = await program.in_force(session, at)
    return PartnerCard(
        row.id,
        row.code,
        row.name,
        row.category,
        row.address,
        row.about,
        row.contact,
        row.state,
        row.reason,
        {field: getattr(row, field) for field in RATES},
        row.offer,
        _people(await queries.people_of(session, row.id)),
        await sources.of_tag(session, tag(row.code)),
        await partner_steps.moved_today(session, row.id, at=at, rules=rules),
        rules.program.currency,
        row.applied_at,
        access.may(staff.role, TAKE_IN),
    )


def _people(rows: Sequence[Staff]) -> tuple[PartnerPerson, ...]:
    return tuple(PartnerPerson(row.id, row.name, row.state is StaffState.PENDING) for row in rows)


def tag(code: str) -> str:
    """What the partner's start link carries as a source: who joins by it is its."""
    return f"p_{code}"


async def edit(db: Database, actor: Actor, partner_id: int, field: str, text: str, *, at: datetime) -> PartnerCard:
    """Its name, category, address, contact or words are *text* from now on. Refuses `access.denied`, `partner.unknown`;
    raises BadName, BadWords."""
    _among(WORDS, field)
    said = clean(field, text)
    async with db.begin() as session:
        staff = await allow(session, actor, CHANGE)
        row = await found(session, partner_id, lock=True)
        setattr(row, field, said)
        await session.flush()
        card = await _card(session, staff, row, at)
        await audit.write(session, staff, "partners.edit", f"partner:{row.id}", at=at, field=field)
        return card


async def rate(db: Database, actor: Actor, partner_id: int, field: str, text: str, *, at: datetime) -> PartnerCard:
    """A rate agreed on, as the owner typed it, for every sale from now on; what has moved keeps the value it had.
    Refuses `access.denied`, `partner.unknown`; raises BadRate."""
    _among(RATES, field)
    value = read_rate(field, text)
    async with db.begin() as session:
        staff = await allow(session, actor, TAKE_IN)
        row = await found(session, partner_id, lock=True)
        before = getattr(row, field)
        setattr(row, field, value)
        await session.flush()
        card = await _card(session, staff, row, at)
        facts = {"field": field, "before": before, "after": value}
        await audit.write(session, staff, "partners.rate", f"partner:{row.id}", at=at, **facts)
        return card


async def turn(db: Database, actor: Actor, partner_id: int, how: str, *, at: datetime) -> PartnerCard:
    """Paused: members find it no more and nothing is sold there; goods may still come back. Resumed: as before. Ended:
    for good. What does not lead from where it stands changes nothing. Refuses `access.denied`, `partner.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, CHANGE)
        row = await found(session, partner_id, lock=True)
        before, after = TURNS.get(how, (None, row.state))
        if row.state is not before:
            return await _card(session, staff, row, at)
        row.state = after
        await session.flush()
        card = await _card(session, staff, row, at)
        await _turned(session, staff, row.id, how, at)
        return card


async def _turned(session: AsyncSession, staff: Staff, partner_id: int, how: str, at: datetime) -> None:
    act = {"pause": "partners.pause", "resume": "partners.resume", "end": "partners.end"}[how]
    await audit.write(session, staff, act, f"partner:{partner_id}", at=at)


@dataclass(frozen=True)
class OwnPlace:
    """A partner as its own people see it: what was agreed, and how much of today is left."""

    name: str
    state: PartnerState
    rates: dict[str, int]
    today: Day


async def own(db: Database, actor: Actor, *, at: datetime) -> OwnPlace:
    """Refuses `access.denied`, `partner.not_yours`."""
    async with db.read() as session:
        staff = await allow(session, actor, "partners.serve")
        row = await found(session, partner_steps.mine(staff))
        today = await partner_steps.moved_today(session, row.id, at=at, rules=await program.in_force(session, at))
        return OwnPlace(row.name, row.state, {field: getattr(row, field) for field in RATES}, today)


def _among(fields: Sequence[str], field: str) -> None:
    if field not in fields:
        raise Refused("partner.unknown")
