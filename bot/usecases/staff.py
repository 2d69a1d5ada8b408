"""The people who work here: who they are, what may be done about each, how they leave. How they come: invites.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.usecases import audit, notify
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from db.enums import InviteState, Role, StaffState
from db.models.chats import Chat
from db.models.staff import Staff, StaffInvite
from db.queries import staff as queries
from db.queries.staff import CourierLine, InviteLine, StaffLine
from db.session import Database, insert_once

__all__ = [
    "CourierLine",
    "Dismissed",
    "InviteLine",
    "StaffLine",
    "StaffSeen",
    "Team",
    "couriers",
    "dismiss",
    "ensure_owners",
    "show",
    "team",
]

UNNAMED = "Owner"  # until they open the chat for the first time


async def couriers(db: Database) -> list[CourierLine]:
    """Active couriers by name, each with the number of orders they have not finished."""
    async with db.read() as session:
        return await queries.couriers(session)


async def ensure_owners(db: Database, ids: Collection[int], *, at: datetime, restore: bool = False) -> list[int]:
    """Whom the host names is an owner; returns the ids for whom that is new. Doing it again changes nothing.

    An owner dismissed in chat stays dismissed unless *restore* (the host's own command) or no owner is left at all.
    Telegram's own senders are passed over.
    """
    async with db.begin() as session:
        nobody_left = not await queries.active_with_role(session, Role.OWNER)
        wanted = sorted(chat_id for chat_id in ids if chat_id > 0 and chat_id not in access.NEVER_STAFF)
        return [chat_id for chat_id in wanted if await _make_owner(session, chat_id, restore or nobody_left, at)]


async def _make_owner(session: AsyncSession, chat_id: int, restore: bool, at: datetime) -> bool:
    name = await session.scalar(select(Chat.first_name).where(Chat.chat_id == chat_id))
    owner = {"chat_id": chat_id, "name": (name or UNNAMED)[:80], "role": Role.OWNER, "state": StaffState.ACTIVE}
    new = await insert_once(session, Staff, owner | {"created_at": at}, index=["chat_id"])  # replicas start together
    staff = (await session.scalars(select(Staff).where(Staff.chat_id == chat_id).with_for_update())).one()
    already = staff.state == StaffState.ACTIVE and staff.role == Role.OWNER
    if not new and (already or (staff.state == StaffState.DISMISSED and not restore)):
        return False
    staff.role, staff.state, staff.decided_at = Role.OWNER, StaffState.ACTIVE, at
    await session.flush()
    await audit.write(session, None, "owners.add", f"staff:{staff.id}", at=at)
    return True


@dataclass(frozen=True)
class Team:
    """Who works here or waits to, the links that still work, and the roles the reader may invite for."""

    people: list[StaffLine]
    invites: list[InviteLine]
    grantable: list[Role]


async def team(db: Database, actor: Actor, *, at: datetime) -> Team:
    """Refuses `access.denied`."""
    async with db.read() as session:
        me = await allow(session, actor, "staff.see")
        return Team(await queries.here(session), await queries.open_invites(session, at), access.grantable(me.role))


@dataclass(frozen=True)
class StaffSeen:
    """One person of the staff, and what the reader may do about them."""

    person: StaffLine
    invited_by: str | None
    open_orders: int
    may_decide: bool
    may_dismiss: bool


async def show(db: Database, actor: Actor, staff_id: int) -> StaffSeen:
    """Refuses `access.denied`, `staff.unknown`."""
    async with db.read() as session:
        me = await allow(session, actor, "staff.see")
        person = await queries.line(session, staff_id)
        if person is None:
            raise Refused("staff.unknown")
        inviter = await queries.line(session, person.invited_by) if person.invited_by else None
        busy = {courier.id: courier.open_orders for courier in await queries.couriers(session)}
        below = access.may_grant(me.role, person.role)
        return StaffSeen(
            person,
            inviter.name if inviter else None,
            busy.get(person.id, 0),
            may_decide=below and person.state == StaffState.PENDING,
            may_dismiss=person.state == StaffState.ACTIVE and _may_dismiss(me, person.id, person.role),
        )


def _may_dismiss(me: Staff, staff_id: int, role: Role) -> bool:
    return me.id != staff_id and (access.may_grant(me.role, role) or me.role == Role.OWNER)


@dataclass(frozen=True)
class Dismissed:
    """`already`: it had been done before."""

    person: StaffLine
    already: bool = False


async def dismiss(db: Database, actor: Actor, staff_id: int, *, at: datetime) -> Dismissed:
    """The person works here no longer: their next unit is refused, their open invites are dead, they are told.

    Refuses `access.denied`, `staff.unknown`, `staff.not_yourself`, `staff.above_you`; the last owner can't be
    dismissed, for nobody dismisses themselves and owners are only dismissed by owners.
    """
    async with db.begin() as session:
        # All owners are locked first: two of them dismissing each other would leave none.
        await session.execute(select(Staff.id).where(Staff.role == Role.OWNER).order_by(Staff.id).with_for_update())
        me = await allow(session, actor, "staff.dismiss")
        person = await session.get(Staff, staff_id, with_for_update=True, populate_existing=True)
        if person is None:
            raise Refused("staff.unknown")
        if person.id == me.id:
            raise Refused("staff.not_yourself")
        if not _may_dismiss(me, person.id, person.role):
            raise Refused("staff.above_you")
        already = person.state == StaffState.DISMISSED
        if not already:
            await _leave(session, me, person, at)
        line = await queries.line(session, staff_id)
    assert line is not None
    return Dismissed(line, already)


async def _leave(session: AsyncSession, me: Staff, person: Staff, at: datetime) -> None:
    person.state, person.decided_by, person.decided_at = StaffState.DISMISSED, me.id, at
    await session.flush()
    theirs = (StaffInvite.created_by == person.id) & (StaffInvite.state == InviteState.OPEN)
    await session.execute(update(StaffInvite).where(theirs).values(state=InviteState.REVOKED))
    notice = notify.Notice("staff.dismissed", {"role": person.role.value})
    await notify.tell(session, person.chat_id, notice, at=at)
    facts = {"role_lost": person.role.value}
    await audit.write(session, me, "staff.dismiss", f"staff:{person.id}", at=at, **facts)
