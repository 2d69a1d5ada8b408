"""/api/v1: the same use-cases as in chat, for tills, sites and partners; one resource a file, its schemas beside."""

from collections.abc import Callable

from fastapi import APIRouter

from bot.http.api import (
    broadcasts,
    claims,
    events,
    holds,
    members,
    orders,
    outlets,
    partner_sales,
    points,
    programme,
    promo_codes,
    quotes,
    referrals,
    returns,
    rewards,
    sales,
    segments,
    vouchers,
)
from bot.http.api.door import Door, Open
from bot.http.api.operation import name_of

PREFIX = "/api/v1"
RESOURCES = (  # an address is looked for from the first to the last: what a counter asks most stands first
    *(orders, sales, quotes, holds, returns, members, partner_sales, claims),
    *(points, vouchers, rewards, promo_codes, referrals),
    *(events, segments, broadcasts, outlets, programme),
)


def router(shop: Callable[[], Open | None]) -> APIRouter:
    """Every resource, behind one door."""
    door = Door(shop)
    routes = APIRouter(prefix=PREFIX, generate_unique_id_function=name_of)
    for resource in RESOURCES:
        routes.include_router(resource.router(door))
    return routes
