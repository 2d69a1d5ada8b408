"""How people come to work here: a one-time link, their yes, and the yes of somebody above them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules.codes import token_hash
from bot.rules.people import clean_name
from bot.usecases import audit, notify
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from db.enums import InviteState, Role, StaffState
from db.models.chats import Chat
from db.models.partners import Partner
from db.models.staff import Staff, StaffInvite
from db.queries import staff as queries
from db.queries.staff import StaffLine
from db.session import Database, insert_once

VALID = timedelta(hours=1)


@dataclass(frozen=True)
class Invited:
    """The link's token, told once: only its hash is kept."""

    invite_id: int
    token: str
    role: Role
    expires_at: datetime


async def invite(
    db: Database, actor: Actor, role: Role, *, at: datetime, new: Makers, partner_id: int | None = None
) -> Invited:
    """A link for one person, valid for an hour; to work at a partner's, at *partner_id*. Refuses `access.denied`,
    `staff.above_you`, `partner.unknown`."""
    token = new.token()
    async with db.begin() as session:
        me = await allow(session, actor, "staff.invite")
        if not access.may_grant(me.role, role):
            raise Refused("staff.above_you")
        if (role is Role.PARTNER) != (partner_id is not None and await session.get(Partner, partner_id) is not None):
            raise Refused("partner.unknown")
        row = StaffInvite(
            token_hash=token_hash(token),
            role=role,
            partner_id=partner_id,
            state=InviteState.OPEN,
            created_by=me.id,
            created_at=at,
            expires_at=at + VALID,
        )
        session.add(row)
        await session.flush()
        await audit.write(session, me, "staff.invite", f"invite:{row.id}", at=at, as_role=role.value)
        return Invited(row.id, token, role, row.expires_at)


async def revoke(db: Database, actor: Actor, invite_id: int, *, at: datetime) -> None:
    """The link works no longer; one that was used stays used. Refuses `access.denied`, `staff.above_you`."""
    async with db.begin() as session:
        me = await allow(session, actor, "staff.invite")
        row = await session.get(StaffInvite, invite_id, with_for_update=True)
        if row is None or row.state != InviteState.OPEN:
            return
        if not access.may_grant(me.role, row.role):
            raise Refused("staff.above_you")
        row.state = InviteState.REVOKED
        await audit.write(session, me, "staff.revoke", f"invite:{row.id}", at=at, as_role=row.role.value)


@dataclass(frozen=True)
class InviteSeen:
    """What the invited person is asked: to work as `role`, by whom, until when."""

    role: Role
    by_name: str
    expires_at: datetime


async def look(db: Database, actor: Actor, hashed: str, *, at: datetime) -> InviteSeen:
    """What the link offers this person; *hashed* is the token's hash. Refuses as `accept` does; changes nothing."""
    async with db.read() as session:
        row, inviter = await _usable(session, actor, hashed, at)
        return InviteSeen(row.role, inviter.name, row.expires_at)


@dataclass(frozen=True)
class Awaiting:
    """The newcomer waits for the inviter's yes."""

    staff_id: int
    role: Role
    by_name: str


async def accept(db: Database, actor: Actor, hashed: str, name: str, *, at: datetime) -> Awaiting:
    """The link is used up, the newcomer waits for approval under *name*, and the inviter is asked. Of two people who
    open the same link one gets through.

    Refuses `invite.unknown`, `invite.used`, `invite.expired`, `invite.revoked`, `invite.inviter_left`, `invite.own`,
    `invite.not_a_person`, `staff.already`, `staff.waiting`; raises BadName.
    """
    name = clean_name(name)
    async with db.begin() as session:
        row, inviter = await _usable(session, actor, hashed, at)
        won = await session.execute(
            update(StaffInvite)
            .where(StaffInvite.id == row.id, StaffInvite.state == InviteState.OPEN)
            .values(state=InviteState.USED, used_by=actor.chat_id, used_at=at)
        )
        if won.rowcount != 1:  # type: ignore[attr-defined]
            raise Refused("invite.used")
        before, staff_id = await _pending(session, actor, row, name, at)
        await _ask(session, inviter, staff_id, name, before, at)
        subject = f"staff:{staff_id}"
        await audit.write(session, None, "staff.ask", subject, at=at, as_role=row.role.value)
        return Awaiting(staff_id, row.role, inviter.name)


async def _usable(session: AsyncSession, actor: Actor, hashed: str, at: datetime) -> tuple[StaffInvite, Staff]:
    if actor.chat_id <= 0 or actor.chat_id in access.NEVER_STAFF:
        raise Refused("invite.not_a_person")
    row = await session.scalar(select(StaffInvite).where(StaffInvite.token_hash == hashed))
    if row is None:
        raise Refused("invite.unknown")
    inviter = await session.get(Staff, row.created_by)
    assert inviter is not None
    if inviter.chat_id == actor.chat_id:
        raise Refused("invite.own")
    if inviter.state != StaffState.ACTIVE:
        raise Refused("invite.inviter_left")
    if row.state == InviteState.USED and row.used_by == actor.chat_id:
        await _refuse_colleague(session, actor)
    if row.state != InviteState.OPEN:
        raise Refused(f"invite.{row.state.value}")
    if row.expires_at <= at:
        raise Refused("invite.expired", within=VALID)
    if not access.may_grant(inviter.role, row.role):
        raise Refused("invite.revoked")
    await _refuse_colleague(session, actor)
    return row, inviter


async def _refuse_colleague(session: AsyncSession, actor: Actor) -> None:
    state = await session.scalar(select(Staff.state).where(Staff.chat_id == actor.chat_id))
    if state == StaffState.ACTIVE:
        raise Refused("staff.already")
    if state == StaffState.PENDING:
        raise Refused("staff.waiting")


async def _pending(
    session: AsyncSession, actor: Actor, row: StaffInvite, name: str, at: datetime
) -> tuple[StaffState | None, int]:
    """The newcomer's row, and what it said before, if they had been here."""
    values = {
        "name": name,
        "role": row.role,
        "state": StaffState.PENDING,
        "outlet_id": row.outlet_id,
        "partner_id": row.partner_id,
        "invited_by": row.created_by,
        "created_at": at,
    }
    fresh = await insert_once(session, Staff, {"chat_id": actor.chat_id, **values}, index=["chat_id"])
    person = await session.scalar(select(Staff).where(Staff.chat_id == actor.chat_id).with_for_update())
    assert person is not None
    before = None if fresh else person.state
    if before in (StaffState.ACTIVE, StaffState.PENDING):
        raise Refused("staff.already" if before == StaffState.ACTIVE else "staff.waiting")
    for field, value in values.items():
        setattr(person, field, value)
    await session.flush()
    return before, person.id


async def _ask(
    session: AsyncSession, inviter: Staff, staff_id: int, name: str, before: StaffState | None, at: datetime
) -> None:
    person = await session.get(Staff, staff_id)
    assert person is not None
    username = await session.scalar(select(Chat.username).where(Chat.chat_id == person.chat_id))
    facts = {
        "staff": staff_id,
        "name": name,
        "username": username,
        "chat": person.chat_id,
        "role": person.role.value,
        "before": before.value if before else None,
    }
    await notify.tell(session, inviter.chat_id, notify.Notice("staff.asked", facts), at=at)


@dataclass(frozen=True)
class Decided:
    """`already`: somebody had answered before; `person.state` says how."""

    person: StaffLine
    already: bool


async def decide(db: Database, actor: Actor, staff_id: int, yes: bool, *, at: datetime) -> Decided:
    """The newcomer works here from now on, or doesn't; they are told. The first answer counts.

    Refuses `access.denied`, `staff.unknown`, `staff.above_you`.
    """
    async with db.begin() as session:
        me = await allow(session, actor, "staff.approve")
        person = await session.get(Staff, staff_id, with_for_update=True)
        if person is None:
            raise Refused("staff.unknown")
        if not access.may_grant(me.role, person.role):
            raise Refused("staff.above_you")
        already = person.state != StaffState.PENDING
        if not already:
            await _settle(session, me, person, yes, at)
        line = await queries.line(session, staff_id)
    assert line is not None
    return Decided(line, already)


async def _settle(session: AsyncSession, me: Staff, person: Staff, yes: bool, at: datetime) -> None:
    person.state = StaffState.ACTIVE if yes else StaffState.REFUSED
    person.decided_by, person.decided_at = me.id, at
    await session.flush()
    kind, act = ("staff.approved", "staff.approve") if yes else ("staff.refused", "staff.refuse")
    notice = notify.Notice(kind, {"role": person.role.value, "name": person.name})
    await notify.tell(session, person.chat_id, notice, at=at)
    facts = {"as_role": person.role.value}
    await audit.write(session, me, act, f"staff:{person.id}", at=at, **facts)
