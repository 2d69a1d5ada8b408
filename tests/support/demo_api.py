"""The demo shop behind its HTTP API, with a key of each scope: what /docs shows works here."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from unittest import mock

from sqlalchemy import update

from bot import seed
from bot.settings import Settings
from db.enums import Scope
from db.migrations.run import migrate
from db.models.clients import ApiKey
from db.session import Database
from tests.support.api import ServedShop, served
from tests.support.orders import NOON, Shop
from tests.support.partners import bakery


async def plant(path: Path) -> None:
    """Three months of a shop, in a new file."""
    url = f"sqlite:///{path}"
    await migrate(url)
    db = Database.connect(url)
    try:
        settings = Settings(_env_file=None, data_dir=path.parent)
        with mock.patch.object(seed, "STRANGERS", 6):  # a small one: it is planted for each run
            await seed.Demo(db, settings, NOON).lives()
    finally:
        await db.close()


@contextlib.asynccontextmanager
async def demo(path: Path) -> AsyncIterator[tuple[ServedShop, dict[Scope, str]]]:
    """The shop in that file, and its keys."""
    db = Database.connect(f"sqlite:///{path}")
    try:
        async with served(db) as shop:
            neighbour = await bakery(Shop(db, carl=2, dan=2, ann=1, bob=2))
            partner = {Scope.PARTNER: neighbour.id}
            keys = {scope: (await shop.made(scope, partner_id=partner.get(scope))).text for scope in Scope}
            async with db.begin() as session:
                await session.execute(update(ApiKey).values(per_minute=1_000_000))
            yield shop, keys
    finally:
        await db.close()
