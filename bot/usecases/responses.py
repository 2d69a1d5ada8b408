"""What members do with an offer that was sent to them: noted once for each kind, so that it can be counted."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Response
from db.models.broadcasts import OfferResponse
from db.session import insert_once

ONCE = ("source", "member_id", "what")


async def note(
    session: AsyncSession, source: str, member_id: int, what: Response, *, detail: str = "", at: datetime
) -> bool:
    """The member's first answer of this kind to *source* ("broadcast:7", "automation:birthday") is kept; whether this
    was it."""
    values = {"source": source, "member_id": member_id, "what": what, "detail": detail, "at": at}
    return await insert_once(session, OfferResponse, values, index=ONCE)


def of_broadcast(broadcast_id: int) -> str:
    """What answers to a broadcast are noted under."""
    return f"broadcast:{broadcast_id}"


def of_automation(slug: str) -> str:
    """What answers to the offers of a standing rule are noted under."""
    return f"automation:{slug}"
