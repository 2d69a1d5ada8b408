"""The outlets of the brand: added, renamed, closed and opened again."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.benefits import WHOLE_BP
from bot.rules.people import clean_name
from bot.usecases import audit
from bot.usecases.actor import Actor, By, allow
from bot.usecases.errors import Refused
from db.models.clients import ApiKey
from db.models.staff import Outlet
from db.queries import outlets as queries
from db.queries.outlets import OutletLine as OutletLine
from db.session import Database

LONGEST_ADDRESS = 200


async def active(db: Database) -> list[OutletLine]:
    """The outlets open for business, in the order they were added."""
    async with db.read() as session:
        return await queries.active(session)


async def every(db: Database, by: By) -> list[OutletLine]:
    """All outlets, open ones first; for a key that is bound to some, these. Refuses `access.denied`."""
    async with db.read() as session:
        hand = await allow(session, by, "outlets.see")
        bound = hand.outlets if isinstance(hand, ApiKey) else []
        return [line for line in await queries.every(session) if not bound or line.id in bound]


@dataclass(frozen=True)
class Place:
    """What is told about an outlet, made fit to keep."""

    name: str
    address: str

    @classmethod
    def told(cls, text: str) -> "Place":
        """From one message: the name, then, after the first line or comma, the address (which may be missing).
        Raises BadName; refuses `outlet.address_too_long`."""
        head, _, tail = text.strip().partition("\n" if "\n" in text.strip() else ",")
        return cls(clean_name(head), clean_address(tail))


def clean_address(text: str) -> str:
    """The address on one line. Refuses `outlet.address_too_long`."""
    address = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(address) > LONGEST_ADDRESS:
        raise Refused("outlet.address_too_long", longest=LONGEST_ADDRESS)
    return address


async def create(session: AsyncSession, place: Place, *, at: datetime) -> int:
    """The outlet is there and open; its id."""
    outlet = Outlet(name=place.name, address=place.address, active=True, created_at=at)
    session.add(outlet)
    await session.flush()
    return outlet.id


async def add(db: Database, actor: Actor, place: Place, *, at: datetime) -> OutletLine:
    """One more outlet, open at once. Refuses `access.denied`."""
    async with db.begin() as session:
        staff = await allow(session, actor, "outlets.change")
        outlet_id = await create(session, place, at=at)
        await audit.write(session, staff, "outlets.add", f"outlet:{outlet_id}", at=at, name=place.name)
    return OutletLine(outlet_id, place.name, place.address, True)


async def rename(db: Database, actor: Actor, outlet_id: int, name: str, *, at: datetime) -> OutletLine:
    """The outlet has this name from now on. Refuses `access.denied`, `outlet.unknown`; raises BadName."""
    name = clean_name(name)
    async with db.begin() as session:
        staff = await allow(session, actor, "outlets.change")
        outlet = await _locked(session, outlet_id)
        old, outlet.name = outlet.name, name
        await audit.write(session, staff, "outlets.rename", f"outlet:{outlet_id}", at=at, old=old, new=name)
        return _line(outlet)


async def move(db: Database, actor: Actor, outlet_id: int, address: str, *, at: datetime) -> OutletLine:
    """The outlet has this address. Refuses `access.denied`, `outlet.unknown`, `outlet.address_too_long`."""
    address = clean_address(address)
    async with db.begin() as session:
        staff = await allow(session, actor, "outlets.change")
        outlet = await _locked(session, outlet_id)
        old, outlet.address = outlet.address, address
        await audit.write(session, staff, "outlets.move", f"outlet:{outlet_id}", at=at, old=old, new=address)
        return _line(outlet)


async def share(db: Database, actor: Actor, outlet_id: int, share_bp: int | None, *, at: datetime) -> OutletLine:
    """Points may pay so much of a bill at the outlet (basis points), whatever the programme and levels say; None: as
    they say. Refuses `access.denied`, `outlet.unknown`, `outlet.bad_share`."""
    if share_bp is not None and not 0 < share_bp <= WHOLE_BP:
        raise Refused("outlet.bad_share")
    async with db.begin() as session:
        staff = await allow(session, actor, "outlets.change")
        outlet = await _locked(session, outlet_id)
        if outlet.spend_max_bp != share_bp:
            old, outlet.spend_max_bp = outlet.spend_max_bp, share_bp
            subject, new = f"outlet:{outlet_id}", share_bp or 0
            await audit.write(session, staff, "outlets.share", subject, at=at, name=outlet.name, old=old or 0, new=new)
        return _line(outlet)


def read_share(text: str) -> int:
    """Basis points from "30", "12,5 %". Refuses `outlet.bad_share`."""
    found = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?", text.strip())
    if found is None:
        raise Refused("outlet.bad_share")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


async def open_or_close(db: Database, actor: Actor, outlet_id: int, is_open: bool, *, at: datetime) -> OutletLine:
    """The outlet is open for business, or it is not and new orders can't name it; doing it twice is doing it once.

    Refuses `access.denied`, `outlet.unknown`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "outlets.change")
        outlet = await _locked(session, outlet_id)
        if outlet.active != is_open:
            outlet.active = is_open
            act = "outlets.open" if is_open else "outlets.close"
            await audit.write(session, staff, act, f"outlet:{outlet_id}", at=at, name=outlet.name)
        return _line(outlet)


async def _locked(session: AsyncSession, outlet_id: int) -> Outlet:
    outlet = await session.get(Outlet, outlet_id, with_for_update=True)
    if outlet is None:
        raise Refused("outlet.unknown")
    return outlet


def _line(outlet: Outlet) -> OutletLine:
    return OutletLine(outlet.id, outlet.name, outlet.address, outlet.active, outlet.spend_max_bp)
