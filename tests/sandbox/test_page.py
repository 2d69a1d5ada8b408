"""The page with the phones, in a real browser: what is on it, what it does, and that it needs nothing from outside."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.sandbox.conftest import done, drain
from tests.sandbox.test_people import picture
from tests.support.browser import chromium
from tests.support.telegram import FakeTelegram, Resident

ANN, BOB = 1, 2
PEOPLE = (Resident(ANN, "Ann"), Resident(BOB, "Bob", "pl"))


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(people=PEOPLE) as telegram:
        yield telegram


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


async def at_the_table(browser: Browser, tg: FakeTelegram, *, width: int = 1280) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 800})
    page.set_default_timeout(10_000)
    await page.goto(tg.url)
    await expect(page.locator("[data-person]")).to_have_count(len(PEOPLE))
    return page


def phone(page: Page, person: int) -> Locator:
    return page.locator(f"[data-person='{person}']")


async def update(tg: FakeTelegram) -> dict[str, Any]:
    """The next update, confirmed."""
    (found,) = await done(tg, "getUpdates", timeout=10)
    await done(tg, "getUpdates", offset=found["update_id"] + 1)
    told: dict[str, Any] = found
    return told


async def started(page: Page, tg: FakeTelegram, person: int) -> Locator:
    mine = phone(page, person)
    await mine.get_by_role("button", name="Start", exact=True).click()
    assert (await update(tg))["message"]["text"] == "/start"
    return mine


async def test_ann_starts_presses_and_is_answered(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    keys = [[{"text": "Balance", "callback_data": "b", "style": "success"}, {"text": "Help", "callback_data": "h"}]]
    text = "Hello <b>Ann</b>, <i>1 &lt; 2</i>"
    sent = await done(
        tg, "sendMessage", chat_id=ANN, text=text, parse_mode="HTML", reply_markup={"inline_keyboard": keys}
    )
    await expect(ann.locator(f"[data-message='{sent['message_id']}'] b")).to_have_text("Ann")
    await ann.get_by_role("button", name="Balance").click()
    press = (await update(tg))["callback_query"]
    await done(tg, "answerCallbackQuery", callback_query_id=press["id"], text="250 points")
    await expect(ann.get_by_text("250 points")).to_be_visible()
    await done(tg, "editMessageText", chat_id=ANN, message_id=sent["message_id"], text="Changed")
    await expect(ann.locator(f"[data-message='{sent['message_id']}']")).to_contain_text("edited")
    await ann.get_by_role("textbox").fill("Thank you")
    await ann.get_by_role("textbox").press("Enter")
    assert (await update(tg))["message"]["text"] == "Thank you"
    await expect(ann.get_by_text("✓✓").last).to_be_visible()


async def test_an_alert_must_be_closed(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    keys = {"inline_keyboard": [[{"text": "Rewards", "callback_data": "r"}]]}
    await done(tg, "sendMessage", chat_id=ANN, text="Hello", reply_markup=keys)
    await ann.get_by_role("button", name="Rewards").click()
    press = (await update(tg))["callback_query"]
    await done(tg, "answerCallbackQuery", callback_query_id=press["id"], text="Not yet", show_alert=True)
    await ann.get_by_role("alertdialog").get_by_role("button", name="OK").click()
    await expect(ann.get_by_role("alertdialog")).to_have_count(0)


async def test_a_link_is_opened_by_another_phone(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    share = f"https://t.me/share/url?url={tg.link('r_ANN42')}"
    keys = {"inline_keyboard": [[{"text": "Share", "url": share}]]}
    await done(tg, "sendMessage", chat_id=ANN, text=f"Yours: {tg.link('r_ANN42')}", reply_markup=keys)
    for door in (ann.get_by_role("button", name="Share"), ann.get_by_role("link", name="r_ANN42")):
        await door.click()
        await page.get_by_role("menuitem", name="Bob").click()
        message = (await update(tg))["message"]
        assert (message["from"]["id"], message["text"]) == (BOB, "/start r_ANN42")


async def test_a_reply_keyboard_shares_the_contact(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    below = {"keyboard": [[{"text": "My phone", "request_contact": True}]], "one_time_keyboard": True}
    await done(tg, "sendMessage", chat_id=ANN, text="Your phone?", reply_markup=below)
    await ann.get_by_role("button", name="My phone").click()
    assert (await update(tg))["message"]["contact"]["user_id"] == ANN
    await expect(ann.get_by_role("button", name="My phone")).to_have_count(0)


async def test_bob_photographs_the_card_on_anns_phone(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    await phone(page, ANN).locator("footer").wait_for()
    await (await tg.somebody("Ann")).sends_photo(picture())
    photo = (await update(tg))["message"]["photo"][-1]["file_id"]
    await done(tg, "sendPhoto", chat_id=ANN, photo=photo, caption="Card")
    await ann.get_by_role("button", name="Enlarge").last.click()
    await page.get_by_role("dialog").get_by_role("button", name="Bob").click()
    message = (await update(tg))["message"]
    assert (message["from"]["id"], message["photo"][-1]["width"]) == (BOB, 640)


async def test_unread_marks_wait_until_the_phone_is_looked_at(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg, width=390)
    await started(page, tg, ANN)
    await (await tg.somebody("Bob")).says("/start")
    await drain(tg)
    await done(tg, "sendMessage", chat_id=BOB, text="News for Bob")
    tab = page.locator(f"[data-tab='{BOB}']")
    await expect(tab.locator(".badge")).to_have_text("1")
    await expect(phone(page, BOB)).to_be_hidden()
    await tab.click()
    await expect(phone(page, BOB).get_by_text("News for Bob")).to_be_visible()
    await expect(tab.locator(".badge")).to_have_count(0)


async def test_people_are_added_and_the_clock_moves(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    await page.get_by_role("button", name="Add a customer").click()
    await page.get_by_label("Name").fill("Dana")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await expect(page.locator("[data-person]", has_text="Dana")).to_be_visible()
    before = tg.clock.now()
    async with page.expect_response("**/sim/clock"):
        await page.get_by_role("button", name="+30 days").click()
    assert (tg.clock.now() - before).days == 30
    await page.get_by_role("button", name="Reset").click()
    await page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    await expect(page.locator("[data-person]")).to_have_count(len(PEOPLE))


async def test_refused_calls_stand_red_in_the_log(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    await started(page, tg, ANN)
    await page.get_by_role("button", name="Calls").click()
    await tg.call("sendMessage", chat_id=ANN, text="<div>", parse_mode="HTML")
    await expect(page.locator(".log .error")).to_contain_text('Unsupported start tag "div"')


async def test_the_page_needs_nothing_from_outside_and_complains_of_nothing(browser: Browser, tg: FakeTelegram) -> None:
    page = await browser.new_page(viewport={"width": 1680, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(tg.url)
    await started(page, tg, ANN)
    await done(tg, "sendMessage", chat_id=ANN, text="<script>alert(1)</script>")
    await expect(phone(page, ANN).get_by_text("<script>alert(1)</script>")).to_be_visible()
    assert [url for url in asked if not url.startswith((tg.url, "data:"))] == []
    assert said == []


async def test_ann_pays_an_invoice_and_reads_what_became_of_it(browser: Browser, tg: FakeTelegram) -> None:
    page = await at_the_table(browser, tg)
    ann = await started(page, tg, ANN)
    form = {"title": "Order 7", "description": "What is left to pay", "payload": "order:7", "currency": "RUB"}
    prices = [{"label": "Order 7", "amount": 124_000}]
    await done(tg, "sendInvoice", chat_id=ANN, provider_token="1:TEST:sandbox", prices=prices, **form)
    await expect(ann.get_by_text("₽1,240.00")).to_be_visible()
    await ann.get_by_role("button", name="Pay").click()
    query = (await update(tg))["pre_checkout_query"]["id"]
    await done(tg, "answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
    await expect(ann.get_by_text("💳 ₽1,240.00 paid")).to_be_visible()
    await expect(ann.get_by_role("button", name="Receipt")).to_be_visible()
