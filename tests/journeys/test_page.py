"""The first story through the sandbox's page alone: with a browser and no token, a shop opens and lives."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import ConsoleMessage, Page, Request, expect

from tests.support.browser import chromium

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 10_000  # milliseconds


@asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[str]:
    """`python -m bot sandbox` in a process of its own, stopped at the end of the block; yields its address."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox"),
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(folder), "HTTP_PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout
    told: list[str] = []
    try:
        async with asyncio.timeout(30):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", told[-1] if told else "")):
                line = (await process.stdout.readline()).decode()
                assert line, "\n".join(told)
                told.append(line)
        reading = asyncio.create_task(process.stdout.read())
        yield found[0]
        process.terminate()
        said = (await asyncio.wait_for(reading, 25)).decode()
        assert (await process.wait(), "Traceback" in said) == (0, False), said
    finally:
        if process.returncode is None:
            process.kill()


@dataclass
class Watched:
    """A page on which nothing may go wrong unseen."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._read)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._look)

    def _read(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _look(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in ("data", "blob") and target.hostname != "127.0.0.1":
            self.complaints.append(f"asked {request.url}")

    def phone(self, name: str) -> "Phone":
        return Phone(self.page, name)

    async def moves_clock_to(self, moment: datetime) -> None:
        await self.page.get_by_role("button", name="To a date").click()
        await self.page.get_by_label("Date and time").fill(moment.strftime("%Y-%m-%dT%H:%M"))
        await self.page.get_by_role("dialog").get_by_role("button", name="Move").click()

    async def shows_no_trouble(self) -> None:
        """Every call the bot made is one that Telegram would take, without a remark."""
        await self.page.get_by_label("only trouble").check()
        await expect(self.page.locator("#log-lines li")).to_have_count(0)

    async def now(self) -> datetime:
        return datetime.fromisoformat(str(await self.page.locator("#now").get_attribute("datetime")))


class Phone:
    """What a person's thumbs do on the page, and what their eyes wait for."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.glass = page.get_by_role("region", name=f"{name}’s phone")

    async def starts(self) -> None:
        await self.glass.get_by_role("button", name="Start", exact=True).click()

    async def speaks_english(self) -> None:
        await self.glass.get_by_label("Language of this phone").select_option("en")

    async def says(self, text: str, *, then: str) -> None:
        await self.glass.get_by_role("textbox").fill(text)
        await self.glass.get_by_role("textbox").press("Enter")
        await self.sees(then)

    async def presses(self, label: str, *, then: str) -> None:
        await self.glass.get_by_role("button", name=label).last.click()
        await self.sees(then)

    async def hands_link_to(self, other: "Phone", label: str, *, then: str) -> None:
        """The button with a link asks who opens it."""
        await self.glass.get_by_role("button", name=label).last.click()
        await expect(self.page.get_by_text("Who opens it?")).to_be_visible()
        await self.page.get_by_role("menuitem", name=other.name).click()
        await other.sees(then)

    async def photographs(self, other: "Phone", *, then: str) -> None:
        """The picture on the other's phone, held before this one's camera."""
        await other.glass.get_by_role("button", name="Enlarge the picture").last.click()
        await self.page.get_by_role("dialog").get_by_role("button", name=self.name).click()
        await self.sees(then)

    async def sees(self, text: str) -> None:
        await expect(self.glass.locator("article", has_text=text).last).to_be_visible(timeout=PATIENCE)

    async def hears(self, toast: str) -> None:
        await expect(self.glass.get_by_role("status").get_by_text(toast)).to_be_visible(timeout=PATIENCE)

    async def code(self) -> str:
        said = await self.glass.locator("article", has_text="Your code for the door").last.inner_text()
        found = re.search(r"door:\s*(\d{4})", said)
        assert found, said
        return found[1]


async def olga_opens(olga: Phone) -> None:
    await olga.starts()
    await olga.presses("English", then="1 of 5")
    await olga.says("Okaeri Sushi", then="2 of 5")
    await olga.presses("RUB", then="3 of 5")
    await olga.presses("Moscow", then="4 of 5")
    await olga.says("Central, 5 Long Street", then="5 of 5")
    await olga.presses("5%", then="Okaeri Sushi is open!")


async def carl_is_hired(olga: Phone, carl: Phone) -> None:
    await carl.speaks_english()
    await olga.presses("Invite a courier", then="The invitation is ready")
    await olga.hands_link_to(carl, "📤 Send", then="You are invited to work at Okaeri Sushi")
    await carl.presses("Yes, I'll join", then="Your request is on its way")
    await olga.sees("Somebody opened your invitation")
    await olga.presses("Approve", then="Carl works here now")
    await carl.sees("Welcome to the team")


async def joins(person: Phone, *, offers: bool = False) -> None:
    """From the first screen to the questions before the card."""
    await person.presses("English", then="Before we begin")
    if offers:
        await person.presses("☐ Also send me offers", then="Before we begin")
        await expect(person.glass.get_by_role("button", name="☑ Also send me offers")).to_be_visible()
    await person.presses("I agree", then="One more tap")
    await person.presses("Share my phone", then="You're in")


async def order_for(olga: Phone, bob: Phone) -> None:
    await olga.says("/orders", then="everything is delivered")
    await olga.presses("New order", then="Who is it for?")
    await olga.photographs(bob, then="How much are the goods?")
    await olga.says("12,5x", then="I can't read that as a sum")
    await olga.says("1240", then="And the delivery fee?")
    await olga.says("150", then="Where to?")
    await olga.says("5 Long Street, flat 12", then="When should it be there?")
    await olga.presses("+45 min", then="Who delivers it?")
    await olga.presses("Carl", then="+62 points on delivery")
    await olga.presses("Place the order", then="Order 1 is placed")


async def carl_delivers(carl: Phone, bob: Phone) -> None:
    await carl.says("/deliveries", then="My deliveries")
    await carl.presses("5 Long Street", then="Placed")
    await carl.presses("Accept", then="Accepted")
    await carl.presses("On the way", then="On the way")
    await bob.sees("On the way")
    code = await bob.code()
    await carl.presses("📦 Delivered", then="Order 1: the code, please")
    await carl.says("0000" if code != "0000" else "1111", then="Tries left: 2")
    await carl.says(code, then="Order 1 is delivered!")


async def ann_has_a_birthday(table: Watched, ann: Phone) -> None:
    """In 45 days; the gift comes a week before, to those who want offers."""
    day = await table.now() + timedelta(days=45)
    await ann.presses("Add my birthday", then="When is your birthday?")
    await ann.says(f"{day.day}.{day.month}", then="is that right?")
    await ann.presses("Yes, ", then="Your card will say Ann.")
    await ann.hears("We'll be thinking of you.")


async def the_gift_arrives(table: Watched, ann: Phone) -> None:
    birthday = await table.now() + timedelta(days=45)
    await table.page.get_by_role("button", name="+30 days").click()
    await table.moves_clock_to((birthday - timedelta(days=3)).replace(hour=12, minute=0))
    await ann.sees("Your birthday is near!")


@pytest.mark.timeout(120)
async def test_the_first_story_is_played_on_the_page(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as url, chromium() as browser:
        place = await browser.new_page(viewport={"width": 1680, "height": 900}, timezone_id="Europe/Moscow")
        table = Watched(place)
        await table.page.goto(url)
        olga, carl, ann, bob = (table.phone(name) for name in ("Olga", "Carl", "Ann", "Bob"))
        await olga_opens(olga)
        await carl_is_hired(olga, carl)

        await ann.starts()
        await joins(ann, offers=True)
        await ann_has_a_birthday(table, ann)
        await ann.presses("Show my card", then="My card")
        await ann.says("/invite", then="200 points for you and 100 points for your friend")
        await ann.hands_link_to(bob, "Send to a friend", then="Ann Cię zaprasza")
        await joins(bob)
        await bob.presses("Show my card", then="My card")
        await ann.sees("by your invitation!")

        await order_for(olga, bob)
        await bob.sees("+62 points on their way")
        await carl_delivers(carl, bob)
        await bob.sees("You have 262 points")
        await ann.sees("+200 points are yours to spend")
        await ann.says("/history", then="A friend you brought")
        await ann.presses("Why? +200", then="Why +200 points?")

        await the_gift_arrives(table, ann)
        await table.shows_no_trouble()
        await table.page.get_by_role("button", name="Reset").click()
        await table.page.get_by_role("dialog").get_by_role("button", name="Reset").click()
        await olga.starts()
        await olga.presses("English", then="1 of 5")
        assert table.complaints == []
