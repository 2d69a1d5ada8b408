"""What happens in a shop is told outside: in order, once, in numbers; nothing is written where nobody hears."""

import asyncio
import json
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.usecases import deliveries, feedback, hook_replays, outside_events, privacy, webhooks
from bot.usecases.errors import Refused
from bot.usecases.outside_events import Fact
from db.models.hooks import HookDelivery, OutsideEvent
from db.session import Database
from tests.support import orders
from tests.support.guests import NOON
from tests.support.hooks import HookedShop, hooked
from tests.support.ledger import earned, joined, spent


async def tell(db: Database, kind: str, member_id: int | None, key: str) -> None:
    async with db.begin() as session:
        outside_events.tell(session, Fact(kind, member_id, {}, key), at=NOON)


async def test_an_order_from_the_desk_to_its_stars_is_told_without_a_name(db: Database) -> None:
    shop = await orders.opened(db)
    async with hooked(db) as here:
        number = (await shop.place()).order_id
        carl, bob = await shop.actor(orders.CARL), await shop.actor(orders.BOB)
        await deliveries.accept(db, carl, number, at=NOON)
        await deliveries.start(db, carl, number, at=NOON)
        await deliveries.confirm(db, carl, number, shop.code, at=NOON + timedelta(minutes=20))
        await feedback.rate(db, bob, number, 5, at=NOON + timedelta(hours=1))
        await privacy.erase(db, bob, at=NOON + timedelta(hours=2))
        told = await here.events()
    kinds = [event.kind for event in told]
    assert [kind for kind in kinds if kind.startswith("order.")] == [
        *("order.placed", "order.accepted", "order.on_the_way", "order.delivered")
    ]
    assert {"feedback.rated", "points.moved"} <= set(kinds)
    assert kinds[-1] == "member.erased"
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    assert {event.member_id for event in told} == {shop.bob}
    assert "Bob" not in json.dumps([event.facts for event in told])


async def test_members_who_move_at_once_have_their_events_numbered_without_a_gap(db: Database) -> None:
    async with hooked(db) as here:
        ann, bob = await joined(db, "Ann", "Bob")
        await asyncio.gather(*(earned(db, member, 10 + n) for n in range(8) for member in (ann, bob)))
        await asyncio.gather(*(spent(db, ann, 3) for _ in range(4)))
        told = defaultdict(list)
        for event in await here.events():
            told[event.member_id].append(event)
    assert {member: [event.seq for event in events] for member, events in told.items()} == {
        ann: list(range(1, 13)),
        bob: list(range(1, 9)),
    }
    balance = 0
    for event in told[ann]:
        balance += event.facts["points"]
        assert event.facts["balance"] == balance


async def test_what_is_undone_was_not_told_and_what_is_known_is_told_once(db: Database) -> None:
    async with hooked(db) as here:
        (ann,) = await joined(db, "Ann")
        with pytest.raises(LookupError):
            await _half_done(db, ann)
        async with db.whole():
            await earned(db, ann, 5, key="kept")
            with pytest.raises(LookupError):
                await _half_done(db, ann)
            await tell(db, "order.placed", ann, "kept too")
        await tell(db, "order.placed", ann, "kept too")
        told = [(event.kind, event.seq) for event in await here.events()]
    assert told == [("points.moved", 1), ("order.placed", 2)]


async def _half_done(db: Database, member_id: int) -> None:
    async with db.begin() as session:
        outside_events.tell(session, Fact("order.placed", member_id, {}, "undone"), at=NOON)
        raise LookupError


async def test_nothing_is_written_where_nobody_listens_and_the_first_webhook_hears_from_its_first_moment(
    db: Database,
) -> None:
    outside_events.attach(db)
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 5)
    async with hooked(db) as here:
        assert await here.events() == []
        await earned(db, ann, 6)
        assert [event.facts["points"] for event in await here.events()] == [6]
        await webhooks.remove(db, here.olga, here.hook.id, at=NOON)
        await earned(db, ann, 7)
        assert len(await here.events()) == 1


async def test_an_address_hears_the_families_it_asked_for_and_again_what_it_missed(db: Database) -> None:
    async with hooked(db) as here:
        (ann,) = await joined(db, "Ann")
        await webhooks.choose(db, here.olga, here.hook.id, "order", at=NOON)
        for number, kind in enumerate(("order.placed", "points.moved", "tier.changed")):
            await tell(db, kind, ann, f"fact {number}")
        await here.goes_round()
        assert [event["kind"] for event in here.receiver.events] == ["order.placed"]
        await webhooks.choose(db, here.olga, here.hook.id, "order", at=NOON)  # of none chosen: everything
        weighed = await hook_replays.weigh(db, here.olga, here.hook.id, NOON)
        done = await hook_replays.again(db, here.olga, here.hook.id, NOON, at=NOON)
        await here.goes_round()
        assert (weighed.number, done.number) == (3, 3)
        numbers = [event.id for event in await here.events()]
        assert sorted(here.receiver.numbers[1:]) == numbers
        tier = numbers[-1]
        await hook_replays.one(db, here.olga, here.hook.id, tier, at=NOON)
        await here.goes_round()
        assert here.receiver.numbers.count(tier) == 2
        assert len({body for _, body in here.receiver.got}) == 3
        with pytest.raises(Refused, match="no_such_event"):
            await hook_replays.one(db, here.olga, here.hook.id, tier + 1, at=NOON)


async def test_after_a_month_only_the_count_is_kept(db: Database) -> None:
    async with hooked(db) as here:
        ann, bob = await joined(db, "Ann", "Bob")
        for number in range(3):
            await tell(db, "order.placed", ann, f"ann {number}")
        await tell(db, "order.placed", bob, "bob")
        await tell(db, "order.placed", None, "nobody's")
        assert await outside_events.forget(db, NOON + outside_events.KEPT) == 0
        assert await outside_events.forget(db, NOON + outside_events.KEPT + timedelta(seconds=1)) == 3
        await tell(db, "order.placed", ann, "ann again")
        assert [(event.member_id, event.seq) for event in await here.events()] == [(ann, 3), (bob, 1), (ann, 4)]
        assert await _deliveries(here) == 3


async def _deliveries(here: HookedShop) -> int:
    async with here.db.read() as session:
        left = select(func.count()).select_from(HookDelivery).join(OutsideEvent)
        return await session.scalar(left) or 0
