"""The catalogue of rewards."""

from datetime import datetime

from bot.http.api.schemas.shared import Told
from bot.rules.rewards import Terms
from db.enums import Allergen, RewardKind, Tier


class RewardOut(Told):
    """`price` in points; `stock` null: no end of it; `tier`: from this level on; `opens_at` to `closes_at`: only then;
    `outlets`: only there, none: everywhere."""

    id: int
    kind: RewardKind
    names: dict[str, str]
    price: int
    stock: int | None
    tier: Tier | None
    allergens: list[Allergen]
    opens_at: datetime | None
    closes_at: datetime | None
    outlets: list[int]
    happens_at: datetime | None

    @classmethod
    def of(cls, terms: Terms) -> "RewardOut":
        same = {
            name: getattr(terms, name) for name in cls.model_fields if name not in ("names", "allergens", "outlets")
        }
        return cls(names=dict(terms.names), allergens=list(terms.allergens), outlets=list(terms.outlets), **same)
