"""Tom waits for Bob's answer: it turns his screen by itself, unless he has looked for himself."""

import pytest
from sqlalchemy import select

from bot.usecases import spendings, till_points
from db.enums import MessageState, SpendingState
from db.models.messages import OutgoingMessage
from db.queries.outbox import newest_of_thread
from db.session import Database
from tests.support.counter import TOM, staffed
from tests.support.orders import BOB, NOON
from tests.support.spending import has, wanted


@pytest.mark.parametrize("looks", [False, True])
async def test_an_answer_turns_the_screen_that_waits_and_no_other(db: Database, looks: bool) -> None:
    shop = await staffed(db)
    await has(shop, shop.bob, 400)
    tom, bob = await shop.actor(TOM), await shop.actor(BOB)
    asked = await till_points.ask(db, tom, wanted(shop.bob, 100), at=NOON, message_id=77)
    assert (await till_points.look(db, tom, asked.id, at=NOON)).state is SpendingState.ASKED
    await spendings.agree(db, bob, asked.id, at=NOON)
    if looks:
        assert (await till_points.look(db, tom, asked.id, at=NOON)).state is SpendingState.HELD
    async with db.read() as session:
        turns = await newest_of_thread(session, TOM, f"spending:{asked.id}")
        answer = select(OutgoingMessage.state).where(OutgoingMessage.kind == "spending.answered")
        state = await session.scalar(answer)
    assert (turns, state) == ((None, MessageState.SKIPPED) if looks else (77, MessageState.PLANNED))
