"""The demo shop speaks the language it was planted in, and counts in its money."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import demo_dishes, demo_offers, demo_partners, demo_rewards
from bot.rules.benefits import named
from bot.seed import ANN, PETRA, Demo, Guest
from bot.settings import Settings
from bot.usecases import actor as actors
from bot.usecases import broadcast_drafts, broadcasts, partner_offers, partners, program
from db.enums import BroadcastState
from db.models.broadcasts import Broadcast
from db.models.deals import Deal
from db.models.orders import OrderItem
from db.models.rewards import Reward
from db.models.staff import Outlet
from db.session import Database
from tests.support.orders import NOON


@pytest.mark.parametrize(
    ("language", "currency", "place", "rule", "category"),
    [
        ("en", "EUR", "Centre", "Quiet hours", "rolls"),
        ("ru", "RUB", "Центр", "Тихие часы", "роллы"),
        ("pl", "PLN", "Centrum", "Spokojne godziny", "rolki"),
        ("de", "EUR", "Centre", "Quiet hours", "rolls"),
    ],
)
async def test_its_menu_rules_and_deals_name_the_same_categories(
    db: Database, language: str, currency: str, place: str, rule: str, category: str
) -> None:
    demo = Demo(db, Settings(_env_file=None, data_dir=Path("."), default_language=language, currency=currency), NOON)
    olga, then = await demo.opens(), NOON - timedelta(days=1)
    await demo_dishes.fill(db, olga, at=demo.begins)
    await demo_offers.fill(db, olga, demo.new, at=demo.begins, now=NOON)
    ann = await demo.joins(Guest(ANN, "Ann", "en", "+48600100200", 2), then, None)
    await demo.orders(olga, ann, then)
    rules = (await program.current(db, NOON)).program.earning_rules
    menu = {named(kind, language) for _, kind, _ in demo_dishes.MENU}
    async with db.read() as session:
        assert await session.scalar(select(Outlet.name)) == place
        assert list(await session.scalars(select(Deal.category).where(Deal.category.is_not(None)))) == [category]
        assert {line.category for line in await session.scalars(select(OrderItem))} <= menu
    assert [each.name for each in rules][-1] == rule
    assert category in menu
    assert {one for each in rules for one in each.categories} <= menu


@pytest.mark.parametrize(("currency", "costs"), [("RUB", [21_000, 4_000]), ("PLN", [1_050, 200]), ("EUR", [210, 40])])
async def test_what_its_rewards_cost_is_in_its_money(db: Database, currency: str, costs: list[int]) -> None:
    demo = Demo(db, Settings(_env_file=None, data_dir=Path("."), currency=currency), NOON)
    await demo_rewards.fill(db, await demo.opens(), at=demo.begins, now=NOON)
    async with db.read() as session:
        told = await session.scalars(select(Reward.cost_minor).order_by(Reward.cost_minor.desc()))
    assert [cost for cost in told if cost] == costs


async def test_its_message_was_sent_answered_and_kept_to_be_used_again(db: Database) -> None:
    demo = Demo(db, Settings(_env_file=None, data_dir=Path(".")), NOON)
    olga, then = await demo.opens(), NOON - timedelta(days=1)
    guests = [Guest(2_000 + number, "Ann", "en", f"+4860010020{number}", 2) for number in range(8)]
    members = [await demo.joins(guest, then, None) for guest in guests]
    await demo.writes(olga, members)
    [sent] = await broadcasts.latest(db, olga, at=NOON)
    [template] = await broadcast_drafts.drafts(db, olga, at=NOON, templates=True)
    assert (sent.state, sent.name, template.name) == (BroadcastState.DONE, "Autumn soups", "Autumn soups")
    assert 0 < sent.progress.sent <= 8 - sent.reasons.get("control", 0)
    async with db.read() as session:
        claimed = await session.scalar(select(Broadcast.claimed).where(Broadcast.id == sent.id))
    assert 0 < (claimed or 0) <= sent.progress.sent


async def test_its_members_find_a_bakery_where_petra_serves_them(db: Database) -> None:
    demo = Demo(db, Settings(_env_file=None, data_dir=Path("."), default_language="pl", currency="PLN"), NOON)
    olga = await demo.opens()
    petra = await demo.known(PETRA, "Petra", "pl", demo.begins)
    await demo_partners.fill(db, olga, petra, demo.new, at=demo.begins)
    ann = await demo.joins(Guest(ANN, "Ann", "en", "+48600100200", 2), NOON, None)
    [place] = await partner_offers.around(db, ann, at=NOON)
    assert (place.name, place.earn_rate_bp, place.spend_max_bp, place.discount_bp) == (
        "Zielona Piekarnia",
        500,
        5_000,
        1_000,
    )
    assert set(place.offer) == {"en", "ru", "pl"}
    await demo_partners.sell(db, await actors.read(db, PETRA, NOON), [actors.member_of(ann)], at=NOON)
    assert (await partners.own(db, await actors.read(db, PETRA, NOON), at=NOON)).today.given > 0
