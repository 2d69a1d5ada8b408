"""Standing rules beside all the rest: a gift that runs out, orders that arrive while a page of firings is written."""

from datetime import timedelta

from sqlalchemy import delete

from bot.rules.benefits import Benefit, to_json
from bot.usecases import catalogue, deliveries
from bot.usecases.automation_rounds import fire_due
from bot.usecases.catalogue import Edit
from db.enums import AutomationKind, BenefitKind
from db.models.automations import Firing
from db.session import Database
from tests.support import standing
from tests.support.crossed import at_once, stock
from tests.support.orders import CARL, NOON, OLGA
from tests.support.rewards import reward

ROUNDS = 8


async def test_a_rule_gives_what_there_is_and_makes_up_for_it_when_there_is_more(db: Database) -> None:
    async for calendar in standing.opened(db):
        soup, olga = await reward(calendar.shop, stock=1), await calendar.shop.actor(OLGA)
        for each in (calendar.shop.ann, calendar.shop.bob):
            await calendar.born(each, 1, 12)
        benefit = to_json(Benefit(BenefitKind.ITEM, reward_id=soup, names={"en": "Miso soup"}))
        await calendar.only(AutomationKind.BIRTHDAY, offer={"kind": "voucher", "benefit": benefit, "valid_days": 7})
        greeted = standing.TODAY + timedelta(days=4)
        assert await calendar.rings(standing.moscow(greeted)) == 1
        assert {each[2:] for each in await calendar.firings()} == {("fired", None), ("skipped", "sold_out")}
        assert await stock(calendar.shop, soup) == 0
        card = await catalogue.show(db, olga, soup)
        await catalogue.change(db, olga, Edit(soup, card.edition, "stock", 1, saw=0), at=NOON)
        assert await calendar.rings(standing.moscow(greeted + timedelta(days=1))) == 1
        assert (len(await calendar.messages()), await stock(calendar.shop, soup)) == (2, 0)


async def test_points_of_a_rule_and_orders_that_arrive_wait_in_one_order(db: Database) -> None:
    async for calendar in standing.opened(db):
        shop, at = calendar.shop, standing.moscow(standing.TODAY + timedelta(days=4))
        carl = await shop.actor(CARL)
        for each in (shop.bob, shop.ann):
            await calendar.born(each, 1, 12)
        for number in range(ROUNDS):
            async with db.begin() as session:  # as if it never had: its own key each time
                await session.execute(delete(Firing))
            await calendar.only(AutomationKind.BIRTHDAY, slug=f"round{number}")
            placed = [(await shop.place(member_id=each)).order_id for each in (shop.ann, shop.bob)]
            for order_id in placed:
                await deliveries.accept(db, carl, order_id, at=NOON)
            arriving = (deliveries.confirm(db, carl, order_id, shop.code, at=at) for order_id in placed)
            await at_once(fire_due(db, at), *arriving)
