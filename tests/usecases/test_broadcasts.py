"""A message to members reaches those who agreed, starts once, and its numbers always add up."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.broadcasts import Words
from bot.usecases import (
    broadcast_drafts,
    broadcast_plan,
    broadcast_start,
    broadcasts,
    consents,
    contact,
    outbox,
    program,
)
from bot.usecases.broadcast_drafts import Which
from bot.usecases.errors import Refused
from bot.usecases.outbox import Wish
from db.enums import BroadcastState, Lane, MessageState, Role, StaffState
from db.models.chats import Chat
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from db.session import Database
from tests.support import orders as shops
from tests.support.mailings import drafted, mailed
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop
from tests.support.programs import sushi

MIA = 31
CAREFUL = {"second_person_over": 1}


async def opened(db: Database, **numbers: Any) -> Shop:
    """Ann and Bob agreed to offers."""
    shop = await shops.opened(db, sushi(**numbers))
    for chat_id in (ANN, BOB):
        await consents.advertise(db, await shop.actor(chat_id), True, source="settings", at=NOON)
    return shop


async def hired(db: Database) -> None:
    """Mia is a manager."""
    async with db.begin() as session:
        session.add(Chat(chat_id=MIA, first_name="Mia", language="pl", created_at=NOON))
        session.add(Staff(chat_id=MIA, name="Mia", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))


async def arrived(db: Database, *chats: int) -> None:
    async with db.begin() as session:
        got = update(OutgoingMessage).where(OutgoingMessage.chat_id.in_(chats))
        await session.execute(got.values(state=MessageState.SENT, left_at=NOON))


async def planned(db: Database) -> list[int]:
    """Chats a message waits to leave for."""
    async with db.read() as session:
        rows = select(OutgoingMessage.chat_id).where(OutgoingMessage.broadcast_id.is_not(None))
        waiting = rows.where(OutgoingMessage.state == MessageState.PLANNED)
        return sorted(await session.scalars(waiting))


async def test_the_numbers_tell_who_gets_it_and_why_others_do_not(db: Database) -> None:
    shop = await shops.opened(db)
    olga = await shop.actor(OLGA)
    draft = await drafted(db, olga, at=NOON)
    nobody = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
    assert (nobody.segment, nobody.gets, nobody.left_out) == (2, 0, {"no_consent": 2})
    assert [fault.code for fault in nobody.faults] == ["broadcast.nobody"]
    for chat_id in (ANN, BOB):
        await consents.advertise(db, await shop.actor(chat_id), True, source="settings", at=NOON)
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == ANN).values(reachable=False))
        await session.execute(update(Member).where(Member.id == shop.bob).values(holdout=True))
    reach = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
    assert (reach.segment, reach.gets, reach.left_out) == (2, 0, {"unreachable": 1, "holdout": 1})
    with pytest.raises(Refused, match=r"broadcast\.nobody"):
        await broadcast_start.confirm(db, olga, draft.which, at=NOON)


async def test_twenty_presses_of_two_managers_start_it_once(db: Database) -> None:
    shop = await opened(db)
    await hired(db)
    olga, mia = await shop.actor(OLGA), await shop.actor(MIA)
    draft = await drafted(db, olga, at=NOON)
    presses = (broadcast_start.confirm(db, who, draft.which, at=NOON) for who in (olga, mia) * 10)
    answers = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(each, broadcast_start.Going) for each in answers) == 1
    assert {each.code for each in answers if isinstance(each, Refused)} == {"broadcast.started"}
    assert await planned(db) == [ANN, BOB]


async def test_what_was_changed_meanwhile_is_not_sent_by_who_saw_it_before(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    seen = await drafted(db, olga, at=NOON)
    await broadcast_drafts.put(db, olga, seen.which, "A", "pl", Words("Łosoś"), at=NOON)
    for late in (
        broadcast_start.confirm(db, olga, seen.which, at=NOON),
        broadcast_drafts.change(db, olga, seen.which, {"silent": True}, at=NOON),
    ):
        with pytest.raises(Refused, match=r"broadcast\.changed_meanwhile"):
            await late
    assert await planned(db) == []


async def test_stopped_twice_is_stopped_once_and_the_states_add_up(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON)
    await arrived(db, ANN)
    for _ in range(2):
        stopped = await broadcasts.stop(db, olga, report.id, at=NOON)
        assert (stopped.state, stopped.progress.sent, stopped.progress.skipped) == (BroadcastState.STOPPED, 1, 1)
        assert stopped.progress.audience == report.progress.audience == 2
    with pytest.raises(Refused, match=r"broadcast\.over"):
        await broadcasts.resume(db, olga, report.id, at=NOON)


async def test_paused_nothing_leaves_and_resumed_it_goes_on(db: Database) -> None:
    shop = await opened(db)
    olga, wish = await shop.actor(OLGA), Wish("me", {Lane.BULK: 10})
    report = await mailed(db, olga, at=NOON)
    assert (await broadcasts.rest(db, olga, report.id, at=NOON)).state is BroadcastState.PAUSED
    assert not (await outbox.claim(db, wish, at=NOON)).leaving
    assert (await broadcasts.resume(db, olga, report.id, at=NOON)).state is BroadcastState.RUNNING
    assert [row.chat_id for row in (await outbox.claim(db, wish, at=NOON)).leaving] == [ANN, BOB]


async def test_it_is_done_when_nobody_waits_and_runs_again_for_those_in_doubt(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON)
    await arrived(db, ANN)
    async with db.begin() as session:
        doubtful = update(OutgoingMessage).where(OutgoingMessage.chat_id == BOB)
        await session.execute(doubtful.values(state=MessageState.UNKNOWN, reason="interrupted", left_at=NOON))
    [done] = await broadcasts.under_way(db, at=NOON)
    assert done.state is BroadcastState.DONE
    assert await broadcasts.under_way(db, at=NOON + timedelta(minutes=11)) == []
    assert [each.name for each in await broadcasts.doubts(db, olga, report.id)] == ["Bob Stone"]
    assert await broadcasts.send_again(db, olga, report.id, at=NOON) == 1
    assert await planned(db) == [BOB]
    assert (await broadcasts.report(db, olga, report.id, at=NOON)).state is BroadcastState.RUNNING


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ({"content": {"A": {"*": Words("  ")}}}, "broadcast.empty"),
        ({"content": {"A": {"*": Words("🍣" * 1751)}}}, "broadcast.too_long"),
        ({"content": {"A": {"*": Words("<b>Salmon")}}}, "broadcast.bad_html"),
        ({"content": {"A": {"*": Words(None, 1, tuple(range(11)))}}}, "broadcast.album"),
        ({"starts_at": NOON - timedelta(hours=1)}, "broadcast.past"),
        ({"when": "at", "starts_at": NOON + timedelta(hours=9)}, "broadcast.quiet"),
    ],
)
async def test_what_telegram_or_the_rules_would_refuse_reaches_nobody(
    sqlite_db: Database, sides: dict[str, Any], code: str
) -> None:
    shop = await opened(sqlite_db)
    olga = await shop.actor(OLGA)
    draft = await drafted(sqlite_db, olga, at=NOON, **sides)
    with pytest.raises(Refused) as refused:
        await broadcast_start.confirm(sqlite_db, olga, draft.which, at=NOON)
    assert refused.value.code == code
    assert await planned(sqlite_db) == []


async def test_a_courier_sends_no_messages_to_members(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    draft = await drafted(sqlite_db, await shop.actor(OLGA), at=NOON)
    carl = await shop.actor(CARL)
    for attempt in (
        drafted(sqlite_db, carl, at=NOON),
        broadcast_start.confirm(sqlite_db, carl, draft.which, at=NOON),
        broadcasts.stop(sqlite_db, carl, draft.id, at=NOON),
        broadcast_drafts.put(sqlite_db, carl, Which(draft.id, 1), "A", "*", None, at=NOON),
    ):
        with pytest.raises(Refused, match=r"access\.denied"):
            await attempt


async def test_one_advertisement_a_day(db: Database) -> None:
    shop = await opened(db)
    await mailed(db, await shop.actor(OLGA), at=NOON)
    await arrived(db, ANN)
    await consents.advertise(db, await shop.actor(BOB), False, source="settings", at=NOON)
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        assert await contact.may_send(session, [shop.ann, shop.bob], NOON, rules) == {
            shop.ann: "cap_day",
            shop.bob: "no_consent",
        }
        assert await contact.may_plan(session, [shop.ann], NOON, rules) == {shop.ann: None}
