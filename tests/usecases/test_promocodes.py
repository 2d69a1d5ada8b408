"""Ann types a code, Olga enters one for Bob, fifty people want the last one."""

import asyncio
import os
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.usecases import outlets, promocodes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from db.enums import BenefitKind, Role, StaffState, VoucherState
from db.ledger import read
from db.models.chats import Chat
from db.models.members import Member
from db.models.promocodes import PersonalCode
from db.models.staff import Staff
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.guests import member
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.promos import a_code, entered, row

ROUNDS = 200 if os.environ.get("OKAERI_SOAK") else 6
TEN_OFF: dict[str, Any] = {"kind": BenefitKind.AMOUNT, "value": 1_000}
FIFTY_POINTS: dict[str, Any] = {"kind": BenefitKind.POINTS, "value": 50}


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def refused(shop: Shop, chat_id: int, text: str = "SUSHI10", at: Any = NOON) -> Refused:
    with pytest.raises(Refused) as why:
        await entered(shop, chat_id, text, at)
    return why.value


async def points_of(shop: Shop, member_id: int) -> int:
    async with shop.db.read() as session:
        return (await read.balance(session, member_id)).available


async def cashier(shop: Shop, chat_id: int) -> Actor:
    async with shop.db.begin() as session:
        session.add(Chat(chat_id=chat_id, first_name="Tom", language="en", created_at=NOON))
        hired = {"role": Role.CASHIER, "state": StaffState.ACTIVE, "created_at": NOON}
        session.add(Staff(chat_id=chat_id, name="Tom", **hired))
    return await shop.actor(chat_id)


async def test_a_typed_code_becomes_a_voucher_and_typed_again_it_is_the_same(shop: Shop) -> None:
    promo = await a_code(shop.db, most_minor=50_000)
    first = await entered(shop, ANN, "  sushi-10 ")
    assert (first.benefit.kind, first.benefit.value, first.already) == (BenefitKind.PERCENT, 1_000, False)
    assert first.valid_until == date(2026, 12, 21)
    again = await entered(shop, ANN, "SUSHI 10")
    assert (again.voucher_id, again.use_key, again.already) == (first.voucher_id, first.use_key, True)
    assert (await row(shop.db, promo)).used == 1
    assert (await row(shop.db, promo)).cost_minor == 50_000


async def test_a_code_for_points_gives_them_at_once_and_tells_why(shop: Shop) -> None:
    promo = await a_code(shop.db, **FIFTY_POINTS, member_limit=1)
    assert (await entered(shop, ANN)).points == 50
    assert await points_of(shop, shop.ann) == 50
    assert (await refused(shop, ANN)).code == "code.already_used"
    async with shop.db.read() as session:
        [line] = await read.history(session, shop.ann, before=None, limit=5)
    assert (line.reason, line.facts["code"]) == ("promo.code", "SUSHI10")
    assert (await row(shop.db, promo)).cost_minor == 50 * 100


async def test_each_rule_refuses_with_its_own_word(shop: Shop) -> None:
    db = shop.db
    await a_code(db, "PAUSED", paused=True)
    await a_code(db, "LATER", opens_at=NOON + timedelta(days=1))
    await a_code(db, "OVER", closes_at=NOON)
    await a_code(db, "GONE", total_limit=3, used=3)
    await a_code(db, "POOR", **TEN_OFF, budget_minor=2_999, cost_minor=2_000)
    await a_code(db, "GOLD", segment={"field": "tier", "op": "at_least", "value": "gold"})
    told = {code: (await refused(shop, ANN, code)).code for code in ("PAUSED", "LATER", "OVER", "GONE", "POOR", "GOLD")}
    assert told == {
        "PAUSED": "code.paused",
        "LATER": "code.not_yet",
        "OVER": "code.over",
        "GONE": "code.used_up",
        "POOR": "code.budget",
        "GOLD": "code.not_for_you",
    }


async def test_a_code_for_the_first_order_is_none_for_who_has_had_one(shop: Shop) -> None:
    await a_code(shop.db, first_order=True)
    async with shop.db.begin() as session:
        (await session.get_one(Member, shop.bob)).orders_count = 1
    assert (await refused(shop, BOB)).code == "code.first_order"
    assert (await entered(shop, ANN)).voucher_id


async def test_a_period_says_when_the_code_works_again(shop: Shop) -> None:
    await a_code(shop.db, **FIFTY_POINTS, period_limit=2, period_days=30)
    await entered(shop, ANN)
    await entered(shop, ANN, at=NOON + timedelta(days=3))
    why = await refused(shop, ANN, at=NOON + timedelta(days=4))
    assert why.code == "code.period"
    assert why.facts["again"].isoformat() == "2026-12-21T15:00:00+03:00"
    assert (await entered(shop, ANN, at=NOON + timedelta(days=31))).points == 50


async def test_a_code_of_an_outlet_is_entered_there(shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    central = await outlets.add(shop.db, olga, Place("Central", ""), at=NOON)
    harbour = await outlets.add(shop.db, olga, Place("Harbour", ""), at=NOON)
    await a_code(shop.db, **FIFTY_POINTS, outlets=[harbour.id])
    at_home = await refused(shop, ANN)
    assert (at_home.code, at_home.facts["outlets"]) == ("code.other_outlet", "Harbour")
    with pytest.raises(Refused, match=r"code\.other_outlet"):
        await promocodes.enter_for(shop.db, olga, shop.ann, "SUSHI10", "k1", outlet_id=central.id, at=NOON)
    given = await promocodes.enter_for(shop.db, olga, shop.ann, "SUSHI10", "k1", outlet_id=harbour.id, at=NOON)
    assert given.points == 50
    assert "promo.points" in await shop.told(ANN)
    anywhere = await promocodes.enter_for(shop.db, olga, shop.bob, "SUSHI10", "k2", outlet_id=None, at=NOON)
    assert anywhere.points == 50, "who works at no outlet of their own stands in for all"


async def test_ten_wrong_codes_are_followed_by_an_hours_pause_of_this_chat_alone(shop: Shop) -> None:
    await a_code(shop.db)
    for number in range(10):
        assert (await refused(shop, ANN, f"GUESS{number}")).code == "code.unknown"
    pause = await refused(shop, ANN, at=NOON + timedelta(minutes=17, seconds=1))
    assert (pause.code, pause.facts["within"]) == ("code.wait", timedelta(minutes=43))
    assert await promocodes.enter_if_known(shop.db, await shop.actor(ANN), "SUSHI10", at=NOON) is None
    assert (await entered(shop, BOB)).voucher_id
    assert (await entered(shop, ANN, at=NOON + timedelta(hours=1))).voucher_id


async def test_a_message_nobody_asked_for_may_be_a_code(shop: Shop) -> None:
    await a_code(shop.db)
    ann = await shop.actor(ANN)
    assert await promocodes.enter_if_known(shop.db, ann, "HELLO", at=NOON) is None
    found = await promocodes.enter_if_known(shop.db, ann, "SUSHI10", at=NOON)
    assert found
    assert found.voucher_id
    async with shop.db.read() as session:
        assert (await session.get_one(Chat, ANN)).wrong_codes == 1


async def test_the_till_enters_it_once_per_key_and_takes_it_back(shop: Shop) -> None:
    promo = await a_code(shop.db, **TEN_OFF, member_limit=1)
    olga = await shop.actor(OLGA)

    async def at_the_till(key: str) -> promocodes.Entered:
        return await promocodes.enter_for(shop.db, olga, shop.bob, "SUSHI10", key, outlet_id=None, at=NOON)

    first, again = await at_the_till("k1"), await at_the_till("k1")
    assert (again.voucher_id, again.already) == (first.voucher_id, True)
    for _ in range(2):
        await promocodes.undo_use(shop.db, olga, first.use_key, at=NOON)
    left = await row(shop.db, promo)
    assert (left.used, left.cost_minor) == (0, 0)
    async with shop.db.read() as session:
        assert (await session.get_one(Voucher, first.voucher_id)).state is VoucherState.VOIDED
    second = await at_the_till("k1")
    assert second.voucher_id != first.voucher_id
    assert not second.already


async def test_a_voucher_that_has_ended_makes_room_for_the_next_use(shop: Shop) -> None:
    await a_code(shop.db, valid_days=7)
    first = await entered(shop, ANN)
    later = await entered(shop, ANN, at=NOON + timedelta(days=8))
    assert (later.already, later.voucher_id != first.voucher_id) == (False, True)


async def test_fifty_undos_take_back_once(shop: Shop) -> None:
    promo, olga = await a_code(shop.db, **FIFTY_POINTS), await shop.actor(OLGA)
    for number in range(ROUNDS):
        use = await promocodes.enter_for(shop.db, olga, shop.bob, "SUSHI10", f"k{number}", outlet_id=None, at=NOON)
        told = await outcomes(promocodes.undo_use(shop.db, olga, use.use_key, at=NOON) for _ in range(50))
        assert told == {"done": 50}
        assert ((await row(shop.db, promo)).used, await points_of(shop, shop.bob)) == (0, 0)


async def test_points_of_an_undone_use_are_gone_and_the_member_hears_of_it(shop: Shop) -> None:
    await a_code(shop.db, **FIFTY_POINTS)
    tom, mia = await cashier(shop, 31), await cashier(shop, 32)
    given = await promocodes.enter_for(shop.db, tom, shop.bob, "SUSHI10", "k1", outlet_id=None, at=NOON)
    assert await points_of(shop, shop.bob) == 50
    with pytest.raises(Refused, match=r"sale\.undo_too_late"):
        await promocodes.undo_use(shop.db, mia, given.use_key, at=NOON)
    await promocodes.undo_use(shop.db, tom, given.use_key, at=NOON)
    assert await points_of(shop, shop.bob) == 0
    assert await shop.told(BOB) == ["promo.points", "points.unadjusted"]
    again = await promocodes.enter_for(shop.db, tom, shop.bob, "SUSHI10", "k2", outlet_id=None, at=NOON)
    await promocodes.undo_use(shop.db, await shop.actor(OLGA), again.use_key, at=NOON)
    assert await points_of(shop, shop.bob) == 0


async def test_what_the_member_typed_at_home_is_found_at_the_till_and_stays_theirs(shop: Shop) -> None:
    await a_code(shop.db)
    at_home, olga = await entered(shop, BOB), await shop.actor(OLGA)
    at_till = await promocodes.enter_for(shop.db, olga, shop.bob, "sushi10", "k1", outlet_id=None, at=NOON)
    assert (at_till.voucher_id, at_till.already) == (at_home.voucher_id, True)
    await promocodes.undo_use(shop.db, olga, at_till.use_key, at=NOON)
    assert (await entered(shop, BOB)).voucher_id == at_home.voucher_id


async def test_a_courier_enters_no_codes_and_an_unknown_use_is_told(shop: Shop) -> None:
    await a_code(shop.db)
    carl = await shop.actor(CARL)
    with pytest.raises(Refused, match=r"access\.denied"):
        await promocodes.enter_for(shop.db, carl, shop.bob, "SUSHI10", "k1", outlet_id=None, at=NOON)
    with pytest.raises(Refused, match=r"code\.no_such_use"):
        await promocodes.undo_use(shop.db, await shop.actor(OLGA), "nothing", at=NOON)


async def test_a_personal_code_is_good_for_one_person(shop: Shop) -> None:
    promo = await a_code(shop.db, None, **FIFTY_POINTS)
    async with shop.db.begin() as session:
        session.add(PersonalCode(promo_id=promo, code="0K1M2N3P"))
    assert (await entered(shop, ANN, "ok1m-2n3p")).points == 50
    assert (await refused(shop, ANN, "0K1M2N3P")).code == "code.already_used"
    assert (await refused(shop, BOB, "0K1M2N3P")).code == "code.taken"


# Many at once


async def crowd(shop: Shop, number: int) -> list[Any]:
    """Actors of *number* members besides Ann and Bob."""
    for n in range(number):
        await member(shop.db, 5_000 + n, f"Guest {n}")
    return [await shop.actor(5_000 + n) for n in range(number)]


async def outcomes(attempts: Any) -> Counter[str]:
    results = await asyncio.gather(*attempts, return_exceptions=True)
    return Counter(getattr(each, "code", repr(each)) if isinstance(each, BaseException) else "done" for each in results)


async def test_fifty_people_want_the_last_three_uses(shop: Shop) -> None:
    people = await crowd(shop, 50)
    for number in range(ROUNDS):
        promo = await a_code(shop.db, f"LAST{number}", total_limit=3)
        told = await outcomes(promocodes.enter(shop.db, each, f"LAST{number}", at=NOON) for each in people)
        assert told == {"done": 3, "code.used_up": 47}
        assert (await row(shop.db, promo)).used == 3


async def test_fifty_taps_of_one_member_are_one_use(shop: Shop) -> None:
    ann = await shop.actor(ANN)
    for number in range(ROUNDS):
        promo = await a_code(shop.db, f"TAPS{number}", member_limit=1, **FIFTY_POINTS)
        told = await outcomes(promocodes.enter(shop.db, ann, f"TAPS{number}", at=NOON) for _ in range(50))
        assert told == {"done": 1, "code.already_used": 49}
        assert (await row(shop.db, promo)).used == 1
    assert await points_of(shop, shop.ann) == 50 * ROUNDS


async def test_fifty_uses_spend_no_more_than_the_budget(shop: Shop) -> None:
    people = await crowd(shop, 50)
    for number in range(ROUNDS):
        promo = await a_code(shop.db, f"MONEY{number}", **TEN_OFF, budget_minor=7_500)
        told = await outcomes(promocodes.enter(shop.db, each, f"MONEY{number}", at=NOON) for each in people)
        assert told == {"done": 7, "code.budget": 43}
        assert (await row(shop.db, promo)).cost_minor == 7_000


async def test_fifty_at_once_keep_to_the_members_period(shop: Shop) -> None:
    ann = await shop.actor(ANN)
    for number in range(ROUNDS):
        await a_code(shop.db, f"WEEK{number}", **FIFTY_POINTS, period_limit=2, period_days=7)
        told = await outcomes(promocodes.enter(shop.db, ann, f"WEEK{number}", at=NOON) for _ in range(50))
        assert told == {"done": 2, "code.period": 48}


async def test_fifty_people_share_one_personal_code_and_one_has_it(shop: Shop) -> None:
    people = await crowd(shop, 50)
    promo = await a_code(shop.db, None)
    for number in range(ROUNDS):
        async with shop.db.begin() as session:
            session.add(PersonalCode(promo_id=promo, code=f"ONE{number}"))
        told = await outcomes(promocodes.enter(shop.db, each, f"ONE{number}", at=NOON) for each in people)
        assert told == {"done": 1, "code.taken": 49}
    async with shop.db.read() as session:
        vouchers = (await session.scalars(select(Voucher))).all()
    assert len(vouchers) == ROUNDS
