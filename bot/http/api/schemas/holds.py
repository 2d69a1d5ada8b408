"""Points that are to pay a part of a bill."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.orders import Goods
from bot.http.api.schemas.shared import MOST_POINTS, PLAIN, Asked, Currency, Number, Told, like
from bot.usecases.actor import Client
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import SpendingState

Some = Annotated[int, Field(ge=1, le=MOST_POINTS, description="Whole points.")]
Shown = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=300,
        pattern=PLAIN,
        description="The six digits or the text of the QR on the member's screen, not older than 90 seconds.",
    ),
]


class HoldIn(Asked):
    """`points` that shall pay a part of goods that cost `eligible_minor` after all that comes off. With `shown` they
    are set aside at once; without, the member is asked in their chat: look at the hold until it is `held`."""

    model_config = like({"member_id": 3, "points": 50, "eligible_minor": 100_000})

    member_id: Number
    points: Some
    eligible_minor: Goods
    currency: Currency | None = None
    outlet_id: Number | None = None
    shown: Shown = None

    def wanted(self, key: str, client: Client) -> SpendWanted:
        """As the use-case asks for it; a partner's key asks for the partner's bill."""
        same = {name: getattr(self, name) for name in type(self).model_fields if name != "shown"}
        return SpendWanted(key=key, partner_id=client.partner_id, **same)


class HoldOut(Told):
    """`points` pay `pays_minor`, so many as may; `why` they are fewer than wanted. `until`: of the question, then of
    the hold. A bill that becomes smaller takes fewer: `captured` in the end."""

    id: int
    state: SpendingState
    member_id: int
    points: int
    pays_minor: int
    currency: str
    place: str
    until: datetime
    why: str | None
    captured: int
    order_id: int | None

    @classmethod
    def of(cls, seen: SpendSeen) -> "HoldOut":
        return cls(**{name: getattr(seen, name) for name in cls.model_fields})


class CaptureIn(Asked):
    """So many of them; null: all."""

    model_config = like({"points": 50})

    points: Some | None = None
