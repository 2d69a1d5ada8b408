"""Tom is alone at the till with a sale that is too large for one: Mia or Olga agrees, never Tom himself."""

from dataclasses import replace

import pytest

from bot.usecases import program, sale_approvals
from bot.usecases.actor import Actor, allow, read
from bot.usecases.errors import Refused
from bot.usecases.sale_approvals import Weighed
from db.enums import ApprovalState, Role, StaffState
from db.models.chats import Chat
from db.models.staff import Staff
from db.session import Database
from tests.support.orders import BOB, NOON, OLGA, Shop, opened
from tests.support.programs import sushi

TOM, MIA = 41, 42
PROGRAM = sushi(till_sale_minor=500_000)


async def hired(db: Database, chat: int, name: str, role: Role) -> Actor:
    async with db.begin() as session:
        session.add(Chat(chat_id=chat, first_name=name, language="en", created_at=NOON))
        await session.flush()
        session.add(Staff(chat_id=chat, name=name, role=role, state=StaffState.ACTIVE, created_at=NOON))
    return await read(db, chat, NOON)


async def may(db: Database, actor: Actor, weighed: Weighed) -> bool:
    async with db.read() as session:
        staff = await allow(session, actor, "sales.post")
        rules = await program.in_force(session, NOON)
        return await sale_approvals.why(session, staff, weighed, at=NOON, rules=rules) is None


def large(shop: Shop, amount: int = 600_000) -> Weighed:
    return Weighed("draft", shop.bob, amount)


async def test_somebody_else_agrees_to_this_sale_and_to_no_larger_one(db: Database) -> None:
    shop = await opened(db, PROGRAM)
    tom, mia = await hired(db, TOM, "Tom", Role.CASHIER), await hired(db, MIA, "Mia", Role.MANAGER)
    assert not await may(db, tom, large(shop))
    asked = await sale_approvals.ask(db, tom, large(shop), at=NOON)
    assert await sale_approvals.ask(db, tom, large(shop), at=NOON) == asked
    assert [await shop.told(chat) for chat in (MIA, OLGA)] == [["sale.second_asked"]] * 2
    for wrong in (tom, await shop.actor(BOB)):
        with pytest.raises(Refused, match=r"access\.denied"):
            await sale_approvals.answer(db, wrong, asked.id, yes=True, at=NOON)
    agreed = await sale_approvals.answer(db, mia, asked.id, yes=True, at=NOON)
    assert (agreed.state, agreed.by) == (ApprovalState.APPROVED, "Mia")
    late = await sale_approvals.answer(db, await shop.actor(OLGA), asked.id, yes=False, at=NOON)
    assert (late.state, late.already) == (ApprovalState.APPROVED, True)
    assert await shop.told(TOM) == ["sale.second_answered"]
    assert await shop.told(OLGA) == ["sale.second_asked", "sale.second_over"]
    for weighed, allowed in ((large(shop), True), (large(shop, 600_001), False)):
        assert await may(db, tom, weighed) is allowed
    assert not await may(db, mia, large(shop)), "a yes is for whoever asked"
    async with db.begin() as session:
        await sale_approvals.done(session, "draft", at=NOON)
    assert not await may(db, tom, large(shop)), "once"


async def test_a_manager_is_not_their_own_second_person_nor_of_the_sale_to_themselves(db: Database) -> None:
    shop = await opened(db, PROGRAM)
    mia = await hired(db, MIA, "Mia", Role.MANAGER)
    asked = await sale_approvals.ask(db, mia, large(shop), at=NOON)
    bob = replace(await shop.actor(OLGA), member_id=shop.bob)
    for actor in (mia, bob):
        with pytest.raises(Refused, match="own_approval"):
            await sale_approvals.answer(db, actor, asked.id, yes=True, at=NOON)
    refused = await sale_approvals.answer(db, await shop.actor(OLGA), asked.id, yes=False, at=NOON)
    assert refused.state is ApprovalState.REFUSED
    assert not await may(db, mia, large(shop))


async def test_an_owner_with_nobody_else_says_the_sum_once_more(db: Database) -> None:
    shop = await opened(db, PROGRAM)
    olga = await shop.actor(OLGA)
    assert (await sale_approvals.ask(db, olga, large(shop), at=NOON)).alone
    with pytest.raises(Refused, match="sum_differs"):
        await sale_approvals.alone(db, olga, "draft", 60_000, at=NOON)
    await sale_approvals.alone(db, olga, "draft", 600_000, at=NOON)
    assert await may(db, olga, large(shop))
    await hired(db, MIA, "Mia", Role.MANAGER)
    again = await sale_approvals.ask(db, olga, replace(large(shop), key="next"), at=NOON)
    assert not again.alone
    with pytest.raises(Refused, match="nobody_to_ask"):
        await sale_approvals.alone(db, olga, "next", 600_000, at=NOON)
