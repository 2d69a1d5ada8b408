"""Referrals: a member's own invitation and what it brought."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.referrals import ReferralOut
from bot.http.api.schemas.shared import Id
from bot.usecases import referral


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/members/{member_id}/referral", tags=["Referrals"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="A member's invitation", responses=answers(404), openapi_extra=does("referrals.see"))
    async def see(call: Caller, member_id: Id) -> ReferralOut:
        """Their code and link, and what these have brought."""
        mine = await referral.seen_by(call.db, call.client, member_id, at=call.now)
        return ReferralOut.of(mine, call.shop.username)

    return routes
