"""What a segment can be made of in this shop, and how many members belong to one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules import segments as rules
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from db.queries import outlets
from db.queries import segments as queries
from db.session import Database

SHOWN_TAGS = 12


@dataclass(frozen=True)
class Material:
    """The shop's own things a condition can name, and how many active members belong to the segment asked about.
    `outlets`: id → name, closed ones too: orders name them still; `open_outlets`: ids."""

    outlets: dict[int, str]
    open_outlets: list[int]
    tags: list[str]
    tiers: list[str]  # lowest first
    currency: str
    members: int


async def material(db: Database, actor: Actor, stored: dict[str, Any] | None, *, at: datetime) -> Material:
    """What can be chosen from, and the size of *stored*. Refuses `access.denied`; raises SegmentInvalid."""
    rules.from_json(stored)
    async with db.read() as session:
        await allow(session, actor, "automations.change")
        in_force = await program.in_force(session, at)
        every = await outlets.every(session)
        return Material(
            outlets={outlet.id: outlet.name for outlet in every},
            open_outlets=[outlet.id for outlet in every if outlet.active],
            tags=await queries.tags(session, SHOWN_TAGS),
            tiers=[rule.tier.value for rule in in_force.program.tiers],
            currency=in_force.program.currency,
            members=await queries.count(session, stored, at, in_force.zone),
        )
