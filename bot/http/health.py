"""/health says what is up; it names no person and no secret."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter, Response
from pydantic import BaseModel

from bot.clock import Clock
from bot.usecases import vitals
from bot.usecases.vitals import Vitals
from db.session import Database

LATE_SECONDS = 300  # an update or a message that has waited so long is a trouble
DATABASE_SECONDS = 3


class Open(Protocol):
    """The parts of a shop that health looks at."""

    db: Database
    clock: Clock
    vitals: Vitals


class Health(BaseModel):
    """`ok` is false when something needs the operator; `troubles` says what, in sentences."""

    ok: bool
    troubles: list[str]
    last_update_at: datetime | None = None
    last_sent_at: datetime | None = None
    oldest_update_seconds: float | None = None
    oldest_message_seconds: float | None = None
    set_aside: int = 0


def router(shop: Callable[[], Open | None]) -> APIRouter:
    routes = APIRouter(tags=["operation"])
    unwell = {503: {"model": Health, "description": "Something needs the operator; `troubles` says what."}}

    @routes.get("/health", summary="What is up", response_description="All is well.", responses=unwell)  # type: ignore[arg-type]
    async def look(response: Response) -> Health:
        """Whether updates come in, are handled, and messages leave."""
        found = await _examined(shop())
        response.status_code = 200 if found.ok else 503
        return found

    return routes


async def _examined(shop: Open | None) -> Health:
    known = shop.vitals if shop else Vitals()
    troubles = [said for said in (known.polling, known.sending) if said]
    if shop is None or known.phase != "open":
        return Health(ok=False, troubles=[f"The bot is {known.phase}.", *troubles])
    try:
        ages = await waiting(shop)
    except Exception as error:  # the database's own words may hold its address
        return Health(ok=False, troubles=[f"The database does not answer ({type(error).__name__}).", *troubles])
    if (ages.update or 0) > LATE_SECONDS:
        troubles.append("Updates wait for more than five minutes.")
    if (ages.message or 0) > LATE_SECONDS:
        troubles.append("Messages wait for more than five minutes.")
    return Health(
        ok=not troubles,
        troubles=troubles,
        last_update_at=known.last_update_at,
        last_sent_at=known.last_sent_at,
        oldest_update_seconds=ages.update,
        oldest_message_seconds=ages.message,
        set_aside=known.undecodable,
    )


async def waiting(shop: Open) -> vitals.Ages:
    """How long the oldest things wait. Raises when the database does not answer within three seconds."""
    async with asyncio.timeout(DATABASE_SECONDS):
        return await vitals.ages(shop.db, at=shop.clock.now())
