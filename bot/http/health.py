"""/health says what is up; it names no person, and it answers on loopback unless HTTP_HOST says otherwise."""

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

    @routes.get("/health", summary="What is up")
    async def look(response: Response) -> Health:
        """200 when all is well, 503 with the troubles when it is not."""
        open_shop = shop()
        found = Health(ok=False, troubles=["The bot is starting."]) if open_shop is None else await _examined(open_shop)
        response.status_code = 200 if found.ok else 503
        return found

    return routes


async def _examined(shop: Open) -> Health:
    try:
        ages = await vitals.ages(shop.db, at=shop.clock.now())
    except Exception as error:  # the database's own words may hold its address
        return Health(ok=False, troubles=[f"The database does not answer ({type(error).__name__})."])
    known = shop.vitals
    troubles = [said for said in (known.polling, known.sending) if said]
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
