"""Figures on both databases: who takes part, two weeks beside each other, and what offers bring beside the holdout."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import insights
from bot.usecases.errors import Refused
from db.enums import BenefitKind, VoucherSource, VoucherState
from db.models.chats import Chat
from db.models.members import Member
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened

DAY = timedelta(days=1)


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def test_who_opened_pressed_and_ordered_is_counted_once_each(db: Database, shop: Shop) -> None:
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == BOB).values(seen_on=(NOON - 3 * DAY).date()))
        ann = {"last_order_at": NOON - 20 * DAY}
        await session.execute(update(Member).where(Member.id == shop.ann).values(**ann))
    week, month = (await insights.look(db, await shop.actor(OLGA), at=NOON)).engagement
    assert (week.members, week.opened, week.pressed, week.ordered, week.active) == (2, 1, 0, 0, 1)
    assert (month.members, month.opened, month.ordered, month.active) == (2, 1, 1, 2)
    with pytest.raises(Refused, match="denied"):
        await insights.look(db, await shop.actor(CARL), at=NOON)


async def test_two_weeks_of_whole_days_stand_beside_each_other(db: Database, shop: Shop) -> None:
    for number, days in enumerate((1, 1, 7, 8, 15)):
        await shop_says.bought(db, shop.bob, NOON - days * DAY, key=f"old{number}")
    await shop_says.bought(db, shop.bob, NOON)  # today is not over
    found = await insights.look(db, await shop.actor(OLGA), at=NOON)
    assert (found.this_week.orders, found.last_week.orders) == (3, 1)
    assert found.orders_by_day == (0,) * 6 + (1,) + (1,) + (0,) * 5 + (2,)


async def test_offers_are_worth_what_those_with_them_buy_more_than_those_without(db: Database, shop: Shop) -> None:
    offered, without = await shop_says.crowd(db, 40), await shop_says.crowd(db, 40)
    async with db.begin() as session:
        long_ago = {"joined_at": NOON - 200 * DAY}
        await session.execute(update(Member).where(Member.id.in_(offered)).values(**long_ago))
        await session.execute(update(Member).where(Member.id.in_(without)).values(holdout=True, **long_ago))
    back = (await insights.look(db, await shop.actor(OLGA), at=NOON)).back
    assert back.compared.lack == "few_did"
    for member in (*offered[:30], *without[:10]):
        await shop_says.bought(db, member, NOON - 5 * DAY)
    back = (await insights.look(db, await shop.actor(OLGA), at=NOON)).back
    assert (back.offered.members, back.without.members) == (40, 40)
    assert back.compared.net is not None
    assert back.compared.net.value == pytest.approx(50_000)
    assert back.compared.net.low > 0
    assert back.compared.extra_minor == 2_000_000


async def test_vouchers_of_a_reward_are_used_lapsed_or_grow_old_in_a_pocket(db: Database, shop: Shop) -> None:
    async with db.begin() as session:
        session.add(Reward(id=1, kind="dish", names={"en": "Miso soup"}, price=100, created_at=NOON))
        await session.flush()
        ages = [(2, "held"), (20, "held"), (60, "held"), (3, "used"), (70, "expired"), (5, "returned"), (95, "used")]
        for n, (days, state) in enumerate(ages):
            issued = NOON - days * DAY
            session.add(
                Voucher(
                    key=f"v{n}",
                    code=f"CODE{n}",
                    member_id=shop.bob,
                    kind=BenefitKind.ITEM,
                    reward_id=1,
                    source=VoucherSource.REWARD,
                    state=VoucherState(state),
                    issued_at=issued,
                    valid_until=(NOON + 30 * DAY).date(),
                    ends_at=NOON + 30 * DAY,
                )
            )
    (soup,) = await insights.rewards(db, await shop.actor(OLGA), at=NOON)
    assert soup.names == {"en": "Miso soup"}
    assert (soup.issued, soup.used, soup.lapsed) == (5, 1, 1)
    assert (soup.fresh, soup.aged, soup.old) == (1, 1, 1)


async def test_what_is_tried_out_is_listed_with_what_can_be_said_of_it(db: Database, shop: Shop) -> None:
    await shop_says.running(db, name="Plain")
    tried = await shop_says.running(db, name="Tried", control_bp=1_000)
    got, kept = await shop_says.crowd(db, 30), await shop_says.crowd(db, 30)
    await shop_says.sent(db, tried, got)
    await shop_says.sent(db, tried, kept, None)
    found = await insights.tests(db, await shop.actor(OLGA), at=NOON + DAY)
    assert [each.report.name for each in found.messages] == ["Tried"]
    assert found.messages[0].report.whole.compared.lack == "few_did"
    assert found.messages[0].best is None
    assert found.cadence is None
