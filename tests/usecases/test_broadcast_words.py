"""Each member reads their own words: their language, their name, their points; and the staff try them out first."""

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.broadcasts import OfferButton, Words
from bot.usecases import broadcast_drafts, broadcast_words, broadcasts, consents, outbox, program
from bot.usecases.errors import Refused
from bot.usecases.outbox import Wish
from db.enums import BroadcastOrigin, Lane, SendWhen
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support import rewards as shelf
from tests.support.mailings import drafted, mailed
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop

GREETING = {"A": {"*": Words("Hi {name}: {balance}, {favourite|our rolls}"), "pl": Words("Cześć {name}")}}
BUTTONS = (OfferButton("points", {"en": "My points"}),)


async def opened(db: Database) -> Shop:
    """Ann likes soups, Bob is called like an attack and reads Polish."""
    shop = await shops.opened(db)
    for chat_id in (ANN, BOB):
        await consents.advertise(db, await shop.actor(chat_id), True, source="settings", at=NOON)
    async with db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(favourite="Soups"))
        await session.execute(update(Person).where(Person.member_id == shop.bob).values(name="<script>"))
        await session.execute(update(Chat).where(Chat.chat_id == BOB).values(language=None, telegram_language="pl-PL"))
    return shop


async def test_what_leaves_has_the_words_of_its_reader_and_what_fills_their_gaps(db: Database) -> None:
    shop = await opened(db)
    report = await mailed(db, await shop.actor(OLGA), at=NOON, content=GREETING, buttons=BUTTONS)
    claim = await outbox.claim(db, Wish("me", {Lane.BULK: 10}), at=NOON)
    told: dict[int, Any] = {row.chat_id: row.facts for row in claim.leaving}
    assert told[ANN]["text"] == GREETING["A"]["*"].text
    assert told[BOB]["text"] == "Cześć {name}"
    bare = {"balance": 0, "tier": "bronze", "reward": None}
    assert told[ANN]["gaps"] == {"name": "Ann Green", "favourite": "Soups", **bare}
    assert told[BOB]["gaps"] == {"name": "<script>", "favourite": None, **bare}
    assert told[ANN]["buttons"] == [{"do": "points", "label": {"en": "My points"}, "url": None}]
    assert (told[ANN]["broadcast"], told[ANN]["variant"], told[ANN]["trial"]) == (report.id, "A", False)


async def test_the_nearest_reward_is_the_dearest_they_can_have_else_the_cheapest(db: Database) -> None:
    shop = await opened(db)
    for name, price in (("Tea", 50), ("Miso soup", 100), ("Set", 900)):
        await shelf.reward(shop, name, price)
    await shelf.reward(shop, "Cake with nuts", 120, allergens=("nuts",))
    await shelf.rich(db, shop.ann, 150)
    await shelf.declares(db, shop.ann, "nuts")
    await mailed(db, await shop.actor(OLGA), at=NOON, content={"A": {"*": Words("Take {reward|something}")}})
    claim = await outbox.claim(db, Wish("me", {Lane.BULK: 10}), at=NOON)
    nearest = {row.chat_id: row.facts["gaps"]["reward"] for row in claim.leaving}
    assert nearest == {ANN: {"en": "Miso soup"}, BOB: {"en": "Tea"}}


async def test_a_trial_reaches_the_staff_alone(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    draft = await drafted(db, olga, at=NOON, content={**GREETING, "B": {"*": Words("Second")}})
    sample = await broadcast_words.sample(db, olga, draft.id, "A", "pl", at=NOON)
    rules = await program.current(db, NOON)
    assert (sample["text"], sample["trial"], sample["gaps"]["name"]) == ("Cześć {name}", True, "Olga")
    assert sample["gaps"]["balance"] == rules.program.welcome_points
    assert await broadcast_words.send_trial(db, olga, draft.id, everybody=False, at=NOON) == 1
    async with db.read() as session:
        rows = (await session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))).all()
    assert [(row.chat_id, row.lane, row.advertising, row.facts["variant"]) for row in rows] == [
        (OLGA, Lane.PERSON, False, "A"),
        (OLGA, Lane.PERSON, False, "B"),
    ]


async def test_an_album_grows_part_by_part_and_a_draft_is_dropped_for_good(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    olga = await shop.actor(OLGA)
    draft = await drafted(sqlite_db, olga, at=NOON, content={"A": {"*": Words(None, OLGA, (7,), "photo")}})
    for message in (9, 8, 8):
        draft = await broadcast_drafts.add_part(sqlite_db, olga, draft.id, "A", "*", message, at=NOON)
    assert draft.plan.content["A"]["*"].copy == (7, 8, 9)
    taken = await broadcast_drafts.put(sqlite_db, olga, draft.which, "A", "*", None, at=NOON)
    assert [fault.code for fault in taken.faults] == ["broadcast.empty"]
    for _ in range(2):
        await broadcast_drafts.drop(sqlite_db, olga, draft.id)
    assert await broadcast_drafts.drafts(sqlite_db, olga, at=NOON) == []


async def test_a_part_of_an_album_is_not_put_among_those_of_another_chat(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    olga = await shop.actor(OLGA)
    draft = await drafted(sqlite_db, olga, at=NOON, content={"A": {"*": Words(None, BOB, (7,), "photo")}})
    with pytest.raises(Refused, match="changed_meanwhile"):
        await broadcast_drafts.add_part(sqlite_db, olga, draft.id, "A", "*", 8, at=NOON)


async def test_what_was_sent_is_used_again_without_its_moments(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    olga, later = await shop.actor(OLGA), NOON.replace(hour=15)
    sides: dict[str, Any] = {"content": GREETING, "control_bp": 500, "name": "Soups"}
    report = await mailed(
        sqlite_db, olga, at=NOON, when=SendWhen.AT, starts_at=later, deadline=later.replace(day=25), **sides
    )
    again = await broadcasts.again(sqlite_db, olga, report.id, at=NOON)
    assert (again.name, again.origin, again.template) == ("Soups", BroadcastOrigin.AGAIN, False)
    assert (again.plan.content, again.plan.control_bp) == (GREETING, 500)
    assert (again.plan.when, again.plan.starts_at, again.plan.deadline) == (SendWhen.NOW, None, None)
    kept = await broadcasts.keep_template(sqlite_db, olga, report.id, "Every autumn", at=NOON)
    [shown] = await broadcast_drafts.drafts(sqlite_db, olga, at=NOON, templates=True)
    assert (shown.id, shown.name) == (kept.id, "Every autumn")
    assert [each.id for each in await broadcast_drafts.drafts(sqlite_db, olga, at=NOON)] == [again.id]
