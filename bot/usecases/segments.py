"""What a segment can be made of in this shop, how many members belong to one, and a segment read from text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import segment_text
from bot.rules import segments as rules
from bot.rules.segment_questions import Stock
from bot.rules.segment_text import Known
from bot.rules.segments import Saved, Segment
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from db.queries import outlets, saved_segments, segment_names
from db.queries import segments as queries
from db.session import Database

ACT = "segments.change"


@dataclass(frozen=True)
class Material:
    """What the words of a segment name, and how many active members belong to it. `outlets`: id → name, closed ones
    too: orders name them still; `saved`: number → name and newest edition, retired ones too."""

    outlets: Mapping[int, str]
    currency: str
    members: int
    saved: Mapping[int, tuple[str, Saved]] = field(default_factory=dict)

    @property
    def known(self) -> Known:
        return Known(self.currency, self.outlets, self.saved)


async def material(db: Database, actor: Actor, stored: dict[str, Any] | None, *, at: datetime) -> Material:
    """The words for *stored*, and its size. Refuses `access.denied`; raises SegmentInvalid."""
    rules.from_json(stored)
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await measured(session, stored, await program.in_force(session, at), at)


async def named(db: Database, actor: Actor, *, at: datetime) -> Material:
    """What the words of any segment name; nobody is counted, so `members` is 0. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        currency = (await program.in_force(session, at)).program.currency
        names = {outlet.id: outlet.name for outlet in await outlets.every(session)}
        return Material(outlets=names, currency=currency, members=0, saved=await saved(session))


async def measured(session: AsyncSession, stored: dict[str, Any] | None, in_force: Rules, at: datetime) -> Material:
    """A step: the words for *stored*, and its size."""
    return Material(
        outlets={outlet.id: outlet.name for outlet in await outlets.every(session)},
        currency=in_force.program.currency,
        members=await queries.count(session, stored, at, in_force.zone),
        saved=await saved(session),
    )


async def saved(session: AsyncSession) -> dict[int, tuple[str, Saved]]:
    """A step: every saved segment by number, with its name and its newest edition."""
    rows = await saved_segments.named(session)
    return {number: (name, Saved(number, edition, rules.from_json(tree))) for number, name, edition, tree in rows}


async def stock(db: Database, actor: Actor, question: str, *, at: datetime, most: int = segment_names.BUTTONS) -> Stock:
    """The shop's own things that answer one question, at most so many names. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        tiers = (await program.in_force(session, at)).program.tiers
        return Stock(
            names=await segment_names.of(session, question, most),
            outlets=[outlet.id for outlet in await outlets.active(session)] if question == "outlet" else (),
            tiers=[rule.tier.value for rule in tiers],
        )


async def read(db: Database, actor: Actor, text: str, *, at: datetime) -> Segment:
    """The segment that *text* says, names spelled as the shop does. Refuses `access.denied`; raises SegmentSyntax at
    the word that can't be understood, SegmentInvalid for too much of it."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        known = Known(
            currency=(await program.in_force(session, at)).program.currency,
            outlets={outlet.id: outlet.name for outlet in await outlets.every(session)},
            saved=await saved(session),
            spelled=await segment_names.spelled(session),
        )
    return segment_text.parse(text, known)
