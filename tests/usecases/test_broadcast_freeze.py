"""The audience is frozen as the rules say: control share, variants, waves and moments; the states add up to it."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.rules import splits
from bot.rules.automations import Offer
from bot.rules.broadcasts import OfferButton, Words
from bot.usecases import broadcast_endings, broadcast_rounds, broadcasts, consents, outbox, privacy, responses
from bot.usecases.outbox import Wish
from db.enums import BroadcastState, ConversationState, Lane, MessageState, OfferKind, Response, SendWhen, Topic
from db.models.broadcasts import Broadcast
from db.models.feedback import Conversation
from db.models.members import ContactWish, Member, Person
from db.models.messages import OutgoingMessage
from db.queries.outbox import PARKED
from db.session import Database
from tests.support import orders as shops
from tests.support.broadcasts import crowd
from tests.support.mailings import mailed
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop

TWO = {"A": {"*": Words("Salmon")}, "B": {"*": Words("Tuna")}}
BULK = Wish("me", {Lane.BULK: 500})


async def opened(db: Database, number: int = 0) -> tuple[Shop, list[int]]:
    """Everybody agreed to offers."""
    shop = await shops.opened(db)
    members = [shop.ann, shop.bob, *await crowd(db, number)]
    async with db.begin() as session:
        await session.execute(update(Person).values(advertising=True))
    return shop, members


async def rows(db: Database, broadcast_id: int) -> Sequence[OutgoingMessage]:
    found = select(OutgoingMessage).where(OutgoingMessage.broadcast_id == broadcast_id).order_by(OutgoingMessage.id)
    async with db.read() as session:
        return (await session.scalars(found)).all()


async def lives(db: Database, member: int, zone: str | None, hour: int | None = None) -> None:
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == member).values(time_zone=zone))
        await session.execute(update(Member).where(Member.id == member).values(usual_hour=hour))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


async def test_the_database_splits_members_as_the_rules_do(db: Database) -> None:
    shop, members = await opened(db, 400)
    report = await mailed(db, await shop.actor(OLGA), at=NOON, content=TWO, control_bp=2_000)
    control, variant = (splits.split(f"broadcast:{report.id}:{name}") for name in ("control", "variant"))
    expected = {
        member: None if splits.within(control, member, 2_000) else "AB"[splits.arm(variant, member, 2)]
        for member in members
    }
    frozen = await rows(db, report.id)
    assert {row.member_id: row.variant for row in frozen} == expected
    assert {(row.state, row.reason) for row in frozen if row.variant is None} == {(MessageState.SKIPPED, "control")}
    assert {row.due_at for row in frozen} == {NOON}
    async with db.read() as session:
        assert (await session.get_one(Broadcast, report.id)).audience == 402
    kept = sum(variant is None for variant in expected.values())
    assert 40 < kept < 120
    assert (report.progress.audience, report.progress.planned, report.progress.skipped) == (402, 402 - kept, kept)


async def test_each_gets_it_at_the_hour_of_their_own_clocks(db: Database) -> None:
    shop, [ann, bob, carol, dora, eve] = await opened(db, 3)
    for member, zone in ((ann, "Asia/Vladivostok"), (bob, "America/New_York"), (carol, "Mars/Olympus")):
        await lives(db, member, zone)
    olga = await shop.actor(OLGA)
    at_noon = await mailed(db, olga, at=NOON, when=SendWhen.LOCAL_HOUR, hour=12)
    assert {row.member_id: row.due_at for row in await rows(db, at_noon.id)} == {
        ann: utc("11-22 02:00"),
        bob: utc("11-21 17:00"),
        carol: utc("11-22 09:00"),  # a zone nobody knows any more: the shop's
        dora: utc("11-22 09:00"),
        eve: utc("11-22 09:00"),
    }
    now = await mailed(db, olga, at=NOON)
    assert {row.member_id: row.due_at for row in await rows(db, now.id)} == {
        ann: utc("11-22 00:00"),  # ten in the morning there, after the night
        bob: utc("11-21 15:00"),  # ten there, too: it was seven
        **dict.fromkeys((carol, dora, eve), NOON),
    }


async def test_each_gets_it_at_the_hour_they_usually_order(db: Database) -> None:
    shop, [ann, bob, carol, dora] = await opened(db, 2)
    for member, zone, hour in (
        (ann, None, 19),
        (bob, "America/New_York", 20),
        (carol, None, 2),
        (dora, "Europe/Warsaw", None),
    ):
        await lives(db, member, zone, hour)
    saturday = utc("10-24 12:00")  # clocks in Warsaw and, a week later, in New York go back
    report = await mailed(db, await shop.actor(OLGA), at=saturday, when=SendWhen.USUAL_HOUR, hour=13)
    assert {row.member_id: row.due_at for row in await rows(db, report.id)} == {
        ann: utc("10-24 16:00"),
        bob: utc("10-25 00:00"),
        carol: utc("10-25 07:00"),  # two at night: when the quiet hours end
        dora: utc("10-25 12:00"),  # 13:00 of the day that has an hour more
    }


async def test_a_spread_parts_them_into_steps(db: Database) -> None:
    shop, _ = await opened(db, 60)
    report = await mailed(db, await shop.actor(OLGA), at=NOON, spread_minutes=30)
    moments = [row.due_at - NOON for row in await rows(db, report.id)]
    assert timedelta() <= min(moments) < max(moments) < timedelta(minutes=30)
    assert len(set(moments)) > 15


async def test_waves_go_one_after_another_until_enough_have_it(db: Database) -> None:
    shop, members = await opened(db, 8)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON, wave_size=4, wave_goal=3, wave_minutes=60)
    assert Counter((row.wave, row.due_at == PARKED) for row in await rows(db, report.id)) == {
        (1, False): 4,
        (2, True): 4,
        (3, True): 2,
    }
    assert len((await outbox.claim(db, BULK, at=NOON)).leaving) == 4
    assert await broadcast_rounds.turn(db, NOON + timedelta(minutes=59)) == 0
    assert await broadcast_rounds.turn(db, NOON + timedelta(minutes=60)) == 1
    assert len((await outbox.claim(db, BULK, at=NOON + timedelta(minutes=60))).leaving) == 4
    seen = await broadcasts.report(db, olga, report.id, at=NOON + timedelta(minutes=61))
    assert (seen.wave, seen.waits_for, seen.waits_until) == (2, "wave", None)
    async with db.begin() as session:
        await session.execute(update(Broadcast).values(claimed=3))
    assert await broadcast_rounds.turn(db, NOON + timedelta(hours=3)) == 1
    ended = await broadcasts.report(db, olga, report.id, at=NOON + timedelta(hours=3))
    assert (ended.reasons, ended.progress.audience) == ({"goal": 2}, len(members))


async def test_the_rest_gets_the_variant_that_won(db: Database) -> None:
    shop, _ = await opened(db, 40)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON, content=TWO, test_bp=5_000)
    before = Counter(row.variant for row in await rows(db, report.id))
    assert before[None] > 5
    assert min(before["A"], before["B"]) > 2
    async with db.begin() as session:
        tried = update(OutgoingMessage).where(OutgoingMessage.variant.is_not(None))
        await session.execute(tried.values(state=MessageState.SENT, left_at=NOON))
    for _ in range(2):
        await broadcast_rounds.turn(db, NOON + timedelta(hours=1))
    assert await shop.told(OLGA) == ["broadcast.to_choose"]
    for variant in ("B", "A"):  # chosen twice, the first counts
        chosen = await broadcast_rounds.choose_winner(db, olga, report.id, variant, at=NOON + timedelta(hours=2))
        assert chosen.winner == "B"
    after = Counter(row.variant for row in await rows(db, report.id))
    assert after == {"A": before["A"], "B": before["B"] + before[None]}
    leaving = (await outbox.claim(db, BULK, at=NOON + timedelta(hours=2))).leaving
    assert {row.facts["text"] for row in leaving} == {"Tuna"}
    assert len(leaving) == before[None]


async def test_the_winner_goes_at_the_same_local_hour_by_itself(db: Database) -> None:
    shop, members = await opened(db, 30)
    for member in members[:20]:
        await lives(db, member, "America/New_York")
    olga = await shop.actor(OLGA)
    plan: dict[str, Any] = {"content": TWO, "test_bp": 5_000, "winner_hours": 24}
    report = await mailed(db, olga, at=NOON, when=SendWhen.LOCAL_HOUR, hour=12, **plan)
    async with db.begin() as session:
        tried = update(OutgoingMessage).where(OutgoingMessage.variant.is_not(None))
        await session.execute(tried.values(state=MessageState.SENT, left_at=NOON))
    assert await broadcast_rounds.turn(db, NOON + timedelta(hours=23)) == 0
    assert await broadcast_rounds.turn(db, NOON + timedelta(hours=24)) == 1
    rest = [row for row in await rows(db, report.id) if row.state is MessageState.PLANNED]
    at_noon = {member: "11-22 17:00" if member in members[:20] else "11-23 09:00" for member in members}
    assert len(rest) > 5
    assert all(row.due_at == utc(at_noon[row.member_id or 0]) and row.variant == "A" for row in rest)


async def test_at_its_time_it_is_for_those_who_are_members_then(db: Database) -> None:
    shop, [ann, bob] = await opened(db)
    await consents.advertise(db, await shop.actor(BOB), False, source="settings", at=NOON)
    evening = NOON + timedelta(hours=4)
    report = await mailed(db, await shop.actor(OLGA), at=NOON, when=SendWhen.AT, starts_at=evening)
    assert (report.state, report.progress.audience, report.waits_until) == (BroadcastState.SCHEDULED, 0, evening)
    await consents.advertise(db, await shop.actor(BOB), True, source="settings", at=NOON)
    assert await broadcast_rounds.turn(db, evening - timedelta(seconds=1)) == 0
    assert await broadcast_rounds.turn(db, evening) == 1
    assert [row.member_id for row in await rows(db, report.id)] == [ann, bob]
    assert await broadcast_rounds.turn(db, evening) == 0


async def test_what_missed_its_time_by_hours_is_a_draft_again_and_its_author_is_told(db: Database) -> None:
    shop, _ = await opened(db)
    olga, evening = await shop.actor(OLGA), NOON + timedelta(hours=4)
    report = await mailed(db, olga, at=NOON, when=SendWhen.AT, starts_at=evening)
    assert await broadcast_rounds.turn(db, evening + timedelta(hours=7)) == 1
    assert await rows(db, report.id) == []
    assert await shop.told(OLGA) == ["broadcast.not_sent"]
    assert (await broadcasts.report(db, olga, report.id, at=NOON)).state is BroadcastState.DRAFT


async def test_who_changed_since_it_was_planned_is_asked_again_when_it_leaves(db: Database) -> None:
    shop, [*_, carol, dora, eve] = await opened(db, 3)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON)
    await privacy.erase(db, await shop.actor(ANN), at=NOON)
    await consents.advertise(db, await shop.actor(BOB), False, source="settings", at=NOON)
    async with db.begin() as session:
        await session.execute(update(Member).where(Member.id == carol).values(holdout=True))
        session.add(ContactWish(member_id=dora, without=[Topic.OFFERS.value], changed_at=NOON))
        talk = {"member_id": eve, "state": ConversationState.OPEN, "about": "order", "opened_at": NOON}
        session.add(Conversation(**talk))
    assert not (await outbox.claim(db, BULK, at=NOON)).leaving
    seen = await broadcasts.report(db, olga, report.id, at=NOON)
    assert (seen.progress.skipped, seen.progress.audience) == (5, 5)
    assert set(seen.reasons) >= {"no_consent", "holdout", "topic", "complaint"}
    nobody = await broadcasts.under_way(db, at=NOON)
    assert [each.state for each in nobody] == [BroadcastState.DONE]


async def test_nothing_leaves_after_the_deadline(db: Database) -> None:
    shop, _ = await opened(db)
    olga, over = await shop.actor(OLGA), NOON + timedelta(hours=2)
    report = await mailed(db, olga, at=NOON, deadline=over, wave_size=1)
    assert await broadcast_rounds.turn(db, over) == 1
    assert not (await outbox.claim(db, BULK, at=over)).leaving
    assert await broadcast_rounds.turn(db, over) == 1
    seen = await broadcasts.report(db, olga, report.id, at=over)
    assert (seen.state, seen.reasons) == (BroadcastState.DONE, {"expired": 2})
    assert await broadcast_rounds.turn(db, over + timedelta(days=7)) == 1
    assert await broadcast_rounds.turn(db, over + timedelta(days=7)) == 0
    assert await shop.told(OLGA) == ["broadcast.measured"]


async def test_whoever_has_not_answered_is_reminded_of_the_offer_once(db: Database) -> None:
    shop, [ann, bob, *_] = await opened(db, 1)
    ends = NOON + timedelta(days=10)  # long after it was measured
    offer: dict[str, Any] = {"offer": Offer(OfferKind.POINTS, 50), "buttons": (OfferButton("claim", {"en": "Take"}),)}
    report = await mailed(db, await shop.actor(OLGA), at=NOON, deadline=ends, **offer)
    async with db.begin() as session:
        got = update(OutgoingMessage).where(OutgoingMessage.member_id.in_([ann, bob]))
        await session.execute(got.values(state=MessageState.SENT, left_at=NOON))
        await responses.note(session, f"broadcast:{report.id}", ann, Response.DECLINED, at=NOON)
    reminders = [broadcast_endings.remind(db, ends - timedelta(hours=hours)) for hours in (25, 24, 24, 1)]
    assert [await each for each in reminders] == [0, 1, 0, 0]
    async with db.read() as session:
        told = select(OutgoingMessage.member_id).where(OutgoingMessage.kind == "broadcast.ending")
        assert list(await session.scalars(told)) == [bob]
    seen = await broadcasts.report(db, await shop.actor(OLGA), report.id, at=ends)
    assert (seen.progress.audience, seen.progress.sent) == (3, 2)  # one waits to leave; reminders count for themselves
