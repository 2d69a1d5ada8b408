"""Keeping the catalogue: who may, what is refused, and who wins when several edit at once."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules import catalogue as rule
from bot.rules.benefits import Benefit
from bot.rules.catalogue import BadReward
from bot.rules.mechanics import SwitchedOff
from bot.usecases import allergens, catalogue, program, rewards, vouchers
from bot.usecases.catalogue import Draft, Edit, RewardCard, Switch
from bot.usecases.errors import Refused
from db.enums import Allergen, BenefitKind, GiftState, RewardKind, Role, VoucherSource, VoucherState
from db.models.audit import AuditLine
from db.models.rewards import Reward
from db.models.staff import Staff
from db.models.vouchers import Gift, Voucher
from db.session import Database
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.rewards import reward, rich, takes

RACERS, ROUNDS = 50, 6


@pytest.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    await rich(db, shop.ann)
    return shop


async def changes(shop: Shop, reward_id: int, field: Any, value: Any, **how: Any) -> RewardCard:
    """Olga changes it, having just looked."""
    olga = await shop.actor(OLGA)
    edition = how.pop("edition", None) or (await catalogue.show(shop.db, olga, reward_id)).edition
    return await catalogue.change(shop.db, olga, Edit(reward_id, edition, field, value, **how), at=NOON)


async def lines(shop: Shop) -> list[AuditLine]:
    async with shop.db.read() as session:
        return list(await session.scalars(select(AuditLine).order_by(AuditLine.id)))


async def test_only_the_owner_and_managers_keep_it(shop: Shop) -> None:
    soup = await reward(shop)
    for chat_id in (CARL, ANN):
        actor = await shop.actor(chat_id)
        for act in (
            catalogue.listed(shop.db, actor, 0, at=NOON),
            catalogue.show(shop.db, actor, soup),
            catalogue.figures(shop.db, actor, at=NOON),
            catalogue.add(shop.db, actor, Draft(RewardKind.DISH, {"en": "Free"}, 1), at=NOON),
            catalogue.change(shop.db, actor, Edit(soup, 1, "price", 1), at=NOON),
            catalogue.set_picture(shop.db, actor, soup, 1, None, at=NOON),
        ):
            with pytest.raises(Refused, match="denied"):
                await act
    async with shop.db.begin() as session:
        carl = (await session.scalars(select(Staff).where(Staff.chat_id == CARL))).one()
        carl.role = Role.MANAGER
    assert (await catalogue.show(shop.db, await shop.actor(CARL), soup)).terms.price == 100


async def test_a_change_is_signed_with_what_was_and_what_is(shop: Shop) -> None:
    soup = await reward(shop)
    card = await changes(shop, soup, "opens_at", NOON + timedelta(days=1))
    assert (card.edition, card.terms.opens_at) == (2, NOON + timedelta(days=1))
    line = (await lines(shop))[-1]
    assert (line.act, line.subject) == ("catalogue.change", f"reward:{soup}")
    assert (line.facts["old"], line.facts["new"]) == ({"opens_at": None}, {"opens_at": "2026-11-22T12:00:00+00:00"})


async def test_what_it_is_already_changes_nothing_and_refuses_nothing(shop: Shop) -> None:
    soup = await reward(shop)
    await changes(shop, soup, "allergens", Switch("milk", True))
    again = await changes(shop, soup, "allergens", Switch("milk", True), edition=1)
    assert (again.edition, again.terms.allergens, len(await lines(shop))) == (2, (Allergen.MILK,), 2)


async def test_what_makes_no_sense_is_refused_and_leaves_no_trace(shop: Shop) -> None:
    soup = await reward(shop, opens_at=NOON)
    for field, value, code in (
        ("price", 0, "price_zero"),
        ("stock", -1, "stock_negative"),
        ("closes_at", NOON, "window_backwards"),
        ("closes_at", NOON - timedelta(days=1), "window_backwards"),
        ("name", "", "name_empty"),
        ("name", "x" * 65, "name_too_long"),
        ("text", "x" * 401, "text_too_long"),
    ):
        with pytest.raises(BadReward, match=code):
            await changes(shop, soup, field, value, language="en")
    with pytest.raises(BadReward, match="price_zero"):
        await catalogue.add(shop.db, await shop.actor(OLGA), Draft(RewardKind.DISH, {"en": "Free"}, 0), at=NOON)
    card = await catalogue.show(shop.db, await shop.actor(OLGA), soup)
    assert (card.edition, card.terms.price, card.terms.closes_at) == (2, 100, None)
    assert len(await lines(shop)) == 2


async def test_of_fifty_who_saw_the_same_edition_one_changes_it(shop: Shop) -> None:
    soup = await reward(shop)
    for turn in range(ROUNDS):
        acts = (changes(shop, soup, "price", 1_000 * turn + n + 1, edition=turn + 1) for n in range(RACERS))
        ended = await asyncio.gather(*acts, return_exceptions=True)
        tally = Counter(each.code if isinstance(each, Refused) else type(each).__name__ for each in ended)
        assert tally == {"RewardCard": 1, "reward.changed_meanwhile": RACERS - 1}
    assert len(await lines(shop)) == ROUNDS + 1


async def test_seats_are_counted_with_what_is_promised(shop: Shop) -> None:
    party = await reward(shop, "Class", kind=RewardKind.EXPERIENCE, happens_at=NOON + timedelta(days=9))
    first, second = await takes(shop, party), await takes(shop, party)
    assert (await changes(shop, party, "seats", 2)).terms.stock == 0
    with pytest.raises(BadReward, match="seats_promised"):
        await changes(shop, party, "seats", 1)
    await rewards.take_back(shop.db, await shop.actor(ANN), second.voucher_id, at=NOON)
    card = await changes(shop, party, "seats", 1)
    assert (card.seats, card.promised, card.terms.stock, first.already) == (1, 1, 0, False)


async def test_while_seats_change_nobody_sits_on_anothers_lap(shop: Shop) -> None:
    party = await reward(shop, "Class", 1, kind=RewardKind.EXPERIENCE, stock=5)
    acts = [takes(shop, party) for _ in range(20)]
    await asyncio.gather(*acts, changes(shop, party, "seats", 8), return_exceptions=True)
    async with shop.db.read() as session:
        kept = await session.get_one(Reward, party)
        held = len((await session.scalars(select(Voucher.id).where(Voucher.reward_id == party))).all())
    assert (kept.stock, held) in ((0, 8), (3, 5))


async def test_a_removed_reward_leaves_its_vouchers_good(shop: Shop) -> None:
    soup = await reward(shop)
    taken = await takes(shop, soup)
    await changes(shop, soup, "removed", True)
    with pytest.raises(Refused, match="unknown"):
        await catalogue.show(shop.db, await shop.actor(OLGA), soup)
    async with shop.db.read() as session:
        held = await vouchers.held(session, shop.ann, NOON)
    assert [line.id for line in held] == [taken.voucher_id]
    back = await rewards.take_back(shop.db, await shop.actor(ANN), taken.voucher_id, at=NOON)
    assert back.available == 1_000


async def test_the_catalogue_has_an_end(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "MOST_REWARDS", 2)
    await reward(shop)
    second = await reward(shop)
    with pytest.raises(Refused, match="too_many"):
        await reward(shop)
    await changes(shop, second, "removed", True)
    await reward(shop)


async def test_figures_put_things_beside_money(shop: Shop) -> None:
    taken = [await takes(shop, await reward(shop)) for _ in range(2)]
    await rewards.take_back(shop.db, await shop.actor(ANN), taken[0].voucher_id, at=NOON)
    async with shop.db.begin() as session:
        rules = await program.in_force(session, NOON)
        off = Benefit(BenefitKind.PERCENT, 1_000)
        wanted = vouchers.Issue("test:1", shop.ann, off, VoucherSource.PROMO, date(2026, 12, 31))
        issued = await vouchers.issue(session, wanted, at=NOON, rules=rules)
        (await session.get_one(Voucher, issued.voucher_id)).state = VoucherState.USED
    found = await catalogue.figures(shop.db, await shop.actor(OLGA), at=NOON)
    told = {(one.kind, one.reward_kind): (one.issued, one.used, one.points) for one in found}
    assert told == {
        (BenefitKind.ITEM, RewardKind.DISH): (1, 0, 100),
        (BenefitKind.PERCENT, None): (1, 1, 0),
    }


async def test_a_reward_given_away_still_counts_as_taken_and_a_gift_does_not(shop: Shop) -> None:
    soup = await reward(shop, per_member=1)
    taken = await takes(shop, soup)
    async with shop.db.begin() as session:
        voucher = await session.get_one(Voucher, taken.voucher_id)
        gift = {"token_hash": "x", "giver_id": shop.ann, "voucher_id": voucher.id, "state": GiftState.CLAIMED}
        session.add(Gift(**gift, at=NOON, until=NOON, claimed_by=shop.bob))
        voucher.member_id = shop.bob
    await rich(shop.db, shop.bob)
    with pytest.raises(ValueError, match="member_limit"):
        await takes(shop, soup)
    await takes(shop, soup, BOB)


async def test_what_ann_declares_is_kept_until_she_takes_it_back(shop: Shop) -> None:
    ann = await shop.actor(ANN)
    await allergens.declare(shop.db, ann, Allergen.MILK, True)
    await allergens.declare(shop.db, ann, Allergen.GLUTEN, True)
    told = await allergens.declare(shop.db, ann, Allergen.GLUTEN, True)
    assert told.allergens == (Allergen.GLUTEN, Allergen.MILK)
    assert (await allergens.declare(shop.db, ann, Allergen.MILK, False)).allergens == (Allergen.GLUTEN,)
    with pytest.raises(Refused, match="needed"):
        await allergens.look(shop.db, replace(ann, member_id=None))


async def test_a_shop_without_rewards_has_an_empty_shelf(db: Database) -> None:
    shop = await opened(db, sushi(without=("rewards",)))
    await rich(db, shop.ann)
    soup = await reward(shop)
    shelf = await rewards.look(db, await shop.actor(ANN), at=NOON)
    assert (shelf.now, shelf.almost, shelf.later) == ([], [], [])
    with pytest.raises(SwitchedOff):
        await takes(shop, soup)
