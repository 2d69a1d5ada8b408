"""The catalogue of rewards as sites and tills show it: what there is and what it costs, for nobody in particular."""

from datetime import datetime

from bot.rules import mechanics
from bot.rules.rewards import Terms
from bot.usecases import program
from bot.usecases.actor import Client, allow
from bot.usecases.reward_shelf import terms_of
from db.models.clients import ApiKey
from db.queries import rewards
from db.session import Database


async def on_offer(db: Database, by: Client, *, at: datetime) -> list[Terms]:
    """Every reward on offer, the cheapest first; none while the shop has no rewards. A key bound to outlets sees what
    is served at one of them. Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        key = await allow(session, by, "rewards.see", at=at)
        if not mechanics.on((await program.in_force(session, at)).program, "rewards"):
            return []
        terms = [terms_of(reward) for reward in await rewards.on_offer(session)]
        return [each for each in terms if _served(key, each)]


def _served(key: ApiKey, terms: Terms) -> bool:
    return not key.outlets or not terms.outlets or bool(set(key.outlets) & set(terms.outlets))
