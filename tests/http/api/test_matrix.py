"""Who may do what over HTTP, generated from the tables: every operation by every kind of key, on own and foreign."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from db.enums import Scope
from db.models.clients import ApiKey
from db.models.staff import Outlet
from db.session import Database
from tests.support.api import Answered, Caller, ServedShop, served
from tests.support.described import Operation, document, operations
from tests.support.orders import NOON, Shop, opened
from tests.support.partners import Bakery, bakery

CENTRE, HARBOUR = 1, 2
BOB = 2  # as a member
OPERATIONS = tuple(operations(document()))


@dataclass(frozen=True)
class Town:
    """Two outlets of the shop, and two partners."""

    shop: Shop
    api: ServedShop
    ours: Bakery
    theirs: Bakery

    async def key(self, scope: Scope, *, outlet: int | None = None, other: bool = False) -> Caller:
        partner = (self.theirs if other else self.ours).id if scope is Scope.PARTNER else None
        return await self.api.caller(scope, outlets=(outlet,) if outlet else (), partner_id=partner)

    async def ask(self, by: Caller, operation: Operation, **numbers: Any) -> Answered:
        return await by.asks(operation.verb, operation.at(**numbers), operation.body)


async def town(db: Database, api: ServedShop) -> Town:
    shop = await opened(db)
    async with db.begin() as session:
        session.add_all(Outlet(name=name, active=True, created_at=NOON) for name in ("Centre", "Harbour"))
    return Town(shop, api, await bakery(shop), await bakery(shop, chat_id=52, name="Red Bakery"))


async def test_a_key_does_what_its_scope_says_and_nothing_else(sqlite_db: Database) -> None:
    async with served(sqlite_db) as api:
        here = await town(sqlite_db, api)
        unexpected = []
        for scope in Scope:
            key = await here.key(scope)
            for operation in OPERATIONS:
                answer = await here.ask(key, operation)
                refused = answer.status == 403 and answer.code == "access.denied"
                wrong = answer.status >= 500 or b'"api.invalid"' in answer.body
                if wrong or refused == (scope.value in operation.scopes):
                    unexpected.append((scope.value, operation.id, answer.status, answer.json))
        assert not unexpected


async def test_without_a_good_key_there_is_nothing(sqlite_db: Database) -> None:
    """None, a made-up one, one that was revoked, one that has ended."""
    async with served(sqlite_db) as api:
        here = await town(sqlite_db, api)
        revoked, ended = [await here.key(Scope.SITE) for _ in range(2)]
        async with sqlite_db.begin() as session:
            await session.execute(update(ApiKey).where(ApiKey.id == 1).values(revoked_at=NOON))
            await session.execute(update(ApiKey).where(ApiKey.id == 2).values(expires_at=NOON - timedelta(days=1)))
        made_up = api.with_key(f"{revoked.key[:-8]}{secrets.token_hex(4)}")
        for number, operation in enumerate(OPERATIONS):
            by = (api.with_key(), revoked, ended, made_up)[number % 4]
            api.clock.advance(timedelta(minutes=1))  # or whoever tries keys has to wait
            answer = await here.ask(by, operation)
            assert (answer.status, answer.code) == (401, "api.no_key"), operation.id


async def _order(here: Town) -> int:
    return (await here.shop.place(outlet_id=CENTRE)).order_id


async def _sale(here: Town) -> int:
    """At the Green Bakery's."""
    return (await here.ours.sells(here.shop.bob)).sale_id


def _made(path: str, told: str, **body: Any) -> Callable[[Town], Awaitable[Any]]:
    """One that a till of the Centre makes; *told*: what it is called in the answer."""

    async def make(here: Town) -> Any:
        till = await here.key(Scope.TILL, outlet=CENTRE)
        answer = await till.post(path, body)
        assert answer.status == 201, answer.json
        return answer.json[told]

    return make


# What stands in a path and belongs to one outlet or partner: how one of the Centre's (or the Green Bakery's) is made.
OWNED: Mapping[str, Callable[[Town], Awaitable[Any]]] = {
    "order_id": _order,
    "sale_id": _sale,
    "quote": _made("/quotes", "quote", member_id=BOB, amount_minor=100_000),
    "hold_id": _made("/holds", "id", member_id=BOB, points=50, eligible_minor=100_000),
    "claim_id": _made("/claims", "id", amount_minor=100_000),
}
EVERYWHERE = {"member_id", "voucher_id", "segment_id", "broadcast_id"}  # belong to no outlet


async def test_what_belongs_to_another_is_not_there(sqlite_db: Database) -> None:
    """A key of the Harbour asks for what is the Centre's, and the Red Bakery for what is the Green one's."""
    async with served(sqlite_db) as api:
        here = await town(sqlite_db, api)
        await (await here.key(Scope.SITE)).post(f"/members/{here.shop.bob}/points", {"points": 900, "reason": "A poll"})
        for operation in OPERATIONS:
            assert set(operation.parts) <= {*OWNED, *EVERYWHERE}, f"{operation.id}: whose is it?"
            numbers = {part: await OWNED[part](here) for part in operation.parts if part in OWNED}
            for scope in operation.scopes if numbers else ():
                key = await here.key(Scope(scope), outlet=None if scope == "partner" else HARBOUR, other=True)
                answer = await here.ask(key, operation, **numbers)
                assert answer.status in (403, 404), (operation.id, scope, answer.status, answer.json)


async def test_a_key_of_one_outlet_speaks_for_no_other(sqlite_db: Database) -> None:
    """Wherever a body names an outlet."""
    async with served(sqlite_db) as api:
        here = await town(sqlite_db, api)
        asked = 0
        for operation in OPERATIONS:
            if isinstance(operation.body, dict) and "outlet_id" in operation.body:
                asked += 1
                for scope in operation.scopes - {"partner"}:
                    key = await here.key(Scope(scope), outlet=HARBOUR)
                    answer = await here.ask(key, operation)
                    assert answer.code == "outlet.not_yours", (operation.id, scope, answer.json)
        assert asked
