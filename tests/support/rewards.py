"""Rewards on the shelf of the shop from tests/support/orders.py, and points to pay for them."""

from itertools import count
from typing import Any

from bot.usecases import catalogue, rewards
from bot.usecases.catalogue import Draft, Edit
from bot.usecases.rewards import Redeemed
from db.enums import RewardKind
from db.models.members import Person
from db.session import Database
from tests.support.ledger import earned
from tests.support.orders import ANN, NOON, OLGA, Shop

keys = count(1)


async def reward(shop: Shop, name: str = "Miso soup", price: int = 100, **values: Any) -> int:
    """A reward Olga added, with these properties; its id. `kind`: a dish unless named."""
    olga = await shop.actor(OLGA)
    draft = Draft(values.pop("kind", RewardKind.DISH), {"en": name}, price)
    card = await catalogue.add(shop.db, olga, draft, at=NOON)
    for field, value in values.items():
        edit = Edit(card.terms.id, card.edition, field, value)  # type: ignore[arg-type]
        card = await catalogue.change(shop.db, olga, edit, at=NOON)
    return card.terms.id


async def rich(db: Database, member_id: int, points: int = 1_000) -> None:
    """The member has so many points more, which last for a year."""
    await earned(db, member_id, points, key=f"rich:{next(keys)}")


async def takes(shop: Shop, reward_id: int, chat_id: int = ANN, **how: Any) -> Redeemed:
    """Whoever is in this chat takes the reward."""
    given: dict[str, Any] = {"key": f"key{next(keys)}", "agreed": False, "at": NOON} | how
    return await rewards.redeem(shop.db, await shop.actor(chat_id), reward_id, **given)


async def declares(db: Database, member_id: int, *allergens: str) -> None:
    async with db.begin() as session:
        (await session.get_one(Person, member_id)).allergens = sorted(allergens)
