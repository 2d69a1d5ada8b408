"""One sale by curl, from quote to refund, as README and /docs have it: run twice, it is done once."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.http.examples import STORY
from bot.rules.till_codes import digits
from bot.seed import ANN
from db.enums import Scope
from db.models.members import Member, Person
from db.models.orders import Order, OrderReturn
from db.session import Database
from tests.support.api import CARDS
from tests.support.demo_api import demo
from tests.support.orders import NOON


@pytest.mark.xdist_group("demo")
async def test_a_sale_by_curl_from_quote_to_refund(demo_file: Path) -> None:
    async with demo(demo_file) as (shop, keys):
        ann, before = await _card_and_sales(shop.db)
        said = {"OKAERI": shop.url, "TILL": keys[Scope.TILL], "SHOWN": digits(ann, NOON, CARDS)}
        first, again = [await _run(said) for _ in range(2)]
        assert first == again
        returned, balance = (json.loads(part) for part in first.replace("}{", "}\n{").splitlines())
        assert returned["amount_minor"] == 40_000
        assert 0 < returned["points_given"] < 100
        assert returned["points_taken"] > 0
        assert balance["available"] == returned["available"]
        _, after = await _card_and_sales(shop.db)
        assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


async def _card_and_sales(db: Database) -> tuple[str, tuple[int, int]]:
    async with db.read() as session:
        card = select(Member.card_code).join(Person, Person.member_id == Member.id).where(Person.chat_id == ANN)
        sold, back = [await session.scalar(select(func.count()).select_from(each)) for each in (Order, OrderReturn)]
        return str(await session.scalar(card)), (sold or 0, back or 0)


async def _run(said: dict[str, str]) -> str:
    shell = await asyncio.create_subprocess_exec(
        "sh", "-euc", STORY, env=os.environ | said, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await shell.communicate()
    assert shell.returncode == 0, f"{out.decode()}\n{errors.decode()}"
    return out.decode()
