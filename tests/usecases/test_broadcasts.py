"""A message to members reaches those who agreed, starts once, and its numbers always add up."""

import asyncio

import pytest
from sqlalchemy import select, update

from bot.usecases import broadcasts, consents, contact, program
from bot.usecases.errors import Refused
from db.enums import BroadcastState, MessageState
from db.models.chats import Chat
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop


async def agreed(shop: Shop, *people: int) -> None:
    for chat_id in people:
        await consents.advertise(shop.db, await shop.actor(chat_id), True, source="settings", at=NOON)


async def started(shop: Shop) -> broadcasts.Report:
    olga = await shop.actor(OLGA)
    draft = await broadcasts.draft(shop.db, olga, "<b>Salmon</b> today", at=NOON)
    return await broadcasts.start(shop.db, olga, draft.id, 5, at=NOON)


async def test_the_preview_counts_who_gets_it_and_why_others_do_not(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN)
    draft = await broadcasts.draft(db, await shop.actor(OLGA), "Salmon today", at=NOON)
    assert (draft.audience.members, draft.audience.no_consent, draft.audience.size) == (2, 1, 1)


async def test_blocked_and_held_out_members_are_left_out(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN, BOB)
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == ANN).values(reachable=False))
        await session.execute(update(Member).where(Member.id == shop.bob).values(holdout=True))
    draft = await broadcasts.draft(db, await shop.actor(OLGA), "Salmon today", at=NOON)
    assert (draft.audience.unreachable, draft.audience.holdout, draft.audience.size) == (1, 1, 0)
    with pytest.raises(Refused, match=r"broadcast\.nobody"):
        await broadcasts.start(db, await shop.actor(OLGA), draft.id, None, at=NOON)


async def test_twenty_presses_on_send_start_it_once(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN, BOB)
    olga = await shop.actor(OLGA)
    draft = await broadcasts.draft(db, olga, "Salmon today", at=NOON)
    presses = (broadcasts.start(db, olga, draft.id, None, at=NOON) for _ in range(20))
    answers = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(each, broadcasts.Report) for each in answers) == 1
    assert {each.code for each in answers if isinstance(each, Refused)} == {"broadcast.started"}
    async with db.read() as session:
        planned = list(await session.scalars(select(OutgoingMessage.chat_id).order_by(OutgoingMessage.chat_id)))
    assert planned == [ANN, BOB]


async def test_stopped_means_nothing_more_leaves_and_the_states_add_up(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN, BOB)
    report = await started(shop)
    async with db.begin() as session:
        await session.execute(
            update(OutgoingMessage).where(OutgoingMessage.chat_id == ANN).values(state=MessageState.SENT, left_at=NOON)
        )
    stopped = await broadcasts.stop(db, await shop.actor(OLGA), report.id, at=NOON)
    assert (stopped.state, stopped.progress.sent, stopped.progress.skipped) == (BroadcastState.STOPPED, 1, 1)
    assert stopped.progress.audience == report.progress.audience == 2


async def test_it_is_done_when_nobody_waits_any_more(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN)
    await started(shop)
    [running] = await broadcasts.under_way(db, at=NOON)
    assert running.state is BroadcastState.RUNNING
    async with db.begin() as session:
        await session.execute(update(OutgoingMessage).values(state=MessageState.SENT, left_at=NOON))
    [done] = await broadcasts.under_way(db, at=NOON)
    assert done.state is BroadcastState.DONE
    assert await broadcasts.under_way(db, at=NOON) == []


@pytest.mark.parametrize(("text", "code"), [("  ", "broadcast.empty"), ("🍣" * 1751, "broadcast.too_long")])
async def test_a_text_telegram_would_refuse_reaches_nobody(sqlite_db: Database, text: str, code: str) -> None:
    shop = await shops.opened(sqlite_db)
    with pytest.raises(Refused, match=code):
        await broadcasts.draft(sqlite_db, await shop.actor(OLGA), text, at=NOON)


async def test_a_courier_sends_no_messages_to_members(sqlite_db: Database) -> None:
    shop = await shops.opened(sqlite_db)
    with pytest.raises(Refused, match=r"access\.denied"):
        await broadcasts.draft(sqlite_db, await shop.actor(CARL), "Salmon today", at=NOON)


async def test_one_advertisement_a_day(db: Database) -> None:
    shop = await shops.opened(db)
    await agreed(shop, ANN)
    await started(shop)
    async with db.begin() as session:
        await session.execute(update(OutgoingMessage).values(state=MessageState.SENT, left_at=NOON))
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        assert await contact.may_send(session, [shop.ann, shop.bob], NOON, rules) == {
            shop.ann: "cap_day",
            shop.bob: "no_consent",
        }
        assert await contact.may_plan(session, [shop.ann], NOON, rules) == {shop.ann: None}
