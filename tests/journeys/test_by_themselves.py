"""What happens when only time passes: a birthday gift, a silence, points that end; each in its window, once, by day."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from sqlalchemy import select

from db.enums import AutomationKind
from db.ledger.verify import verify
from db.models.automations import Automation, Firing
from db.models.messages import OutgoingMessage
from tests.journeys.test_first_story import carl_is_hired, code_on, olga_opens, order_for
from tests.support.open_shop import OpenShop, opened
from tests.support.people import Person
from tests.support.telegram import FakeTelegram


@pytest_asyncio.fixture
async def shop(street: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """An open shop; afterwards its books must be right."""
    async with opened(street, sqlite_url, tmp_path) as shop:
        yield shop
        async with shop.db.read(long=True) as session:
            assert (await verify(session)).ok


async def comes(shop: OpenShop, moment: datetime) -> None:
    """Time passes until then; the bell rings once, as after a night with the lid closed."""
    await shop.moves_clock(hours=(moment - shop.telegram.clock.now()).total_seconds() / 3600)


def moscow(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow"))


async def joins(person: Person, *, offers: bool = True, birthday: str = "") -> None:
    await person.says("/start")
    await person.presses("English")
    if offers:
        await person.presses("Also send me offers")
        await person.sees_button("☑")
    for label in ("I agree", "Share my phone"):
        await person.presses(label)
    await person.sees("Your card will say", anywhere=True)
    if birthday:
        await person.says(birthday)
        await person.presses("Yes")
    await person.presses("Show my card")
    await person.sees("My card")


async def delivered(olga: Person, carl: Person, customer: Person) -> None:
    await order_for(olga, customer)
    await customer.sees("on their way", anywhere=True)
    await carl.says("/deliveries")
    for label in ("Long Street", "Accept", "On the way", "Delivered"):
        await carl.presses(label)
    await carl.says(await code_on(customer))
    await carl.sees("delivered")


async def planned(shop: OpenShop, kind: str) -> list[OutgoingMessage]:
    async with shop.db.read() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
        return list(await session.scalars(found))


async def test_anns_birthday_gift_comes_on_the_morning_its_window_opens_and_ends_with_it(shop: OpenShop) -> None:
    await olga_opens(shop)
    ann = shop.person("Ann")
    await joins(ann, birthday="05.01.1990")
    await comes(shop, moscow(12, 28, 12))
    await comes(shop, moscow(12, 29, 9, 59))
    await ann.does_not_see("Your birthday is near!")
    await comes(shop, moscow(12, 29, 10, 1))
    await ann.sees("Your birthday is near!", anywhere=True)
    await ann.sees("150 points on your account.", anywhere=True)
    await comes(shop, moscow(12, 30, 10, 1))
    assert len(await planned(shop, "automation.birthday")) == 1

    await comes(shop, moscow(1, 12, 23, 59, year=2027))
    await ann.says("/balance")
    await ann.sees("150 points to spend")
    await comes(shop, moscow(1, 13, 0, 1, year=2027))
    await ann.does_not_see("have ended")
    (gone,) = await planned(shop, "points.expired")
    assert gone.due_at == moscow(1, 13, 10, year=2027), "nobody is woken for it"
    await comes(shop, moscow(1, 13, 10, 1, year=2027))
    await ann.sees("150 points", anywhere=True)
    await ann.says("/history")
    await ann.sees("−150")


async def test_who_did_not_agree_to_offers_gets_no_gift_and_it_is_known_why(shop: OpenShop) -> None:
    await olga_opens(shop)
    ann = shop.person("Ann")
    await joins(ann, offers=False, birthday="05.01.1990")
    await comes(shop, moscow(12, 29, 10, 1))
    await ann.does_not_see("Your birthday is near!")
    async with shop.db.read() as session:
        birthdays = select(Automation.id).where(Automation.kind == AutomationKind.BIRTHDAY).scalar_subquery()
        (firing,) = await session.scalars(select(Firing).where(Firing.automation_id == birthdays))
    assert (firing.period, firing.state, firing.reason) == ("2027", "skipped", "no_consent")


async def test_after_thirty_silent_days_bob_is_missed_once(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    carl = await carl_is_hired(shop, olga)
    bob = shop.person("Bob")
    await joins(bob)
    await delivered(olga, carl, bob)
    await comes(shop, moscow(12, 20, 18))
    await bob.does_not_see("We miss you!")
    await comes(shop, moscow(12, 21, 11, 59))
    await bob.does_not_see("We miss you!")
    await comes(shop, moscow(12, 21, 12, 1))
    await bob.sees("It has been 30 days since your last order", anywhere=True)
    for day in (22, 25, 31):
        await comes(shop, moscow(12, day, 12, 1))
    await comes(shop, moscow(3, 21, 12, 1, year=2027))
    assert len(await planned(shop, "automation.inactivity")) == 1
    await bob.presses("Stop")
    await bob.says("/settings")
    await bob.sees("Offers")


async def test_bob_is_told_30_7_and_1_days_before_his_points_end_and_in_the_morning_after(
    shop: OpenShop,
) -> None:
    olga = await olga_opens(shop)
    carl = await carl_is_hired(shop, olga)
    bob = shop.person("Bob")
    await joins(bob, offers=False)
    await delivered(olga, carl, bob)
    for month, day, told in ((10, 21, 0), (10, 22, 1), (10, 23, 1), (11, 13, 1), (11, 14, 2), (11, 19, 2), (11, 20, 3)):
        await comes(shop, moscow(month, day, 0, 5, year=2027))
        await comes(shop, moscow(month, day, 10, 1, year=2027))
        assert len(await planned(shop, "points.ending")) == told, (month, day)
    await bob.sees("162 points can be spent until 21 November 2027", anywhere=True)
    await comes(shop, moscow(11, 21, 23, 59, year=2027))
    await bob.says("/balance")
    await bob.sees("162 points to spend")
    await comes(shop, moscow(11, 22, 0, 1, year=2027))
    await bob.says("/balance")
    await bob.sees("0 points to spend")
    assert len(await planned(shop, "points.expired")) == 1
    await comes(shop, moscow(11, 22, 10, 1, year=2027))
    await bob.sees("162 points", anywhere=True)
    await comes(shop, moscow(11, 23, 10, 1, year=2027))
    assert len(await planned(shop, "points.expired")) == 1, "expiring twice is impossible"
