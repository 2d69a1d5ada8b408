"""By which a member says yes at the till without their phone being asked: six digits or a fresh QR, each good once."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes, till_codes
from bot.usecases.errors import Refused
from db.enums import Proof, SpendingState
from db.models.members import Member
from db.models.spendings import Spending, UsedCode
from db.session import insert_once

TRIES, WITHIN = 5, timedelta(hours=1)  # wrong ones for one member, whoever types them
KEPT = timedelta(days=1)
CARD = re.compile(r"(?:^|start=)m_")


@dataclass(frozen=True)
class Shown:
    """What was on the member's screen in one half-minute."""

    proof: Proof
    step: int


async def read(session: AsyncSession, member: Member, shown: str, *, at: datetime, card_key: bytes) -> Shown | None:
    """What *shown* proves; None when it is a code that never was this member's, which the caller counts.

    Refuses `spending.code_wait` (too many wrong ones), `spending.code_unreadable`, `spending.code_old`,
    `spending.code_printed` (a QR of no age only finds the member), `spending.code_other` (another member's card);
    raises BadCode for a card somebody made up.
    """
    if CARD.search(shown.strip()):
        return Shown(Proof.CARD, _of_card(member, shown, at, card_key))
    typed = re.sub(r"[\s-]", "", shown)
    if not re.fullmatch(r"[0-9]{6}", typed):
        raise Refused("spending.code_unreadable")
    if await _wrong_lately(session, member.id, at) >= TRIES:
        raise Refused("spending.code_wait", within=WITHIN)
    step = till_codes.shown_in(typed, member.card_code, at, card_key)
    if step is None and till_codes.shown_in(
        typed, member.card_code, at, card_key, within_seconds=till_codes.REMEMBERED_SECONDS
    ):
        raise Refused("spending.code_old")
    return Shown(Proof.CODE, step) if step is not None else None


def _of_card(member: Member, shown: str, at: datetime, card_key: bytes) -> int:
    card = codes.read_card(shown, at, card_key)
    if card.code != member.card_code:
        raise Refused("spending.code_other")
    if card.age_seconds is None:
        raise Refused("spending.code_printed")
    if not card.fresh:
        raise Refused("spending.code_old")
    return till_codes.step(at - timedelta(seconds=card.age_seconds))


async def use(session: AsyncSession, member_id: int, shown: Shown, *, at: datetime) -> None:
    """What was on the screen in that half-minute takes no points again. Refuses `spending.code_used`."""
    values = {"member_id": member_id, "step": shown.step, "at": at}
    if not await insert_once(session, UsedCode, values, index=["member_id", "step"]):
        raise Refused("spending.code_used")


async def _wrong_lately(session: AsyncSession, member_id: int, at: datetime) -> int:
    """A wrong code leaves a spending that never was one; a member's own No has no proof."""
    wrong = (Spending.proof == Proof.CODE, Spending.state == SpendingState.DECLINED)
    lately = (Spending.member_id == member_id, Spending.at > at - WITHIN)
    found = await session.scalar(select(func.count()).select_from(Spending).where(*lately, *wrong))
    return int(found or 0)


async def forget(session: AsyncSession, at: datetime) -> None:
    """Codes that are old refuse themselves: their rows are needed no longer."""
    await session.execute(delete(UsedCode).where(UsedCode.step < till_codes.step(at - KEPT)))
