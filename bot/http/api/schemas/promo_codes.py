"""Promo codes, before they are used."""

from bot.http.api.schemas.shared import Asked, Number, Word, like


class PromoCheckIn(Asked):
    """What would this code give this member (at this outlet)?"""

    model_config = like({"member_id": 3, "code": "ROLLS10", "outlet_id": 1})

    member_id: Number
    code: Word
    outlet_id: Number | None = None
