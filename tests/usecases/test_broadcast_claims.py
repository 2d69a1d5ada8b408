"""Of many who take the last piece one gets it; budgets hold; what a rule sent is noted under its name."""

import asyncio
import json
import os
from collections import Counter

import pytest
from sqlalchemy import select

from bot.rules.automations import Offer
from bot.rules.benefits import Benefit
from bot.rules.broadcasts import OfferButton, PromoOffer, RewardOffer
from bot.rules.claims import Closed
from bot.usecases import (
    automation_reports,
    broadcast_claims,
    broadcast_endings,
    broadcast_report,
    broadcasts,
    privacy,
    responses,
)
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.enums import AutomationKind, BenefitKind, BroadcastState, FiringState, MessageState, OfferKind, RewardKind
from db.ledger import read
from db.models.automations import Automation, Firing
from db.models.messages import OutgoingMessage
from db.models.promocodes import PersonalCode
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.ledger import spent
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.promos import a_code
from tests.support.rewards import reward

ROUNDS = 200 if os.environ.get("OKAERI_SOAK") else 20
CLAIMS = 50
LAST = shop_says.at("25T12")
GOING = OfferButton("going", {"en": "I am coming"})
TAKING = OfferButton("claim", {"en": "I take it"})


async def test_fifty_take_the_last_piece_and_one_has_it(db: Database) -> None:
    """Each round the fifty are other broadcasts' fifty: points, vouchers and seats by turns."""
    await opened(db)
    voucher = Offer(OfferKind.VOUCHER, benefit=Benefit(BenefitKind.AMOUNT, 30_000), valid_days=7)
    people = await shop_says.crowd(db, CLAIMS)
    for each in range(ROUNDS):
        brings = (shop_says.POINTS, voucher, None)[each % 3]
        number = await shop_says.running(db, brings, stock=1, buttons=(GOING,))
        await shop_says.sent(db, number, people)
        take = broadcast_claims.claim if brings else broadcast_claims.go
        actors = [Actor(chat_id=shop_says.FIRST_CHAT + member, member_id=member) for member in people]
        said = await asyncio.gather(*(take(db, actor, number, at=NOON) for actor in actors), return_exceptions=True)
        outcomes = Counter(one.code if isinstance(one, Closed) else type(one).__name__ for one in said)
        assert outcomes == {"Claimed": 1, "answer.all_gone": CLAIMS - 1}
        assert (await shop_says.broadcast(db, number)).claimed == 1
    async with db.read() as session:
        given = sum([(await read.balance(session, member)).available for member in people])
        vouchers = len(list(await session.scalars(select(Voucher.id))))
    assert (given, vouchers) == (50 * len(range(0, ROUNDS, 3)), ROUNDS - len(range(0, ROUNDS, 3)))


async def test_one_member_taps_twenty_times_at_once_and_has_one(db: Database) -> None:
    shop = await opened(db)
    number = await shop_says.running(db, stock=5)
    await shop_says.sent(db, number, [shop.ann])
    ann = await shop.actor(ANN)
    said = await asyncio.gather(*(broadcast_claims.claim(db, ann, number, at=NOON) for _ in range(20)))
    assert sorted(one.already for one in said) == [False] + [True] * 19
    async with db.read() as session:
        assert (await read.balance(session, shop.ann)).available == 50
    assert (await shop_says.broadcast(db, number)).claimed == 1


async def test_a_budget_holds_and_a_batch_gives_each_their_own_code(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    promo = await a_code(sqlite_db, None, kind=BenefitKind.POINTS, value=30, budget_minor=None)
    async with sqlite_db.begin() as session:
        session.add_all(PersonalCode(promo_id=promo, code=code) for code in ("AAA111", "BBB222"))
    number = await shop_says.running(sqlite_db, PromoOffer(promo), budget_minor=5_999)
    await shop_says.sent(sqlite_db, number, [shop.ann, shop.bob])
    first = await broadcast_claims.claim(sqlite_db, await shop.actor(ANN), number, at=NOON)
    assert first.points == 30
    with pytest.raises(Closed, match=r"answer\.all_gone"):
        await broadcast_claims.claim(sqlite_db, await shop.actor(BOB), number, at=NOON)
    await shop_says.changed(sqlite_db, number, budget_minor=6_000)
    assert (await broadcast_claims.claim(sqlite_db, await shop.actor(BOB), number, at=NOON)).points == 30
    async with sqlite_db.read() as session:
        used = (await session.execute(select(PersonalCode.code, PersonalCode.used_by))).all()
    assert {tuple(row) for row in used} == {("AAA111", shop.ann), ("BBB222", shop.bob)}
    await spent(sqlite_db, shop.bob, 10)
    told = await broadcast_report.report(sqlite_db, await shop.actor(OLGA), number, at=NOON)
    assert (told.whole.group.claimed, told.whole.group.used) == (2, 1)


async def test_two_messages_that_give_codes_of_one_batch_never_give_the_same_one(postgres_db: Database) -> None:
    await opened(postgres_db)
    promo = await a_code(postgres_db, None, kind=BenefitKind.POINTS, value=30, member_limit=CLAIMS)
    people = await shop_says.crowd(postgres_db, 8)
    async with postgres_db.begin() as session:
        session.add_all(PersonalCode(promo_id=promo, code=f"AAA{n:03}") for n in range(2 * len(people)))
    numbers = [await shop_says.running(postgres_db, PromoOffer(promo)) for _ in range(2)]
    for number in numbers:
        await shop_says.sent(postgres_db, number, people)
    actors = [Actor(chat_id=shop_says.FIRST_CHAT + member, member_id=member) for member in people]
    presses = [broadcast_claims.claim(postgres_db, actor, number, at=NOON) for actor in actors for number in numbers]
    said = await asyncio.gather(*presses)
    assert [one.points for one in said] == [30] * len(presses)


async def test_a_seat_of_an_evening_is_a_piece_of_its_reward_and_comes_back(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    evening = await reward(shop, "Jazz", kind=RewardKind.EXPERIENCE, stock=3, cost_minor=50_000)
    number = await shop_says.running(sqlite_db, RewardOffer(evening), budget_minor=50_000, buttons=(GOING,))
    await shop_says.sent(sqlite_db, number, [shop.ann, shop.bob])
    ann, bob = await shop.actor(ANN), await shop.actor(BOB)
    seat = await broadcast_claims.go(sqlite_db, ann, number, at=NOON)
    assert (seat.benefit.kind, seat.benefit.names) == (BenefitKind.EXPERIENCE, {"en": "Jazz"})
    with pytest.raises(Closed, match=r"answer\.all_gone"):
        await broadcast_claims.go(sqlite_db, bob, number, at=NOON)
    async with sqlite_db.begin() as session:
        kept_reward = await session.get_one(Reward, evening)
        kept_reward.removed, kept_reward.cost_minor = True, 90_000
    assert await broadcast_claims.stay_away(sqlite_db, ann, number, at=NOON)
    assert not await broadcast_claims.stay_away(sqlite_db, ann, number, at=NOON)
    kept = await shop_says.broadcast(sqlite_db, number)
    assert (kept.claimed, kept.cost_minor) == (0, 0)
    async with sqlite_db.read() as session:
        assert (await session.get_one(Reward, evening)).stock == 3
    with pytest.raises(Refused, match=r"answer\.nothing"):
        await broadcast_claims.go(sqlite_db, bob, number, at=NOON)


async def test_a_reward_comes_once_whichever_of_two_buttons_is_pressed(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    evening = await reward(shop, "Jazz", kind=RewardKind.EXPERIENCE, stock=3)
    number = await shop_says.running(sqlite_db, RewardOffer(evening), buttons=(TAKING, GOING))
    await shop_says.sent(sqlite_db, number, [shop.ann])
    ann = await shop.actor(ANN)
    for act in (broadcast_claims.claim, broadcast_claims.go) * 2:
        await act(sqlite_db, ann, number, at=NOON)
    async with sqlite_db.read() as session:
        held = await session.scalars(select(Voucher.reward_id).where(Voucher.member_id == shop.ann))
        assert sorted(held, key=str) == [evening, None]
        assert (await session.get_one(Reward, evening)).stock == 2


async def test_what_was_given_to_a_friend_is_theirs_and_nobody_has_a_second_one(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    evening = await reward(shop, "Jazz", kind=RewardKind.EXPERIENCE, stock=3)
    ann = await shop.actor(ANN)
    for button, act in ((GOING, broadcast_claims.go), (TAKING, broadcast_claims.claim)):
        number = await shop_says.running(sqlite_db, RewardOffer(evening), buttons=(button,))
        await shop_says.sent(sqlite_db, number, [shop.ann])
        mine = await act(sqlite_db, ann, number, at=NOON)
        async with sqlite_db.begin() as session:
            (await session.get_one(Voucher, mine.voucher_id)).member_id = shop.bob
        for again in (act, broadcast_claims.stay_away) if button is GOING else (act,):
            with pytest.raises(Refused, match=r"voucher\.not_theirs"):
                await again(sqlite_db, ann, number, at=NOON)
        assert (await shop_says.broadcast(sqlite_db, number)).claimed == 1
    async with sqlite_db.read() as session:
        assert (await session.get_one(Reward, evening)).stock == 1


async def test_an_offer_can_be_stopped_when_its_message_has_long_arrived(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    olga, ann = await shop.actor(OLGA), await shop.actor(ANN)
    number = await shop_says.running(sqlite_db, state=BroadcastState.DONE, finished_at=NOON, deadline=LAST)
    await shop_says.sent(sqlite_db, number, [shop.ann])
    assert await broadcast_endings.remind(sqlite_db, shop_says.at("24T13")) == 1
    stopped = await broadcasts.stop(sqlite_db, olga, number, at=shop_says.at("24T13"))
    assert (stopped.state, stopped.takes) == (BroadcastState.STOPPED, False)
    with pytest.raises(Closed, match=r"answer\.stopped"):
        await broadcast_claims.claim(sqlite_db, ann, number, at=shop_says.at("24T13"))
    reminder = select(OutgoingMessage.state).where(OutgoingMessage.kind == "broadcast.ending")
    async with sqlite_db.read() as session:
        assert await session.scalar(reminder) is MessageState.SKIPPED


async def test_who_got_nothing_to_compare_with_takes_nothing(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    number = await shop_says.running(sqlite_db)
    await shop_says.sent(sqlite_db, number, [shop.bob], variant=None)
    with pytest.raises(Refused, match=r"answer\.not_yours"):
        await broadcast_claims.claim(sqlite_db, await shop.actor(BOB), number, at=NOON)


async def test_what_a_standing_rule_brought_is_noted_when_it_is_opened(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with sqlite_db.begin() as session:
        rule = Automation(slug="birthday", kind=AutomationKind.BIRTHDAY, enabled_on=NOON.date())
        session.add(rule)
        await session.flush()
        fired = {"period": "2026", "state": FiringState.FIRED, "at": NOON}
        session.add(Firing(automation_id=rule.id, member_id=shop.ann, **fired))
    for chat in (ANN, ANN, BOB):
        await responses.open_gift(sqlite_db, await shop.actor(chat), rule.id, at=NOON)
    assert await shop_says.answers(sqlite_db, "automation:birthday") == {(shop.ann, "pressed", "gift")}
    told = await automation_reports.report(sqlite_db, await shop.actor(OLGA), rule.id, at=NOON)
    assert told.opened == 1
    exported = json.loads((await privacy.export(sqlite_db, await shop.actor(ANN), at=NOON)).content)
    assert [(each["source"], each["what"]) for each in exported["answers"]] == [("automation:birthday", "pressed")]
