"""Who is let in: a good key, within its scope, outlets and pace; and what is done twice is done once."""

from datetime import timedelta

from sqlalchemy import update

from bot.usecases import keys
from bot.usecases.actor import Client
from bot.usecases.commands import Answer, Request, once
from db.enums import Scope
from db.models.clients import ApiKey
from db.session import Database
from tests.support.api import owner, served
from tests.support.orders import opened


async def test_a_key_opens_what_its_scope_says_until_it_is_revoked(db: Database) -> None:
    await opened(db)
    async with served(db) as shop:
        made = await shop.made(Scope.TILL)
        till, stranger, wrong = shop.with_key(made.text), shop.with_key(), shop.with_key(made.text[:-1] + "!")
        assert (await till.get("/programme")).json["currency"] == "RUB"
        for other in (stranger, wrong):
            answer = await other.get("/programme")
            assert (answer.status, answer.code) == (401, "api.no_key")
            assert answer.headers["Content-Type"] == "application/problem+json"
        await keys.revoke(db, await owner(db), made.line.id, at=shop.clock.now())
        assert (await till.get("/programme")).status == 401


async def test_who_asks_too_often_waits_and_nobody_else_does(db: Database) -> None:
    await opened(db)
    async with served(db) as shop:
        quick, calm = await shop.caller(Scope.READ), await shop.caller(Scope.READ)
        async with db.begin() as session:
            await session.execute(update(ApiKey).values(per_minute=3))
        statuses = [(await quick.get("/outlets")).status for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        refused = await quick.get("/outlets")
        assert (refused.code, refused.headers["Retry-After"]) == ("api.too_many", "60")
        assert (await calm.get("/outlets")).status == 200
        shop.clock.advance(timedelta(minutes=1))
        assert (await quick.get("/outlets")).status == 200


async def test_a_command_is_done_once_and_answered_the_same(db: Database) -> None:
    await opened(db)
    async with served(db) as shop:
        made = await shop.made(Scope.TILL)
    done: list[int] = []

    async def work() -> Answer:
        done.append(1)
        return Answer(201, b"made")

    client, asked = Client(made.line.id, Scope.TILL), Request("k1", "a")
    first = await once(db, client, asked, work, at=shop.clock.now())
    again = await once(db, client, asked, work, at=shop.clock.now())
    assert (len(done), first.body, again.body, first.replayed, again.replayed) == (1, b"made", b"made", False, True)
