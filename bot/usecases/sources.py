"""Where members come from: what each link with a tag, and each campaign of the site, has brought."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.segments import ACT
from db.queries import sources as queries
from db.queries.referral import BY_A_FRIEND as BY_A_FRIEND
from db.queries.sources import CampaignLine as CampaignLine
from db.queries.sources import SourceLine as SourceLine
from db.session import Database

SHOWN = 15


@dataclass(frozen=True)
class Sources:
    """The tags by which most have joined, and the campaigns that brought most orders."""

    lines: list[SourceLine]
    campaigns: list[CampaignLine]
    currency: str


async def look(db: Database, actor: Actor, *, at: datetime) -> Sources:
    """Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        currency = (await program.in_force(session, at)).program.currency
        return Sources(await queries.counted(session, SHOWN), await queries.campaigns(session, SHOWN), currency)


async def one(db: Database, actor: Actor, tag: str, *, at: datetime) -> SourceLine:
    """What one tag has brought so far; a new one nothing. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await queries.of_tag(session, tag)
