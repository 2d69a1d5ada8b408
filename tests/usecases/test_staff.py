"""Who may hire and dismiss whom, and what happens when two people are quick."""

import asyncio
from datetime import timedelta
from itertools import product

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.rules import access
from bot.rules.codes import token_hash
from bot.usecases import invites, makers, members, outlets, program_changes, staff
from bot.usecases.actor import Actor, allow, read
from bot.usecases.errors import Refused
from db.enums import InviteState, Role, StaffState
from db.models.audit import AuditLine
from db.models.staff import Staff, StaffInvite
from db.session import Database
from tests.support.orders import CARL, NOON, OLGA, Shop, opened

NEW = makers.from_system()
TEAM = {role: 100 + place for place, role in enumerate(Role)}


@pytest_asyncio.fixture
async def shop(db: Database) -> Shop:
    """One person of each role besides Olga and her couriers."""
    shop = await opened(db)
    async with db.begin() as session:
        for role, chat_id in TEAM.items():
            session.add(Staff(chat_id=chat_id, name=role, role=role, state=StaffState.ACTIVE, created_at=NOON))
    return shop


def guest(chat_id: int, name: str = "Eve") -> Actor:
    return Actor(chat_id, known=True, name=name)


async def by(db: Database, chat_id: int) -> Actor:
    found = await read(db, chat_id, NOON)
    return Actor(**{**found.__dict__, "chat_id": chat_id})


async def state_of(db: Database, chat_id: int) -> StaffState | None:
    async with db.read() as session:
        return await session.scalar(select(Staff.state).where(Staff.chat_id == chat_id))


async def id_of(db: Database, chat_id: int) -> int:
    async with db.read() as session:
        return (await session.execute(select(Staff.id).where(Staff.chat_id == chat_id))).scalar_one()


async def refused(code: str, doing: object) -> None:
    with pytest.raises(Refused) as refusal:
        await doing  # type: ignore[misc]
    assert refusal.value.code == code


async def test_each_act_is_for_its_roles_alone(shop: Shop) -> None:
    for role, act in product(Role, access.PERMISSIONS):
        async with shop.db.read() as session:
            if role in access.PERMISSIONS[act]:
                assert (await allow(session, guest(TEAM[role]), act)).role == role
            else:
                await refused("access.denied", allow(session, guest(TEAM[role]), act))


async def test_people_are_invited_only_below_the_own_role(shop: Shop) -> None:
    for granter, role in product(Role, Role):
        doing = invites.invite(shop.db, guest(TEAM[granter]), role, at=NOON, new=NEW)
        if access.may_grant(granter, role) and role is Role.PARTNER:
            await refused("partner.unknown", doing)  # a partner's people are invited to that partner
        elif access.may_grant(granter, role):
            assert (await doing).role == role
        else:
            code = "staff.above_you" if granter in access.PERMISSIONS["staff.invite"] else "access.denied"
            await refused(code, doing)
    assert not any(access.may_grant(role, Role.OWNER) for role in Role)


async def test_each_role_dismisses_only_whom_it_may(shop: Shop) -> None:
    for granter, role in product(Role, Role):
        if granter == role:
            continue
        doing = staff.dismiss(shop.db, guest(TEAM[granter]), await id_of(shop.db, TEAM[role]), at=NOON)
        if granter == Role.OWNER or access.may_grant(granter, role):
            assert (await doing).person.state == StaffState.DISMISSED
            async with shop.db.begin() as session:
                person = await session.get_one(Staff, await _id(session, TEAM[role]))
                person.state = StaffState.ACTIVE
        else:
            with pytest.raises(Refused):
                await doing


async def _id(session: object, chat_id: int) -> int:
    return (await session.execute(select(Staff.id).where(Staff.chat_id == chat_id))).scalar_one()  # type: ignore[attr-defined]


@pytest.mark.parametrize("round_", range(5))
async def test_two_people_open_one_link_at_once_and_one_waits(shop: Shop, round_: int) -> None:
    made = await invites.invite(shop.db, guest(OLGA), Role.COURIER, at=NOON, new=NEW)
    hashed = token_hash(made.token)
    doing = [invites.accept(shop.db, guest(500 + n), hashed, f"Eve {n}", at=NOON) for n in range(8)]
    done = await asyncio.gather(*doing, return_exceptions=True)
    assert sum(isinstance(one, invites.Awaiting) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Refused)} == {"invite.used"}
    async with shop.db.read() as session:
        waiting = select(func.count()).where(Staff.state == StaffState.PENDING)
        assert (await session.execute(waiting)).scalar_one() == 1


async def test_one_person_with_two_links_waits_once(shop: Shop) -> None:
    made = [await invites.invite(shop.db, guest(OLGA), Role.COURIER, at=NOON, new=NEW) for _ in range(2)]
    doing = [invites.accept(shop.db, guest(500), token_hash(one.token), "Eve", at=NOON) for one in made]
    done = await asyncio.gather(*doing, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Awaiting", "Refused"]


async def test_approve_and_refuse_at_once_end_in_one_answer(shop: Shop) -> None:
    made = await invites.invite(shop.db, guest(OLGA), Role.COURIER, at=NOON, new=NEW)
    waiting = await invites.accept(shop.db, guest(500), token_hash(made.token), "Eve", at=NOON)
    doing = [invites.decide(shop.db, guest(OLGA), waiting.staff_id, n % 2 == 0, at=NOON) for n in range(6)]
    done = await asyncio.gather(*doing)
    assert [one.already for one in done].count(False) == 1
    assert len({one.person.state for one in done}) == 1
    assert len(await shop.told(500)) == 1


async def test_two_owners_dismissing_each_other_leave_one(shop: Shop) -> None:
    other = TEAM[Role.OWNER]
    ids = {chat_id: await id_of(shop.db, chat_id) for chat_id in (OLGA, other)}
    done = await asyncio.gather(
        staff.dismiss(shop.db, guest(OLGA), ids[other], at=NOON),
        staff.dismiss(shop.db, guest(other), ids[OLGA], at=NOON),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Dismissed", "Refused"]
    states = [await state_of(shop.db, chat_id) for chat_id in (OLGA, other)]
    assert states.count(StaffState.ACTIVE) == 1


async def test_nobody_dismisses_themselves(shop: Shop) -> None:
    await refused("staff.not_yourself", staff.dismiss(shop.db, guest(OLGA), await id_of(shop.db, OLGA), at=NOON))


async def test_a_dismissed_managers_links_are_dead_and_buttons_too(shop: Shop) -> None:
    mary = TEAM[Role.MANAGER]
    made = await invites.invite(shop.db, guest(mary), Role.COURIER, at=NOON, new=NEW)
    await staff.dismiss(shop.db, guest(OLGA), await id_of(shop.db, mary), at=NOON)
    await refused("invite.inviter_left", invites.look(shop.db, guest(500), token_hash(made.token), at=NOON))
    await refused("invite.inviter_left", invites.accept(shop.db, guest(500), token_hash(made.token), "Eve", at=NOON))
    await refused("access.denied", invites.invite(shop.db, guest(mary), Role.COURIER, at=NOON, new=NEW))
    await refused("access.denied", members.find(shop.db, guest(mary), "Bob", at=NOON))
    async with shop.db.read() as session:
        assert list(await session.scalars(select(StaffInvite.state))) == [InviteState.REVOKED]


@pytest.mark.parametrize("chat_id", [*sorted(access.NEVER_STAFF), 0, -100])
async def test_telegrams_own_senders_and_groups_never_work_here(shop: Shop, chat_id: int) -> None:
    made = await invites.invite(shop.db, guest(OLGA), Role.COURIER, at=NOON, new=NEW)
    await refused("invite.not_a_person", invites.accept(shop.db, guest(chat_id), token_hash(made.token), "X", at=NOON))
    assert await staff.ensure_owners(shop.db, [chat_id], at=NOON) == []


async def test_the_token_itself_is_kept_nowhere(shop: Shop) -> None:
    made = await invites.invite(shop.db, guest(OLGA), Role.COURIER, at=NOON, new=NEW)
    async with shop.db.read() as session:
        row = (await session.execute(select(StaffInvite))).scalar_one()
    assert made.token not in str(row.__dict__)
    assert row.expires_at == NOON + timedelta(hours=1)


async def test_a_dismissed_courier_may_be_invited_again(shop: Shop) -> None:
    carl = await id_of(shop.db, CARL)
    await staff.dismiss(shop.db, guest(OLGA), carl, at=NOON)
    made = await invites.invite(shop.db, guest(OLGA), Role.SUPPORT, at=NOON, new=NEW)
    waiting = await invites.accept(shop.db, guest(CARL), token_hash(made.token), "Carl", at=NOON)
    assert waiting.staff_id == carl
    done = await invites.decide(shop.db, guest(OLGA), carl, True, at=NOON)
    assert (done.person.role, done.person.state) == (Role.SUPPORT, StaffState.ACTIVE)


async def test_owners_come_from_the_host_and_stay_dismissed_until_it_says_so_again(shop: Shop) -> None:
    other = TEAM[Role.OWNER]
    await staff.dismiss(shop.db, guest(OLGA), await id_of(shop.db, other), at=NOON)
    assert await staff.ensure_owners(shop.db, [OLGA, other, 900], at=NOON) == [900]
    assert await staff.ensure_owners(shop.db, [OLGA, other, 900], at=NOON) == []
    assert await state_of(shop.db, other) == StaffState.DISMISSED
    assert await staff.ensure_owners(shop.db, [other], at=NOON, restore=True) == [other]
    assert await state_of(shop.db, other) == StaffState.ACTIVE


async def test_every_act_leaves_a_chained_line(shop: Shop) -> None:
    from bot.usecases import audit

    olga = guest(OLGA)
    await outlets.add(shop.db, olga, outlets.Place("Green Street", ""), at=NOON)
    made = await invites.invite(shop.db, olga, Role.COURIER, at=NOON, new=NEW)
    await invites.revoke(shop.db, olga, made.invite_id, at=NOON)
    await members.phone(shop.db, olga, shop.bob, at=NOON)
    await program_changes.publish(shop.db, olga, "earn_rate_bp", 600, newest=1, at=NOON)
    async with shop.db.read() as session:
        lines = list(await session.scalars(select(AuditLine).order_by(AuditLine.id)))
    assert [line.act for line in lines] == [
        "outlets.add",
        "staff.invite",
        "staff.revoke",
        "members.phone",
        "program.publish",
    ]
    before = audit.FIRST
    for line in lines:
        assert line.prev_hash == before
        assert line.hash == audit.fingerprint(line)
        before = line.hash
