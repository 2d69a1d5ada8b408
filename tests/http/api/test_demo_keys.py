"""The sandbox's own keys: the same after each restart, shown on /docs, gone when the owner revokes them."""

from unittest import mock

from bot import demo_keys
from bot.http.docs import page
from bot.settings import SANDBOX_OWNER
from bot.usecases import keys, makers, staff
from bot.usecases.actor import Actor
from db.enums import Scope
from db.session import Database
from tests.support.described import document
from tests.support.orders import NOON, OLGA, opened
from tests.support.partners import bakery

SECRET = "a secret of thirty-two characters"


async def test_they_stay_the_same_until_they_are_revoked(sqlite_db: Database) -> None:
    await staff.ensure_owners(sqlite_db, {SANDBOX_OWNER}, at=NOON)
    first, again = [await demo_keys.ensure(sqlite_db, SECRET, makers.from_system(), at=NOON) for _ in range(2)]
    assert first == again
    for scope in (Scope.TILL, Scope.SITE):
        found = await keys.recognise(sqlite_db, first[scope.value], at=NOON)
        assert found is not None
        assert found.client.scope is scope
    assert f"export TILL={first['till']}" in page(document(), first)
    olga = Actor(SANDBOX_OWNER)
    (till,) = [line for line in await keys.every(sqlite_db, olga) if line.scope is Scope.TILL]
    await keys.revoke(sqlite_db, olga, till.id, at=NOON)
    assert set(await demo_keys.ensure(sqlite_db, SECRET, makers.from_system(), at=NOON)) == {"site"}


async def test_a_partner_of_the_demo_shop_has_one_too(sqlite_db: Database) -> None:
    there = await bakery(await opened(sqlite_db))
    with mock.patch.object(demo_keys, "SANDBOX_OWNER", OLGA):
        shown = await demo_keys.ensure(sqlite_db, SECRET, makers.from_system(), at=NOON)
    found = await keys.recognise(sqlite_db, shown["partner"], at=NOON)
    assert found is not None
    assert found.client.partner_id == there.id


def test_a_real_bot_shows_none() -> None:
    assert "okaeri_" not in page(document())
