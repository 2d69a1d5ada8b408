"""The first steps, by webhook: Telegram brings updates to the bot's own address, and again when it was not heard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import app, run
from bot.http.server import serving
from bot.usecases import inbox
from db.session import Database
from tests.journeys.test_first_story import joins, link_on, olga_opens
from tests.support import shop as rows
from tests.support.open_shop import OpenShop, settings_for
from tests.support.telegram import TOKEN, FakeTelegram

SECRET = "hook-secret"


@asynccontextmanager
async def hooked(street: FakeTelegram, url: str, folder: Path) -> AsyncIterator[OpenShop]:
    """The shop, told of its updates by webhook within the block."""
    settings = settings_for(url, folder, street.url).model_copy(
        update={"webhook_url": "http://127.0.0.1:1", "webhook_secret_token": SECRET}
    )
    shop = app.build(settings, street.clock, app.bot_for(TOKEN, street.url))
    shop.allow = frozenset({"fsync", "full_page_writes"})
    async with serving(run.front_of(shop), "127.0.0.1", 0) as port, app.opened(shop):
        shop.settings = settings.model_copy(update={"webhook_url": f"http://127.0.0.1:{port}"})
        async with run.receiving(shop):
            yield OpenShop(shop, street)
            await street.call("deleteWebhook")


async def test_a_shop_opens_ann_joins_and_bob_follows_her_link(
    street: FakeTelegram, database_url: str, tmp_path: Path
) -> None:
    async with hooked(street, database_url, tmp_path) as shop:
        await olga_opens(shop)
        ann, bob = shop.person("Ann"), shop.person("Bob")
        assert await joins(ann) <= 4
        await ann.says("/invite")
        await ann.sees("for your friend")
        await joins(bob, await link_on(ann))
        await ann.sees("by your invitation!", anywhere=True)
        _, info = await street.call("getWebhookInfo")
    assert info["result"]["pending_update_count"] == 0
    assert "last_error_message" not in info["result"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_update_that_could_not_be_stored_comes_again_and_is_answered_once(
    street: FakeTelegram, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, failures = inbox.store, iter(range(2))

    async def store_at_the_third_try(db: Database, bot_id: int, *given: object, **more: object) -> frozenset[int]:
        if next(failures, None) is not None:
            raise ConnectionError("the database is away")
        return await stored(db, bot_id, *given, **more)  # type: ignore[arg-type]

    async with hooked(street, database_url, tmp_path) as shop:
        olga = await olga_opens(shop)
        monkeypatch.setattr(inbox, "store", store_at_the_third_try)
        before = len(await street.calls("sendMessage", olga))
        await olga.says("/help")
        await olga.sees("/orders")
        _, info = await street.call("getWebhookInfo")
        assert "500" in info["result"]["last_error_message"]
        assert len(await street.calls("sendMessage", olga)) == before + 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_read_is_taken_set_aside_and_answered(
    street: FakeTelegram, database_url: str, tmp_path: Path
) -> None:
    async with hooked(street, database_url, tmp_path) as shop:
        await olga_opens(shop)
        ann = shop.person("Ann")
        await ann.says("/start")
        await ann.sees_button("English")
        chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
        await street.sends_raw({"message": {"message_id": 999, "date": "soon", "chat": chat, "from": {"id": ann.id}}})
        await ann.sees("went wrong on our side", anywhere=True)
        await ann.presses("English")
        await ann.sees_button("I agree")
        set_aside = [row for row in (await rows.inbox(shop.db)).values() if row.state.value == "quarantined"]
        _, info = await street.call("getWebhookInfo")
    assert len(set_aside) == 1
    assert "last_error_message" not in info["result"]
