"""Points become a voucher, once; the last piece goes to one; taken back, everything is as it was."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules.rewards import Withheld
from bot.usecases import history, program, rewards
from bot.usecases.actor import Actor
from bot.usecases.catalogue import Switch
from bot.usecases.errors import Refused
from db.enums import BenefitKind, EntryKind, RewardKind, Tier, VoucherState
from db.ledger import read
from db.models.members import Member
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.friends import FIRST_CHAT, joins
from tests.support.ledger import earned
from tests.support.orders import ANN, BOB, NOON, Shop, opened
from tests.support.rewards import declares, reward, rich, takes

ROUNDS, RACERS = 20, 50


@pytest.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    await rich(db, shop.ann)
    return shop


async def available(shop: Shop, member_id: int | None = None) -> int:
    async with shop.db.read() as session:
        return (await read.balance(session, member_id or shop.ann)).available


async def stock(shop: Shop, reward_id: int) -> int | None:
    async with shop.db.read() as session:
        return (await session.get_one(Reward, reward_id)).stock


async def voucher(shop: Shop, voucher_id: int) -> Voucher:
    async with shop.db.read() as session:
        return await session.get_one(Voucher, voucher_id)


async def backs(shop: Shop, voucher_id: int, chat_id: int = ANN, **how: Any) -> rewards.Returned:
    return await rewards.take_back(shop.db, await shop.actor(chat_id), voucher_id, **({"at": NOON} | how))


async def outcomes(acts: Iterable[Awaitable[Any]]) -> Counter[str]:
    """How often each came: the code of a refusal, "done", or "already"."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException) and not isinstance(each, Withheld | Refused):
            raise each
    return Counter(each.code if isinstance(each, Withheld | Refused) else _word(each) for each in ended)


def _word(done: Any) -> str:
    return "already" if done.already else "done"


async def test_ann_takes_a_soup_and_holds_its_voucher(shop: Shop) -> None:
    soup = await reward(shop, stock=3)
    taken = await takes(shop, soup)
    assert (taken.points, taken.available, taken.already) == (100, 900, False)
    assert (taken.valid_until, taken.undo_until) == (date(2026, 12, 21), NOON + timedelta(minutes=10))
    held = await voucher(shop, taken.voucher_id)
    assert (held.member_id, held.kind, held.names, held.state) == (
        shop.ann,
        BenefitKind.ITEM,
        {"en": "Miso soup"},
        VoucherState.HELD,
    )
    assert await stock(shop, soup) == 2


async def test_the_history_says_what_the_points_went_to(shop: Shop) -> None:
    taken = await takes(shop, await reward(shop))
    await backs(shop, taken.voucher_id)
    back, spent = (await history.page(shop.db, shop.ann, before=None)).lines[:2]
    assert (spent.points, spent.kind, spent.reason) == (-100, EntryKind.REDEEM, "reward.redeemed")
    assert (back.points, back.reason, back.facts["names"]) == (100, "reward.returned", {"en": "Miso soup"})
    assert (spent.facts["names"], spent.facts["price"]) == ({"en": "Miso soup"}, 100)


async def test_a_reward_taken_back_leaves_points_lots_and_stock_as_they_were(shop: Shop) -> None:
    await earned(shop.db, shop.ann, 50, expires_on=date(2026, 12, 1))
    soup = await reward(shop, stock=1)
    async with shop.db.read() as session:
        before = await read.lots(session, shop.ann)
    taken = await takes(shop, soup)
    back = await backs(shop, taken.voucher_id, at=NOON + timedelta(minutes=10))
    assert (back.points, back.available, back.already) == (100, 1_050, False)
    async with shop.db.read() as session:
        assert await read.lots(session, shop.ann) == before
    assert await stock(shop, soup) == 1
    assert (await voucher(shop, taken.voucher_id)).state == VoucherState.RETURNED
    assert (await backs(shop, taken.voucher_id)).already
    assert await available(shop) == 1_050


async def test_after_ten_minutes_or_once_used_it_stays(shop: Shop) -> None:
    taken = await takes(shop, await reward(shop))
    with pytest.raises(Refused) as late:
        await backs(shop, taken.voucher_id, at=NOON + timedelta(minutes=10, seconds=1))
    assert (late.value.code, late.value.facts) == ("reward.undo_too_late", {"within": timedelta(minutes=10)})
    async with shop.db.begin() as session:
        (await session.get_one(Voucher, taken.voucher_id)).state = VoucherState.USED
    with pytest.raises(Refused, match="undo_used"):
        await backs(shop, taken.voucher_id)
    with pytest.raises(Refused, match="not_yours"):
        await backs(shop, taken.voucher_id, BOB)
    with pytest.raises(Refused, match="not_yours"):
        await backs(shop, 99)


async def test_each_reason_against_it_is_said(shop: Shop) -> None:
    for values, code in (
        ({"stock": 0}, "reward.sold_out"),
        ({"tier": Tier.GOLD}, "reward.tier"),
        ({"opens_at": NOON + timedelta(hours=1)}, "reward.not_yet"),
        ({"closes_at": NOON}, "reward.over"),
        ({"paused": True}, "reward.paused"),
        ({"removed": True}, "reward.paused"),
        ({"price": 1_001}, "reward.too_few_points"),
    ):
        with pytest.raises(Withheld, match=code):
            await takes(shop, await reward(shop, **values))
    with pytest.raises(Refused, match="unknown"):
        await takes(shop, 99)
    with pytest.raises(Refused, match="needed"):
        await takes(shop, await reward(shop), chat_id=1)
    assert await available(shop) == 1_000


async def test_silver_has_it_a_day_before_the_others(shop: Shop) -> None:
    soup = await reward(shop, opens_at=NOON + timedelta(hours=72), early_hours=72)
    with pytest.raises(Withheld, match="not_yet"):
        await takes(shop, soup)
    async with shop.db.begin() as session:
        (await session.get_one(Member, shop.ann)).tier = Tier.SILVER
    assert not (await takes(shop, soup)).already


async def test_a_limit_for_each_counts_what_they_paid_for_and_kept(shop: Shop) -> None:
    soup = await reward(shop, per_member=1)
    await backs(shop, (await takes(shop, soup)).voucher_id)
    await takes(shop, soup)
    with pytest.raises(Withheld, match="member_limit"):
        await takes(shop, soup)
    await rich(shop.db, shop.bob)
    await takes(shop, soup, BOB)


async def test_a_daily_limit_begins_anew_at_the_shops_midnight(shop: Shop) -> None:
    soup = await reward(shop, per_day=1)
    await takes(shop, soup)
    await rich(shop.db, shop.bob)
    for hours, code in ((0, "day_limit"), (8, "day_limit")):
        with pytest.raises(Withheld, match=code):
            await takes(shop, soup, BOB, at=NOON + timedelta(hours=hours))
    await takes(shop, soup, BOB, at=NOON + timedelta(hours=9))  # midnight in Moscow


async def test_what_ann_cannot_eat_asks_again_and_is_never_proposed(shop: Shop) -> None:
    tea = await reward(shop, "Tea", 50)
    await declares(shop.db, shop.ann, "peanuts")
    satay = await reward(shop, "Satay", 200, allergens=Switch("peanuts", True))
    with pytest.raises(Refused, match="allergen"):
        await takes(shop, satay)
    async with shop.db.read() as session:
        rules = await program.in_force(session, NOON)
        rich = await rewards.reach(session, shop.ann, 1_000, NOON, rules)
        poor = await rewards.reach(session, shop.ann, 10, NOON, rules)
    assert ([line.terms.id for line in rich.now], rich.almost) == ([tea], ())
    assert (poor.now, [(line.terms.id, line.missing) for line in poor.almost]) == ((), [(tea, 40)])
    assert not (await takes(shop, satay, agreed=True)).already


async def test_the_shelf_is_told_in_the_order_that_helps(shop: Shop) -> None:
    await reward(shop, "Sold out", 10, stock=0)
    await reward(shop, "Hidden", 10, paused=True)
    await reward(shop, "Past", 10, closes_at=NOON)
    await reward(shop, "Feast", 1_040)
    await reward(shop, "Tea", 50)
    await reward(shop, "Set", 900)
    shelf = await rewards.look(shop.db, await shop.actor(ANN), at=NOON)
    told = [[line.terms.names["en"] for line in part] for part in (shelf.now, shelf.almost, shelf.later)]
    assert told == [["Set", "Tea"], ["Feast"], ["Sold out"]]
    assert (shelf.available, shelf.almost[0].missing) == (1_000, 40)


async def test_an_evening_is_good_until_its_day(shop: Shop) -> None:
    evening = NOON + timedelta(days=60)
    party = await reward(shop, "Sushi class", kind=RewardKind.EXPERIENCE, happens_at=evening, stock=8)
    assert (await takes(shop, party)).valid_until == evening.date()
    with pytest.raises(Withheld, match="over"):
        await takes(shop, party, at=evening)


async def test_the_same_key_fifty_times_is_one_voucher(shop: Shop) -> None:
    for turn in range(ROUNDS):
        soup = await reward(shop, price=10, stock=5)
        acts = (takes(shop, soup, key=f"tap{turn}") for _ in range(RACERS))
        assert await outcomes(acts) == {"done": 1, "already": RACERS - 1}
        assert await stock(shop, soup) == 4
    assert await available(shop) == 1_000 - ROUNDS * 10


async def test_of_fifty_who_want_the_last_piece_one_has_it(db: Database) -> None:
    shop = await opened(db)
    people = [Actor(FIRST_CHAT + n, known=True, member_id=await joins(db, n, None)) for n in range(RACERS)]
    for person in people:
        await rich(db, person.member_id or 0, 10 * ROUNDS)
    for turn in range(ROUNDS):
        last = await reward(shop, price=10, stock=1)
        acts = (rewards.redeem(db, each, last, f"last{turn}", agreed=False, at=NOON) for each in people)
        assert await outcomes(acts) == {"done": 1, "reward.sold_out": RACERS - 1}
        assert await stock(shop, last) == 0
    left = sum([await available(shop, each.member_id) for each in people])
    assert left == 10 * ROUNDS * (RACERS - 1)
    async with db.read() as session:
        assert len((await session.scalars(select(Voucher.id))).all()) == ROUNDS


async def test_limits_hold_against_many_at_once(shop: Shop) -> None:
    for _ in range(ROUNDS // 4):
        mine = await reward(shop, price=10, per_member=2)
        assert await outcomes(takes(shop, mine) for _ in range(RACERS)) == {"done": 2, "reward.member_limit": 48}
        todays = await reward(shop, price=10, per_day=3)
        assert await outcomes(takes(shop, todays) for _ in range(RACERS)) == {"done": 3, "reward.day_limit": 47}


async def test_taken_back_by_many_at_once_the_points_come_once(shop: Shop) -> None:
    soup = await reward(shop, stock=1)
    for _ in range(ROUNDS // 4):
        taken = await takes(shop, soup)
        acts = (backs(shop, taken.voucher_id) for _ in range(RACERS))
        assert await outcomes(acts) == {"done": 1, "already": RACERS - 1}
        assert (await available(shop), await stock(shop, soup)) == (1_000, 1)
