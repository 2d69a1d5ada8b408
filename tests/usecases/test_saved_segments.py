"""Saved segments on both databases: one change of an edition wins, and everything that uses one can be renewed."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules.segment_questions import THEMES
from bot.rules.segments import AnyOf, Condition, Not, Saved, from_json, to_json
from bot.usecases import (
    automation_edits,
    broadcast_drafts,
    buying,
    deal_desk,
    promo_desk,
    saved_segments,
    segment_people,
    segment_shelf,
    segment_uses,
    segments,
    sources,
)
from bot.usecases.actor import Actor
from bot.usecases.automation_edits import Change
from bot.usecases.errors import Refused
from bot.usecases.saved_segments import Which
from bot.usecases.segment_shelf import Chosen
from db.enums import AutomationKind, BenefitKind
from db.models.automations import Automation
from db.models.segments import Segment, SegmentEdit
from db.session import Database
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.promos import a_code

LOYAL, NEW = to_json(Condition("orders", "least", 3)), to_json(Condition("orders", "most", 2))


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


@pytest.fixture
async def olga(shop: Shop) -> Actor:
    return await shop.actor(OLGA)


async def test_of_many_changes_of_one_edition_one_is_made_and_one_name_is_kept_once(shop: Shop, olga: Actor) -> None:
    made = await asyncio.gather(
        *(saved_segments.save(shop.db, olga, "Loyal", LOYAL, at=NOON) for _ in range(8)), return_exceptions=True
    )
    assert told(made) == {"Seen": 1, "segment.name_taken": 7}
    for edition in range(1, 6):
        trees = [to_json(Condition("points", "least", edition * 100 + n)) for n in range(8)]
        changed = await asyncio.gather(
            *(saved_segments.change(shop.db, olga, Which(1, edition), tree, at=NOON) for tree in trees),
            return_exceptions=True,
        )
        assert told(changed) == {"Seen": 1, "segment.changed_meanwhile": 7}
    async with shop.db.read() as session:
        kept = await session.get_one(Segment, 1)
        newest = await session.get_one(SegmentEdit, (1, 6))
    assert (kept.edition, kept.tree) == (6, newest.tree)


def told(results: list[Any]) -> Counter[str]:
    return Counter(each.code if isinstance(each, Refused) else type(each).__name__ for each in results)


async def test_each_kind_of_user_keeps_its_edition_and_is_renewed_alone(shop: Shop, olga: Actor) -> None:
    db = shop.db
    loyal = await saved_segments.save(db, olga, "Loyal", LOYAL, at=NOON)
    old = Saved(loyal.id, 1, from_json(LOYAL))
    tree = to_json(AnyOf((Not(old), Condition("tag", "has", "vip"))))
    async with db.begin() as session:
        session.add(Automation(slug="birthday", kind=AutomationKind.BIRTHDAY, enabled_on=NOON.date()))
    async with db.read() as session:
        rule = (await session.scalars(select(Automation))).one()
    await automation_edits.change(db, olga, rule.id, rule.edition, Change("segment", tree), at=NOON)
    code = await a_code(db, kind=BenefitKind.AMOUNT, value=1_000)
    await promo_desk.change(db, olga, promo_desk.Which(code, 1), {"segment": tree}, at=NOON)
    deal = await deal_desk.create(db, olga, "Soup", "en", at=NOON)
    await deal_desk.change(db, olga, deal_desk.Which(deal.id, deal.edition), {"segment": tree}, at=NOON)
    await broadcast_drafts.begin(db, olga, {"segment": tree, "name": "Hello"}, at=NOON)
    await saved_segments.save(db, olga, "Others", tree, at=NOON)
    await saved_segments.change(db, olga, loyal.which, NEW, at=NOON)
    uses = await segment_uses.look(db, olga, loyal.id)
    assert {(use.kind, use.edition) for use in uses.lines} == {
        (kind, 1) for kind in ("automation", "promo", "deal", "broadcast", "segment")
    }
    for number, use in enumerate(uses.lines, 1):
        left = await segment_uses.renew(db, olga, loyal.id, use.kind, use.id, at=NOON)
        assert sum(each.edition == 2 for each in left.lines) == number
    with pytest.raises(Refused, match=r"segment\.contains_itself"):
        await saved_segments.change(db, olga, Which(loyal.id, 2), tree, at=NOON)
    with pytest.raises(Refused, match=r"segment\.use_gone"):
        await segment_uses.renew(db, olga, loyal.id, "promo", 99, at=NOON)


async def test_every_read_works_on_both_databases_and_is_for_the_staff(shop: Shop, olga: Actor) -> None:
    db = shop.db
    await saved_segments.save(db, olga, "Everybody", None, at=NOON)
    assert [line.members for line in (await segment_shelf.shelf(db, olga, at=NOON)).lines] == [2]
    assert (await segment_shelf.ready(db, olga, at=NOON))["new"] == 2
    assert (await segment_shelf.heat(db, olga, at=NOON)).cells == []
    for question in (question for theme in THEMES.values() for question in theme):
        await segments.stock(db, olga, question, at=NOON)
    assert await segments.read(db, olga, "segment everybody", at=NOON) == Saved(1, 1, from_json(None))
    seen = await segment_people.page(db, olga, Chosen(saved=1), 0, at=NOON)
    assert {person.name for person in seen.people} == {"Ann Green", "Bob Stone"}
    assert [line.joined for line in (await sources.look(db, olga, at=NOON)).lines] == [2]
    assert (await buying.look(db, olga, shop.ann, at=NOON)).overdue is None
    for chat in (BOB, CARL):
        stranger = await shop.actor(chat)
        for refused in (
            segment_shelf.shelf(db, stranger, at=NOON),
            segment_people.page(db, stranger, Chosen(saved=1), 0, at=NOON),
            segment_people.export(db, stranger, Chosen(saved=1), at=NOON),
            saved_segments.save(db, stranger, "Mine", None, at=NOON),
            segment_uses.renew(db, stranger, 1, "promo", 1, at=NOON),
            buying.look(db, stranger, shop.ann, at=NOON),
            sources.look(db, stranger, at=NOON),
        ):
            with pytest.raises(Refused, match=r"access\.denied"):
                await refused
