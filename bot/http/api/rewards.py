"""Rewards: the catalogue. Taken in the chat; used at a till as vouchers."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.rewards import RewardOut
from bot.usecases import reward_reads


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/rewards", tags=["Rewards"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="The catalogue", responses=answers(), openapi_extra=does("rewards.see"))
    async def listed(call: Caller) -> list[RewardOut]:
        """What is on offer, the cheapest first; a key bound to outlets sees what is served at one of them."""
        return [RewardOut.of(terms) for terms in await reward_reads.on_offer(call.db, call.client, at=call.now)]

    return routes
