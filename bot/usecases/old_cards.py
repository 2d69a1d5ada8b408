"""A card of the programme before this one: its number is typed once, and what was on it has moved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.imports import LONGEST_CARD, folded_card
from bot.usecases import guesses, moved_in, program
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Tier
from db.ledger import accounts, read
from db.models.members import Member
from db.models.tills import OldCard
from db.session import Database


@dataclass(frozen=True)
class CardMoved:
    """What was on the card is the member's: points, and the level if it is above the one they had. `already`: since
    before."""

    points: int
    tier: Tier | None
    available: int
    already: bool = False


async def waiting(session: AsyncSession) -> bool:
    """Whether any card waits for whoever has it."""
    return bool(await session.scalar(select(exists().where(OldCard.claimed_at.is_(None)))))


async def claim(db: Database, actor: Actor, typed: str, *, at: datetime) -> CardMoved:
    """What was on the card with this number is the member's, and the card is of no use to anybody else. Typed again by
    them, it says so.

    Refuses `member.needed`, `old_card.unknown`, `old_card.taken` (it has moved to somebody else: by its phone, or by
    being typed) and `code.wait` (with `within`, after many numbers). Numbers of cards follow one another, so one that
    exists is counted as a wrong code is: whoever counts upwards from their own soon has to pause.
    """
    member_id, number = member_of(actor), folded_card(typed)[: LONGEST_CARD + 1]
    async with db.begin() as session:
        if left := await guesses.pause_left(session, actor.chat_id, at):
            raise Refused("code.wait", within=left)
        await accounts.lock_members(session, [member_id])
        found = select(OldCard).where(OldCard.number == number)
        card = await session.scalar(found.with_for_update()) if number else None
        moved = card is not None and card.claimed_at is not None
        if card is None or card.member_id != member_id:
            await guesses.count_wrong(session, actor.chat_id, at)
        if card is not None and (not moved or card.member_id == member_id):
            return await _moved(session, card, member_id, await program.in_force(session, at), at)
    raise Refused("old_card.taken" if moved else "old_card.unknown")


async def _moved(session: AsyncSession, card: OldCard, member_id: int, rules: Rules, at: datetime) -> CardMoved:
    already = card.claimed_at is not None
    tier = Tier(card.tier) if card.tier else None
    if not already:
        because = moved_in.because(f"old_card:{card.id}", at, {"import": card.import_id})
        await moved_in.points(session, member_id, card.points, because, rules)
        member = await session.get_one(Member, member_id, with_for_update={"key_share": True}, populate_existing=True)
        tier = await moved_in.level(session, member, tier, at, rules)
        if card.last_order_at and (member.last_order_at is None or member.last_order_at < card.last_order_at):
            member.last_order_at = card.last_order_at
        card.member_id, card.claimed_at, card.facts = member_id, at, {}
        await session.flush()
    return CardMoved(card.points, tier, (await read.balance(session, member_id)).available, already)
