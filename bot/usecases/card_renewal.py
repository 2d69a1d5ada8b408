"""A new card instead of one that was lost or got about: the old one opens nothing from then on."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import audit, member_lookup
from bot.usecases.actor import Actor, By, allow, member_of
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.notify import Notice, tell_member
from db.enums import MemberState
from db.models.members import Member
from db.session import Database


async def renew(db: Database, by: By, member_id: int, *, at: datetime, new: Makers) -> None:
    """The member has a new card, and hears of it: the QR of the old one, its pictures and its codes for the till find
    nobody any more. Number, points and level stay. Refuses `access.denied`, `member.unknown`."""
    async with db.begin() as session:
        hand = await allow(session, by, "members.card", at=at)
        await member_lookup.known(session, member_id)
        await _change(session, member_id, new)
        await audit.write(session, hand, "members.card", f"member:{member_id}", at=at)
        await tell_member(session, member_id, Notice("card.renewed"), at=at)


async def renew_mine(db: Database, actor: Actor, *, new: Makers) -> None:
    """As `renew`, by the member themselves. Refuses `member.needed`."""
    async with db.begin() as session:
        await _change(session, member_of(actor), new)


async def _change(session: AsyncSession, member_id: int, new: Makers) -> None:
    there = (Member.id == member_id) & (Member.state == MemberState.ACTIVE)
    renewed = update(Member).where(there).values(card_code=new.card_code()).returning(Member.id)
    if (await session.execute(renewed)).first() is None:
        raise Refused("member.needed")
