"""How a company joins the network: it applies in chat, a manager looks at how it fits, the owner takes it in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.dishes import fold
from bot.rules.orders import clean_words
from bot.rules.people import clean_name, shown_name
from bot.usecases import audit, dishes, notify
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.notify import Notice
from db.enums import PartnerState, Role, StaffState
from db.models.chats import Chat
from db.models.partners import Partner
from db.models.staff import Staff
from db.queries import partners as queries
from db.queries.partners import Match as Match
from db.session import Database, insert_once

LONGEST = {"category": 32, "address": 200, "contact": 200, "about": 500}
LONGEST_REASON = 200
LATELY = timedelta(days=90)
CHANGE, TAKE_IN = "partners.change", "partners.rates"
WAITING = 3  # applications of one chat that may wait at a time


@dataclass(frozen=True)
class Application:
    """What a company says of itself, made fit to keep."""

    name: str
    category: str
    address: str
    contact: str
    about: str = ""


def clean(field: str, text: str) -> str:
    """One answer of an application. Raises BadName, BadWords."""
    return clean_name(text) if field == "name" else clean_words(text, LONGEST[field])


@dataclass(frozen=True)
class Applied:
    """The application waits for an answer. `already`: the same one was there."""

    partner_id: int
    name: str
    already: bool = False


async def apply(db: Database, actor: Actor, said: Application, *, at: datetime, new: Makers) -> Applied:
    """Managers and owners are told; the same name from the same chat again changes nothing. Refuses
    `partner.too_many_wait`."""
    code = new.referral_code().lower()
    async with db.begin() as session:
        waits = (Partner.applied_by == actor.chat_id, Partner.state == PartnerState.APPLIED)
        waiting = (await session.scalars(select(Partner).where(*waits))).all()
        for partner in waiting:
            if partner.name == said.name:
                return Applied(partner.id, partner.name, already=True)
        if len(waiting) >= WAITING:
            raise Refused("partner.too_many_wait")
        partner = _partner(said, actor.chat_id, code, at)
        session.add(partner)
        await session.flush()
        notice = Notice("partner.applied", {"partner": partner.id, "name": partner.name}, key=f"partner:{partner.id}")
        await notify.tell_staff(session, CHANGE, notice, at=at)
        return Applied(partner.id, partner.name)


def _partner(said: Application, chat_id: int, code: str, at: datetime) -> Partner:
    return Partner(
        code=code,
        name=said.name,
        about=said.about,
        category=said.category,
        address=said.address,
        contact=said.contact,
        state=PartnerState.APPLIED,
        earn_rate_bp=0,
        spend_max_bp=0,
        discount_bp=0,
        give_value_bp=10_000,
        take_value_bp=10_000,
        daily_points=0,
        offer={},
        applied_by=chat_id,
        applied_at=at,
    )


async def match(db: Database, actor: Actor, partner_id: int, *, at: datetime) -> Match:
    """How the company fits our members, in numbers. Refuses `access.denied`, `partner.unknown`."""
    every = await dishes.every_category(db)
    async with db.read() as session:
        await allow(session, actor, CHANGE)
        partner = await found(session, partner_id)
        spelled = {fold(category): category for category in every}
        category = spelled.get(fold(partner.category), partner.category)
        return await queries.match(session, category, partner.address, at - LATELY)


async def found(session: AsyncSession, partner_id: int, *, lock: bool = False) -> Partner:
    """Refuses `partner.unknown`."""
    partner = await session.get(Partner, partner_id, with_for_update=lock or None, populate_existing=lock)
    if partner is None:
        raise Refused("partner.unknown")
    return partner


async def refuse(db: Database, actor: Actor, partner_id: int, reason: str, *, at: datetime) -> None:
    """The company is told why not. Answered before: nothing changes. Refuses `access.denied`, `partner.unknown`; raises
    BadWords."""
    said = clean_words(reason, LONGEST_REASON)
    async with db.begin() as session:
        staff = await allow(session, actor, CHANGE)
        partner = await found(session, partner_id, lock=True)
        if partner.state is not PartnerState.APPLIED:
            return
        partner.state, partner.reason = PartnerState.REFUSED, said
        partner.decided_by, partner.decided_at = staff.id, at
        await _answer(session, partner, Notice("partner.refused", {"name": partner.name, "reason": said}), at)
        await audit.write(session, staff, "partners.refuse", f"partner:{partner.id}", at=at)


async def take_in(db: Database, actor: Actor, partner_id: int, *, at: datetime) -> None:
    """The company is in the network at the rates agreed, and whoever applied serves members there from now on (unless
    they work for us already). In before: nothing changes.

    Refuses `access.denied`, `partner.unknown`, `partner.rates_first` (nothing is agreed yet), `partner.was_refused`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, TAKE_IN)
        partner = await found(session, partner_id, lock=True)
        if partner.state is PartnerState.ACTIVE:
            return
        if partner.state is not PartnerState.APPLIED:
            raise Refused("partner.was_refused")
        if not partner.daily_points or not (partner.earn_rate_bp or partner.spend_max_bp or partner.discount_bp):
            raise Refused("partner.rates_first")
        partner.state, partner.decided_by, partner.decided_at = PartnerState.ACTIVE, staff.id, at
        serves = await _first_person(session, staff, partner, at)
        facts = {"partner": partner.id, "name": partner.name, "serves": serves}
        await _answer(session, partner, Notice("partner.taken_in", facts), at)
        await audit.write(session, staff, "partners.take_in", f"partner:{partner.id}", at=at)


async def _answer(session: AsyncSession, partner: Partner, notice: Notice, at: datetime) -> None:
    if partner.applied_by is not None:
        await notify.tell(session, partner.applied_by, notice, at=at)


async def _first_person(session: AsyncSession, staff: Staff, partner: Partner, at: datetime) -> bool:
    """Whether whoever applied works at the partner's from now on."""
    if partner.applied_by is None:
        return False
    chat = await session.get(Chat, partner.applied_by)
    person = {
        "chat_id": partner.applied_by,
        "name": shown_name(chat.first_name if chat else "") or partner.name,
        "role": Role.PARTNER,
        "state": StaffState.ACTIVE,
        "partner_id": partner.id,
        "invited_by": staff.id,
        "decided_by": staff.id,
        "created_at": at,
        "decided_at": at,
    }
    return await insert_once(session, Staff, person, index=["chat_id"])
