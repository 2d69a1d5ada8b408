"""A message to members from Olga's first word to the report: seen before it is sent, counted, watched, stopped."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from sqlalchemy import update

from bot import app
from bot.pictures.qr import qr_png
from bot.sender.pace import Pace
from db.enums import MessageState
from db.models.automations import Automation
from db.models.chats import Chat
from tests.journeys.test_by_themselves import comes, joins, moscow
from tests.journeys.test_first_story import olga_opens
from tests.support.open_shop import OpenShop, settings_for
from tests.support.people import Person
from tests.support.shop import states as states_of
from tests.support.shop import until
from tests.support.telegram import TOKEN, FakeTelegram

MANY, FIRST = 40, 9_100
OFFER = "Two for one today"


@pytest_asyncio.fixture
async def shop(street: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """Bulk leaves at twelve a second here, so that one can look on, and the live picture changes ten times a second."""
    settings = settings_for(sqlite_url, tmp_path, street.url)
    bot = app.bot_for(TOKEN, street.url)
    pace = Pace(1000, gap=0.01)
    built = app.build(settings, street.clock, bot, pace=pace)
    pace._bulk_rate, pace._eased_at, built.progress._seconds = 12, asyncio.get_running_loop().time(), 0.1
    async with app.opened(built) as shop, app.polling(shop):
        yield OpenShop(shop, street)


async def members(shop: OpenShop, count: int) -> list[Person]:
    """Members who agreed to offers; some of them are held out from advertising for good."""
    people = [shop.telegram.person(f"P{n}", user_id=FIRST + n) for n in range(count)]
    await asyncio.gather(*(joins(person) for person in people))
    return people


async def olga_writes(olga: Person) -> int:
    """Up to the last question; returns how many it would go to."""
    await olga.says("/broadcast")
    await olga.presses("New message")
    await olga.sees("just as it should arrive")
    await olga.says(OFFER)
    await olga.sees(OFFER)
    await olga.presses("Check and send")
    await olga.sees("Ready to go?")
    (told,) = re.findall(r"(\d+) members? will get it", (await olga.screen()).text)
    return int(told)


async def got(people: list[Person]) -> list[Person]:
    found = []
    for person in people:
        if any(message["text"] == OFFER for message in (await person.chat())["messages"] if message["from"] == "bot"):
            found.append(person)
    return found


async def people_have_it(people: list[Person], count: int) -> None:
    async with asyncio.timeout(10):
        while len(await got(people)) < count:  # noqa: ASYNC110 (the other side is the sender: no event to wait for)
            await asyncio.sleep(0.02)


async def gone(shop: OpenShop, person: Person) -> bool:
    """The bot has heard that this person blocked it."""
    async with shop.db.read() as session:
        return (await session.get_one(Chat, person.id)).reachable is False


async def nothing_on_its_way(shop: OpenShop) -> None:
    async def arrived() -> bool:
        states = await states_of(shop.db)
        return not states[MessageState.SENDING] + states[MessageState.PLANNED]

    await until(arrived)


async def pictures(olga: Person, count: int) -> None:
    """The live report changes under her eyes that often."""
    seen: set[str] = set()
    async with asyncio.timeout(10):
        while len(seen) < count:
            seen |= set(re.findall(r"Sent \d+ of \d+", (await olga.screen()).text))
            await asyncio.sleep(0.02)


async def test_stopped_in_the_middle_it_reaches_nobody_more(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    people = await members(shop, MANY)
    size = await olga_writes(olga)
    assert MANY * 0.7 < size <= MANY
    assert await got(people) == [], "nobody has it before she says yes"
    await olga.presses(f"Send to {size} members")
    await olga.sees(f"of {size}")
    await people_have_it(people, 3)
    await pictures(olga, 3)
    await olga.presses("Stop")
    await olga.presses("Stop it")
    await olga.sees("Stopped", anywhere=True)
    await nothing_on_its_way(shop)
    reached = len(await got(people))
    assert 3 <= reached < size
    await shop.telegram.moves_clock(seconds=timedelta(hours=1).total_seconds())
    await olga.presses("Refresh")
    await olga.sees(f"Sent {reached} of {size}", anywhere=True)
    assert len(await got(people)) == reached


async def no_standing_rules(shop: OpenShop) -> None:
    """Nothing is said but what Olga writes: a member hears from the shop once a day."""
    await shop.shop.bell.ring()
    async with shop.db.begin() as session:
        await session.execute(update(Automation).values(enabled=False))


async def test_who_says_no_between_planning_and_sending_is_left_out(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    await no_standing_rules(shop)
    ann, bob, fay = (shop.person(name) for name in ("Ann", "Bob", "Fay"))
    for person in (ann, bob, fay):
        await joins(person)
    await comes(shop, moscow(11, 21, 22))
    size = await olga_writes(olga)
    await olga.presses(f"Send to {size} members")
    await olga.sees("Quiet hours")
    await bob.says("/settings")
    await bob.presses("Messages")
    await bob.presses("No more offers")
    await bob.sees_button("Send me offers")
    await fay.blocks()
    await until(lambda: gone(shop, fay))
    await comes(shop, moscow(11, 22, 10, 1))
    await ann.sees(OFFER, anywhere=True)
    assert await got([ann, bob, fay]) == [ann]
    await olga.sees("Sent 1 of 3", anywhere=True)
    await olga.sees("Left out: did not agree to offers: 1 and blocked the bot: 1.", anywhere=True)


async def test_what_is_offered_under_a_photo_belongs_to_whoever_takes_it_first(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    await no_standing_rules(shop)
    ann, bob = shop.person("Ann"), shop.person("Bob")
    for person in (ann, bob):
        await joins(person)
    await olga.says("/broadcast")
    await olga.presses("New message")
    await olga.sends_photo(qr_png("https://sushi.example"), caption="New rolls, {name}!")
    await olga.sees("1 part, sent on as you sent it")
    await olga.presses("Offer")
    await olga.presses("Points")
    await olga.says("100")
    await olga.presses("How many there are")
    await olga.says("1")
    await olga.sees("1 piece")
    await olga.presses("Back")
    await olga.presses("Check and send")
    await olga.sees("Who comes late gets none")
    await olga.presses("Send to 2 members")
    await ann.sees("New rolls, Ann!", anywhere=True)
    await bob.sees("New rolls, Bob!", anywhere=True)
    await ann.presses("I'll take it")
    await ann.sees("100 points")
    await bob.presses("I'll take it")
    await bob.sees("gone")
    await olga.sees("Sent 2 of 2", anywhere=True)
    await olga.presses("What it brought")
    await olga.sees("Took it: 1")
