"""Bob buys at the Green Bakery: he earns and pays there with the same points, and every point is in its account."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from bot.usecases import partner_pairs, partner_returns, partner_sales, partner_statements, privacy, spendings
from bot.usecases.errors import Refused
from bot.usecases.partner_returns import PartnerReturn
from bot.usecases.partner_sales import PartnerSaleDraft, PartnerSold
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import PartnerState
from db.models.partners import Partner
from db.session import Database
from tests.support.api import CARDS
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.partners import FIRST_CUSTOMER, Bakery, bakery, customers
from tests.support.spending import card_code, has, points_of, shows

SOON, LATER = NOON + timedelta(seconds=60), NOON + timedelta(minutes=5)


async def held(place: Bakery, member_id: int, points: int, *, eligible_minor: int = 90_000) -> SpendSeen:
    """So many points set aside by the digits on the member's screen."""
    wanted = SpendWanted(f"hold{member_id}:{points}", member_id, points, eligible_minor, partner_id=place.id)
    shown = await shows(place.shop, member_id)
    return await spendings.hold(place.shop.db, place.petra, wanted, shown, at=NOON, card_key=CARDS)


async def outcome(work: Awaitable[Any]) -> str:
    """ "done", or why not."""
    try:
        await work
    except Refused as refusal:
        return refusal.code
    return "done"


async def refused(work: Any) -> str:
    with pytest.raises(Refused) as refusal:
        await work
    return refusal.value.code


async def test_bob_pays_a_part_with_points_earns_on_the_rest_and_the_account_says_so(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    await has(shop, shop.bob, 500)
    spending = await held(place, shop.bob, 300)
    done = await place.sells(shop.bob, spending_id=spending.id)
    assert (done.off_minor, done.points_paid, done.paid_minor, done.to_pay_minor) == (10_000, 300, 30_000, 60_000)
    assert (done.earned, done.available) == (30, 230)
    assert await points_of(shop, shop.bob) == (230, 0)
    assert await shop.told(BOB) == ["partner.sold"]
    statement = await partner_statements.own(db, place.petra, at=NOON)
    assert (statement.given, statement.taken, statement.totals.balance) == (30, 300, 270)
    assert (statement.given_minor, statement.taken_minor, statement.net_minor) == (2_700, 30_000, 27_300)
    assert statement.reconciles


async def test_sent_again_it_is_one_sale_by_its_key_and_by_its_receipt(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    first = await place.sells(shop.bob, key="k1", terminal="T1", receipt="R7")
    again = await place.sells(shop.bob, key="k1", terminal="T1", receipt="R7")
    other_key = await place.sells(shop.bob, key="k2", terminal="T1", receipt="R7")
    assert (again.sale_id, other_key.sale_id, other_key.already) == (first.sale_id, first.sale_id, True)
    assert await refused(place.sells(shop.bob, 55_000, key="k3", terminal="T1", receipt="R7")) == "slip.differs"
    assert await refused(place.sells(shop.bob, 55_000, key="k1")) == "slip.differs"
    assert await points_of(shop, shop.bob) == (45, 0)


async def test_a_slip_is_undone_for_two_minutes_by_the_same_hand(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    await has(shop, shop.bob, 500)
    done = await place.sells(shop.bob, spending_id=(await held(place, shop.bob, 300)).id)
    till = await place.key()
    assert await refused(partner_returns.undo(db, till, done.sale_id, at=SOON)) == "sale.undo_too_late"
    assert await refused(partner_returns.undo(db, place.petra, done.sale_id, at=LATER)) == "sale.undo_too_late"
    for _ in range(2):
        await partner_returns.undo(db, place.petra, done.sale_id, at=SOON)
    assert await points_of(shop, shop.bob) == (500, 0)
    statement = await partner_statements.own(db, place.petra, at=NOON)
    assert (statement.given, statement.taken, statement.net_minor) == (0, 0, 0)
    assert len(statement.lines) == 4
    assert statement.reconciles
    assert await refused(partner_returns.take_back(db, place.petra, PartnerReturn(done.sale_id), at=LATER)) == (
        "partner.nothing_left"
    )


async def test_a_receipt_whose_sale_was_undone_can_be_entered_anew(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    slip = await place.sells(shop.bob, key="k1", terminal="T1", receipt="R7")
    await partner_returns.undo(db, place.petra, slip.sale_id, at=SOON)
    anew = await place.sells(shop.bob, 55_000, key="k2", terminal="T1", receipt="R7")
    assert (anew.already, anew.earned > 0, await points_of(shop, shop.bob)) == (False, True, (anew.earned, 0))
    again = await place.sells(shop.bob, key="k1", terminal="T1", receipt="R7")
    assert (again.sale_id, again.already) == (slip.sale_id, True), "the draft that was undone stays undone"


async def test_goods_of_somebody_who_has_erased_themselves_move_no_points(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    await has(shop, shop.bob, 500)
    done = await place.sells(shop.bob, spending_id=(await held(place, shop.bob, 300)).id)
    await privacy.erase(db, await shop.actor(BOB), at=SOON)
    back = await partner_returns.take_back(db, place.petra, PartnerReturn(done.sale_id), at=LATER)
    assert (back.money_minor, await points_of(shop, shop.bob)) == (60_000, (0, 0))


async def test_bread_that_comes_back_in_parts_comes_back_as_a_whole(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    await has(shop, shop.bob, 500)
    done = await place.sells(shop.bob, spending_id=(await held(place, shop.bob, 300)).id)
    third = PartnerReturn(done.sale_id, 30_000, known_minor=0)
    back = await partner_returns.take_back(db, place.petra, third, at=LATER)
    assert (back.money_minor, back.points_given, back.points_taken, back.left_minor) == (20_000, 100, 10, 60_000)
    twice = await partner_returns.take_back(db, place.petra, third, at=LATER)
    assert (twice.already, twice.left_minor) == (True, 60_000)
    too_much = PartnerReturn(done.sale_id, 60_001)
    assert await refused(partner_returns.take_back(db, place.petra, too_much, at=LATER)) == "partner.return_too_much"
    rest = await partner_returns.take_back(db, await place.key(), PartnerReturn(done.sale_id), at=LATER)
    assert (rest.money_minor, rest.points_given, rest.points_taken, rest.left_minor) == (40_000, 200, 20, 0)
    assert await points_of(shop, shop.bob) == (500, 0)
    assert (await partner_statements.own(db, place.petra, at=NOON)).reconciles


async def test_nobody_serves_themselves_another_place_or_at_one_that_has_left(db: Database) -> None:
    shop = await opened(db)
    place, florist = await bakery(shop), await bakery(shop, chat_id=52, name="Florist")
    done = await place.sells(shop.bob)
    assert await refused(partner_returns.look(db, florist.petra, done.sale_id, at=NOON)) == "partner.sale_unknown"
    whole = PartnerReturn(done.sale_id)
    assert await refused(partner_returns.take_back(db, florist.petra, whole, at=NOON)) == "partner.sale_unknown"
    assert await refused(partner_returns.take_back(db, await florist.key(), whole, at=NOON)) == "partner.sale_unknown"
    await has(shop, shop.bob, 500)
    theirs = await held(place, shop.bob, 300)
    assert await refused(florist.sells(shop.bob, spending_id=theirs.id)) == "spending.unknown"
    elsewhere = SpendWanted("w", shop.bob, 100, 90_000, partner_id=florist.id)
    asked = spendings.hold(db, place.petra, elsewhere, await shows(shop, shop.bob), at=NOON, card_key=CARDS)
    assert await refused(asked) in ("access.denied", "partner.not_yours")
    for stranger in (BOB, ANN, OLGA):
        who = await shop.actor(stranger)
        draft = PartnerSaleDraft(f"s{stranger}", shop.bob, 1_000)
        assert await refused(partner_sales.post(db, who, draft, at=NOON)) == "access.denied"
    async with db.begin() as session:
        (await session.get_one(Partner, place.id)).state = PartnerState.PAUSED
    assert await refused(place.sells(shop.bob)) == "partner.not_active"
    assert (await partner_returns.take_back(db, place.petra, whole, at=NOON)).points_taken == 45


async def test_a_partner_finds_a_card_and_nothing_else(db: Database) -> None:
    shop = await opened(db)
    place = await bakery(shop)
    code = await card_code(shop, shop.bob)
    found = await partner_sales.find(db, place.petra, f"m_{code}", at=NOON, card_key=CARDS)
    assert found
    assert (found.member_id, found.name, found.fresh) == (shop.bob, "Bob Stone", False)
    for text in ("Bob", "Stone", f"+486001002{BOB}", str(BOB), "0222", ""):
        assert await partner_sales.find(db, place.petra, text, at=NOON, card_key=CARDS) is None


async def test_the_day_has_a_limit_whoever_asks_and_however(db: Database) -> None:
    """Ten people's sales of 40 points at once where 100 may be given: two go through, whatever their order."""
    shop = await opened(db)
    place = await bakery(shop, daily_points=100, discount_bp=0, earn_rate_bp=400)
    till = await place.key()
    people = await customers(shop, 10)

    async def sell(number: int) -> str:
        by: Any = place.petra if number % 2 else till
        return await outcome(
            partner_sales.post(db, by, PartnerSaleDraft(f"n{number}", people[number], 100_000), at=NOON)
        )

    answers = await asyncio.gather(*(sell(number) for number in range(10)))
    assert sorted(answers) == ["done"] * 2 + ["partner.daily_limit"] * 8
    assert (await partner_statements.own(db, place.petra, at=NOON)).given == 80
    tomorrow = NOON + timedelta(days=1)
    draft = PartnerSaleDraft("tomorrow", shop.bob, 100_000)
    assert (await partner_sales.post(db, place.petra, draft, at=tomorrow)).earned == 40


async def test_what_members_agree_to_at_once_stays_within_the_day(db: Database) -> None:
    """Eight people pay 100 points at once where 300 may be taken, some by their Yes, some by their digits."""
    shop = await opened(db)
    place = await bakery(shop, daily_points=300)
    people = await customers(shop, 8)
    asked = {}
    for number, member in enumerate(people):
        await has(shop, member, 500)
        wanted = SpendWanted(f"ask{member}", member, 100, 90_000, partner_id=place.id)
        if number % 2:
            asked[member] = await spendings.ask(db, place.petra, wanted, at=NOON)

    async def pay(member: int) -> str:
        if member in asked:
            actor = await shop.actor(FIRST_CUSTOMER + people.index(member))
            return await outcome(spendings.agree(db, actor, asked[member].id, at=NOON))
        return await outcome(held(place, member, 100))

    answers = await asyncio.gather(*(pay(member) for member in people))
    assert sorted(answers) == ["done"] * 3 + ["partner.daily_limit"] * 5
    sets = [await points_of(shop, member) for member in people]
    assert sorted(sets) == [(400, 100)] * 3 + [(500, 0)] * 5


async def test_points_earned_at_one_place_and_spent_at_another_are_netted_pair_by_pair(db: Database) -> None:
    shop = await opened(db)
    place, florist = await bakery(shop), await bakery(shop, chat_id=52, name="Florist")
    await place.sells(shop.bob, 1_000_000)
    await has(shop, shop.bob, 50)  # of our own: for ever, so they are spent last
    flowers = await florist.sells(shop.bob, spending_id=(await held(florist, shop.bob, 300)).id)
    assert (flowers.points_paid, flowers.earned) == (300, 30)
    await partner_returns.take_back(db, florist.petra, PartnerReturn(flowers.sale_id, 45_000), at=LATER)
    await has(shop, shop.ann, 450)
    await place.sells(shop.ann, spending_id=(await held(place, shop.ann, 100)).id)
    olga = await shop.actor(OLGA)
    found = await partner_pairs.network(db, olga, at=LATER)
    told = {(pair.first, pair.second): (pair.there_points, pair.back_points, pair.net_minor) for pair in found.pairs}
    assert told == {
        ("Sushi Okaeri", "Green Bakery"): (100, 0, 10_000),
        ("Green Bakery", "Florist"): (150, 0, 15_000),
    }
    for one in (place, florist):
        assert (await partner_statements.own(db, one.petra, at=LATER)).reconciles


async def test_a_month_of_anything_reconciles_to_the_unit(sqlite_db: Database) -> None:
    seed = random.randrange(10**9)
    print("seed", seed)
    fate = random.Random(seed)
    shop = await opened(sqlite_db)
    place = await bakery(shop, daily_points=1_000_000, give_value_bp=9_333, take_value_bp=8_777, earn_rate_bp=733)
    await has(shop, shop.bob, 100_000)
    sales: list[PartnerSold] = []
    for turn in range(40):
        at = NOON + timedelta(minutes=2 * turn)
        if sales and fate.random() < 0.4:
            sale = fate.choice(sales)
            seen = await partner_returns.look(sqlite_db, place.petra, sale.sale_id, at=at)
            if seen.undo_until and fate.random() < 0.5:
                await partner_returns.undo(sqlite_db, place.petra, sale.sale_id, at=at)
            elif seen.left_minor:
                part = PartnerReturn(sale.sale_id, fate.randint(1, seen.left_minor))
                await partner_returns.take_back(sqlite_db, place.petra, part, at=at)
            continue
        bill = fate.randint(1, 300_000)
        sales.append(await _sold(place, shop, bill, fate, turn, at))
    statement = await partner_statements.own(sqlite_db, place.petra, at=at)
    assert statement.reconciles
    assert statement.lines
    earlier = await partner_statements.own(sqlite_db, place.petra, "2026-10", at=at)
    assert (earlier.lines, earlier.net_minor) == ((), 0)


async def _sold(place: Bakery, shop: Shop, bill: int, fate: random.Random, turn: int, at: Any) -> PartnerSold:
    spending = None
    due = bill - bill // 10
    if due // 2 // 100 >= 100:
        wanted = SpendWanted(f"m{turn}", shop.bob, fate.randint(100, due // 200), due, partner_id=place.id)
        digits = await shows(shop, shop.bob, at)
        spending = await spendings.hold(shop.db, place.petra, wanted, digits, at=at, card_key=CARDS)
    draft = PartnerSaleDraft(f"t{turn}", shop.bob, bill, spending.id if spending else None)
    return await partner_sales.post(shop.db, place.petra, draft, at=at)
