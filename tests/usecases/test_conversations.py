"""Talks with members on both databases: many hands at once, late answers, silence, erasing."""

import json
import os
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.rules.feedback import BadRating
from bot.usecases import (
    adjustments,
    catalogue,
    compensation,
    consents,
    conversation_rounds,
    conversations,
    feedback,
    outbox,
    privacy,
)
from bot.usecases import conversation_desk as desk
from bot.usecases.actor import Actor, read
from bot.usecases.catalogue import Draft
from bot.usecases.contact import may_send
from bot.usecases.conversations import Said
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.outbox import Wish
from bot.usecases.program import in_force
from db.enums import ConversationState, Lane, MessageState, RewardKind, Role, StaffState, Tier, Topic
from db.ledger.read import balance
from db.models.audit import AuditLine
from db.models.chats import Chat
from db.models.feedback import Conversation, ConversationMessage, Rating
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.models.staff import Staff
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.crossed import at_once
from tests.support.guests import member
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened

MIA, SUE = 501, 502
ROUNDS = 20 if os.environ.get("OKAERI_SOAK") else 10
LATE = NOON + timedelta(hours=2)


@pytest.fixture
async def shop(db: Database) -> Shop:
    """Mia manages and Sue supports, besides Olga."""
    shop = await opened(db)
    async with db.begin() as session:
        for chat, name, role in ((MIA, "Mia", Role.MANAGER), (SUE, "Sue", Role.SUPPORT)):
            session.add(Chat(chat_id=chat, first_name=name, language="en", created_at=NOON))
            session.add(Staff(chat_id=chat, name=name, role=role, state=StaffState.ACTIVE, created_at=NOON))
    return shop


async def writes(shop: Shop, text: str = "My soup was cold", chat: int = BOB, **more: Any) -> int:
    said = await conversations.write(shop.db, await shop.actor(chat), Said(text), at=more.pop("at", NOON), **more)
    return said.conversation_id


async def stands(shop: Shop, talk: int) -> Conversation:
    async with shop.db.read() as session:
        return await session.get_one(Conversation, talk)


async def points(shop: Shop, member_id: int) -> int:
    async with shop.db.read() as session:
        return (await balance(session, member_id)).available


async def delivered(shop: Shop) -> int:
    placed = await shop.place()
    async with shop.db.begin() as session:
        await session.execute(update(Order).where(Order.id == placed.order_id).values(delivered_at=NOON))
    return placed.order_id


async def test_of_fifty_hands_one_compensates_one_takes_and_one_closes(shop: Shop) -> None:
    staff = [await shop.actor(chat) for chat in (OLGA, MIA, SUE)]
    for number in range(1, ROUNDS + 1):
        talk = await writes(shop)
        hands = [staff[each % 3] for each in range(50)]
        taken = await at_once(*(desk.take(shop.db, each, talk, seen=0, at=NOON) for each in hands))
        winner = (await stands(shop, talk)).staff_id
        assert sum(isinstance(each, Refused) for each in taken) in (33, 34)
        given = await at_once(*(compensation.points(shop.db, each, talk, 100, at=NOON) for each in hands))
        refused = {each.code for each in given if isinstance(each, Refused)}
        assert (given.count(None), refused) == (1, {"conversation.compensated"})
        await at_once(*(desk.close(shop.db, each, talk, at=NOON) for each in hands))
        assert await points(shop, shop.bob) == number * 100
        assert (await stands(shop, talk)).staff_id == winner
    told = await shop.told(BOB)
    assert (told.count("conversation.compensated"), told.count("conversation.closed")) == (ROUNDS, ROUNDS)
    async with shop.db.read() as session:
        acts = await session.execute(select(AuditLine.act, func.count()).group_by(AuditLine.act))
        assert {act: times for act, times in acts if act.startswith("conversations.")} == dict.fromkeys(
            ("conversations.take", "conversations.compensate", "conversations.close"), ROUNDS
        )


async def test_fifty_taps_on_a_star_are_one_rating_with_one_talk_and_points_once(shop: Shop) -> None:
    bob, order = await shop.actor(BOB), await delivered(shop)
    await at_once(*(feedback.rate(shop.db, bob, order, 1 + each % 3, at=NOON) for each in range(50)))
    async with shop.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Rating)) == 1
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1
    assert await points(shop, shop.bob) == 10
    assert (await shop.told(OLGA)).count("conversation.opened") == 1


async def test_a_taken_talk_is_taken_over_only_by_who_saw_that_it_was(shop: Shop) -> None:
    talk, (olga, mia) = await writes(shop), [await shop.actor(chat) for chat in (OLGA, MIA)]
    await desk.take(shop.db, olga, talk, seen=0, at=NOON)
    with pytest.raises(Refused, match=r"conversation\.taken"):
        await desk.take(shop.db, mia, talk, seen=0, at=NOON)
    await desk.take(shop.db, mia, talk, seen=olga.staff_id or 0, at=NOON)
    await writes(shop, "Is anybody there?", conversation_id=talk)
    assert (await shop.told(MIA))[-1] == "conversation.written"
    assert "conversation.written" not in await shop.told(OLGA)


async def test_an_apology_has_a_most_by_role_and_may_be_a_reward(shop: Shop) -> None:
    talk, (olga, sue) = await writes(shop), [await shop.actor(chat) for chat in (OLGA, SUE)]
    soup = (await catalogue.add(shop.db, olga, Draft(RewardKind.DISH, {"en": "Miso soup"}, 250), at=NOON)).terms.id
    cake = (await catalogue.add(shop.db, olga, Draft(RewardKind.DISH, {"en": "Cake"}, 301), at=NOON)).terms.id
    seen = await compensation.choices(shop.db, sue, talk, at=NOON)
    assert (seen.proposed, seen.most, [each.reward_id for each in seen.rewards]) == (100, 300, [soup])
    for refused in (
        compensation.points(shop.db, sue, talk, 301, at=NOON),
        compensation.reward(shop.db, sue, talk, cake, at=NOON),
    ):
        with pytest.raises(Refused, match=r"points\.over_cap"):
            await refused
    await compensation.reward(shop.db, sue, talk, soup, at=NOON)
    with pytest.raises(Refused, match=r"conversation\.compensated"):
        await compensation.points(shop.db, olga, talk, 100, at=NOON)
    async with shop.db.read() as session:
        [voucher] = await session.scalars(select(Voucher))
        assert (voucher.member_id, voucher.names, voucher.source) == (shop.bob, {"en": "Miso soup"}, "staff")
    look = await desk.look(shop.db, olga, talk, at=NOON)
    assert look.sorry
    assert (look.sorry.by, look.sorry.names, look.most, look.state) == ("Sue", {"en": "Miso soup"}, 0, "answered")


async def test_nobody_answers_or_compensates_themselves_and_a_courier_none_at_all(shop: Shop) -> None:
    mia = await member(shop.db, MIA, "Mia")
    talk = (await conversations.write(shop.db, mia, Said("To myself"), at=NOON)).conversation_id
    for act in (
        desk.take(shop.db, mia, talk, seen=0, at=NOON),
        desk.answer(shop.db, mia, talk, Said("Dear me"), at=NOON),
        compensation.points(shop.db, mia, talk, 100, at=NOON),
        desk.close(shop.db, mia, talk, at=NOON),
    ):
        with pytest.raises(Refused, match=r"conversation\.own"):
            await act
    with pytest.raises(Refused, match=r"access\.denied"):
        await desk.look(shop.db, await shop.actor(11), talk, at=NOON)
    with pytest.raises(Refused, match=r"conversation\.unknown"):
        await conversations.settle(shop.db, await shop.actor(BOB), talk, at=NOON)
    assert "conversation.opened" not in await shop.told(MIA)


async def test_a_late_answer_is_called_out_once_and_a_talk_that_ended_in_silence_is_closed(shop: Shop) -> None:
    talk, olga = await writes(shop), await shop.actor(OLGA)
    assert await conversation_rounds.remind(shop.db, LATE - timedelta(seconds=1)) == 0
    assert [await conversation_rounds.remind(shop.db, LATE) for _ in range(2)] == [1, 0]
    assert [(await shop.told(chat)).count("conversation.late") for chat in (OLGA, MIA, SUE)] == [1, 1, 1]
    await desk.answer(shop.db, olga, talk, Said("We are sorry"), at=LATE)
    await writes(shop, "Thank you", at=LATE, conversation_id=talk)
    assert await conversation_rounds.remind(shop.db, LATE + timedelta(hours=2)) == 1, "a new promise"
    await desk.answer(shop.db, olga, talk, Said("You're welcome"), at=LATE)
    assert await conversation_rounds.close_silent(shop.db, LATE + timedelta(days=3) - timedelta(seconds=1)) == 0
    assert await conversation_rounds.close_silent(shop.db, LATE + timedelta(days=3)) == 1
    later = LATE + timedelta(days=4)
    assert await writes(shop, "One thing more", at=later, conversation_id=talk) == talk
    assert (await stands(shop, talk)).state is ConversationState.OPEN
    await desk.close(shop.db, olga, talk, at=later)
    assert await writes(shop, "Something else", at=later) != talk


async def test_advertising_is_silent_while_a_talk_is_open(shop: Shop) -> None:
    await consents.advertise(shop.db, await shop.actor(BOB), True, source="settings", at=NOON)
    async with shop.db.begin() as session:
        offer = Notice("test.said", key="offer", lane=Lane.BULK, advertising=True, topic=Topic.OFFERS)
        await tell_member(session, shop.bob, offer, at=NOON)
    talk = await writes(shop)

    async def reason() -> str | None:
        async with shop.db.read() as session:
            return (await may_send(session, [shop.bob], NOON, await in_force(session, NOON)))[shop.bob]

    assert await reason() == "complaint"
    assert (await outbox.claim(shop.db, Wish("me", {Lane.BULK: 10}), at=NOON)).leaving == ()
    async with shop.db.read() as session:
        planned = await session.scalars(select(OutgoingMessage).where(OutgoingMessage.key == "offer"))
        assert [(row.state, row.reason) for row in planned] == [(MessageState.SKIPPED, "complaint")]
    await desk.close(shop.db, await shop.actor(OLGA), talk, at=NOON)
    assert await reason() is None


async def test_a_member_of_gold_is_with_the_manager_who_has_least_to_do(shop: Shop) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.bob).values(tier=Tier.GOLD))
    said = await conversations.write(shop.db, await shop.actor(BOB), Said("A table, please"), at=NOON)
    assert said.manager == "Mia"
    assert [(await shop.told(chat)).count("conversation.opened") for chat in (OLGA, MIA, SUE)] == [0, 1, 0]


async def test_twenty_messages_are_enough_until_somebody_answers(shop: Shop) -> None:
    talk = await writes(shop)
    for number in range(19):
        await writes(shop, f"and {number}", conversation_id=talk)
    with pytest.raises(Refused, match=r"conversation\.enough"):
        await writes(shop, "and one more", conversation_id=talk)
    with pytest.raises(BadRating, match=r"feedback\.empty"):
        await writes(shop, "  \n ", ANN)
    assert await conversations.look(shop.db, await shop.actor(ANN), at=NOON) is None, "nothing is left of it"


async def test_erasing_leaves_no_word_of_a_talk_and_no_way_back(shop: Shop) -> None:
    bob, olga, order = await shop.actor(BOB), await shop.actor(OLGA), await delivered(shop)
    async with shop.db.begin() as session:
        await session.execute(update(Order).values(state="delivered"))
    await feedback.rate(shop.db, bob, order, 1, at=NOON)
    await feedback.write(shop.db, bob, order, Said("whispered words", "picture1"), at=NOON)
    talk = await writes(shop, "whispered letter")
    await desk.answer(shop.db, olga, talk, Said("whispered answer", "picture2"), at=NOON)
    told = json.loads((await privacy.export(shop.db, bob, at=NOON)).content)
    assert ([each["stars"] for each in told["ratings"]], len(told["talked"]), len(told["talks"])) == ([1], 2, 1)
    await privacy.erase(shop.db, bob, at=NOON)
    async with shop.db.read(long=True) as session:
        [rating] = await session.scalars(select(Rating))
        assert (rating.stars, rating.words, rating.photo) == (1, None, None)
        assert (await session.scalars(select(ConversationMessage))).all() == []
        assert {each.state for each in await session.scalars(select(Conversation))} == {ConversationState.CLOSED}
        waiting = select(OutgoingMessage).where(OutgoingMessage.state == MessageState.PLANNED)
        left = [row.kind for row in await session.scalars(waiting)]
        assert [kind for kind in left if kind.startswith("conversation.")] == []
    look = await desk.look(shop.db, olga, talk, at=NOON)
    assert (look.name, look.lines.lines, look.most) == (None, (), 0)
    with pytest.raises(Refused, match=r"conversation\.closed"):
        await desk.answer(shop.db, olga, talk, Said("Hello?"), at=NOON)
    gone = await read(shop.db, BOB, NOON)
    assert gone.member_id is None
    for act in (writes_as(shop, bob), feedback.rate(shop.db, bob, order, 5, at=NOON)):
        with pytest.raises(Refused):
            await act


async def writes_as(shop: Shop, actor: Actor) -> None:
    """With what was known of them a second ago."""
    await conversations.write(shop.db, actor, Said("Still here"), at=NOON)


async def test_a_talk_and_an_erasing_at_the_same_moment_leave_nothing_open(db: Database) -> None:
    shop = await opened(db)
    for number in range(5):
        eve = await member(db, 600 + number, "Eve")
        olga = await shop.actor(OLGA)
        talk = (await conversations.write(db, eve, Said("Hello"), at=NOON)).conversation_id
        await at_once(
            privacy.erase(db, eve, at=NOON),
            conversations.write(db, eve, Said("More"), at=NOON),
            desk.answer(db, olga, talk, Said("Yes?"), at=NOON),
            compensation.points(db, olga, talk, 100, at=NOON),
            adjustments.adjust(db, olga, eve.member_id or 0, 5, "Why not", f"k{number}", at=NOON),
            desk.close(db, olga, talk, at=NOON),
        )
        assert (await stands(shop, talk)).state is ConversationState.CLOSED
        async with db.read() as session:
            theirs = ConversationMessage.member_id == eve.member_id
            assert (await session.scalars(select(ConversationMessage).where(theirs))).all() == []
