"""Somebody opens a link of a receipt or a table card: a member has its points, a guest has them on joining."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import claim_steps, program
from bot.usecases.actor import Actor, member_of
from bot.usecases.claim_steps import Taken
from bot.usecases.errors import Refused
from db import telling
from db.enums import ClaimState
from db.ledger import read
from db.models.chats import Registration
from db.models.tills import Claim
from db.queries import claims as queries
from db.session import Database

BY_CLAIM = "receipt"  # a source: the link of a receipt or a table card


@dataclass(frozen=True)
class Claimed:
    """The link's points are the member's (`already`: since they opened it before); `available` is all they have."""

    taken: Taken
    available: int
    already: bool = False


async def claim(db: Database, actor: Actor, code: str | None, *, at: datetime) -> Claimed:
    """What is behind the link of *code* (None: of a link that is not ours) is the member's. Opened again by them, it is
    theirs still.

    Refuses `member.needed`, `claim.unknown`, and everything `claim_steps.take` refuses.
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        found = await _found(session, code)
        already = False
        try:
            rules = await program.in_force(session, at)
            async with telling.part(session):  # refused, it is as it was
                taken = await claim_steps.take(session, found, member_id, at=at, rules=rules)
        except Refused:  # a second tap may have lost the race against the first
            await session.refresh(found)
            already = found.state is ClaimState.CLAIMED and found.member_id == member_id
            if not already:
                raise
            taken = Taken(found.kind, found.points, found.order_id, found.amount_minor, found.currency)
        return Claimed(taken, (await read.balance(session, member_id)).available, already)


async def keep(session: AsyncSession, pending: Registration, code: str, at: datetime) -> int:
    """A step: what is behind the link is a guest's as soon as they have joined, if it still can be; returns the points,
    0 when it can't. The newest link that can counts."""
    found = await queries.by_code(session, code)
    if found is None or found.state is not ClaimState.OPEN or found.until <= at:
        return 0
    pending.claim_id, pending.source = found.id, pending.source or BY_CLAIM
    return found.points


async def _found(session: AsyncSession, code: str | None) -> Claim:
    found = await queries.by_code(session, code) if code else None
    if found is None:
        raise Refused("claim.unknown")
    return found
