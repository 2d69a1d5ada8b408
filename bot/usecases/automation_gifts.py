"""Rewards of the catalogue that a standing rule may give for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bot.rules.benefits import Benefit, named
from bot.usecases import rewards
from bot.usecases.actor import Actor, allow
from bot.usecases.automations import ACT
from bot.usecases.errors import Refused
from db.models.rewards import Reward
from db.session import Database

SHOWN = 20


@dataclass(frozen=True)
class Choice:
    """A reward that can be given."""

    reward_id: int
    names: Mapping[str, str]
    benefit: Benefit

    def named(self, language: str) -> str:
        return named(self.names, language)


async def choices(db: Database, actor: Actor) -> list[Choice]:
    """Rewards that are not paused, the newest first. Refuses `access.denied`."""
    found = select(Reward).where(~Reward.paused, ~Reward.removed).order_by(Reward.id.desc()).limit(SHOWN)
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [_choice(reward) for reward in await session.scalars(found)]


async def choice(db: Database, actor: Actor, reward_id: int) -> Choice:
    """One of them. Refuses `access.denied` and `reward.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        reward = await session.get(Reward, reward_id)
        if reward is None or reward.paused or reward.removed:
            raise Refused("reward.unknown")
        return _choice(reward)


def _choice(reward: Reward) -> Choice:
    return Choice(reward.id, reward.names, rewards.benefit_of(reward))
