"""Promo codes, before they are used."""

from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.shared import Asked, Number, like


class PromoCheckIn(Asked):
    """What would this code give this member (at this outlet)?"""

    model_config = like({"member_id": 3, "code": "ROLLS10"})

    member_id: Number
    code: Annotated[str, Field(min_length=1, max_length=64)]
    outlet_id: Number | None = None
