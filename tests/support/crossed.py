"""Units that run at the same moment, and what they leave."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from bot.usecases.errors import Refused
from db.models.rewards import Reward
from tests.support.orders import Shop


async def stock(shop: Shop, reward_id: int) -> int | None:
    async with shop.db.read() as session:
        return (await session.get_one(Reward, reward_id)).stock


async def at_once(*units: Awaitable[Any]) -> list[Any]:
    """What became of each: its result, or the refusal it met. Anything else, a deadlock above all, is an error."""
    results = await asyncio.gather(*units, return_exceptions=True)
    for each in results:
        assert not isinstance(each, BaseException) or isinstance(each, Refused), repr(each)
    return results
