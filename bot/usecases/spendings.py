"""Paying with points: asked for in the member's chat or shown at the till, set aside, taken, or let go."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import pins, program, spending_codes, spending_news, spending_steps
from bot.usecases.actor import Actor, By, allow, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.spending_begin import ACT, SpendSeen, SpendWanted, begin, seen, write
from bot.usecases.spending_ends import OPEN, cancel, capture, expire
from bot.usecases.spending_steps import locked, not_in_use
from db.enums import Proof, SpendingState
from db.models.chats import Chat
from db.models.spendings import Spending
from db.session import Database

__all__ = ["SpendSeen", "SpendWanted", "agree", "ask", "cancel", "capture", "decline", "expire", "hold", "look"]


async def ask(db: Database, by: By, wanted: SpendWanted, *, at: datetime) -> SpendSeen:
    """The member is asked in their chat whether so many points may pay; nothing is set aside until they say yes. As
    many as may pay, `why` if they are fewer than wanted. The same key again changes nothing.

    Refuses what `spending_begin.begin` refuses, and `spending.no_chat`: they cannot be asked, so let them show a code.
    """
    async with db.begin() as session:
        begun = await begin(session, by, wanted, at=at)
        if isinstance(begun, SpendSeen):
            return begun
        chat = await session.get(Chat, begun.person.chat_id) if begun.person.chat_id else None
        if chat is None or not chat.reachable:
            raise Refused("spending.no_chat")
        spending = await write(session, begun, SpendingState.ASKED, at=at)
        await spending_news.asked(session, begun.seen(spending), at)
        return begun.seen(spending)


async def hold(db: Database, by: By, wanted: SpendWanted, shown: str, *, at: datetime, card_key: bytes) -> SpendSeen:
    """The points are set aside for the programme's hold_minutes: the member agreed by what *shown* is, the six digits
    or the QR on their screen, not older than 90 seconds and good once. As many as may pay, `why` if they are fewer
    than wanted. The same key again changes nothing.

    Refuses what `spending_begin.begin` and `spending_codes.read` refuse, `spending.pin_in_chat` (what is on a screen
    says nothing of who holds it: so many points are asked for in the chat), `spending.code_used` and
    `spending.code_wrong`: a wrong code is counted although it is refused.
    """
    async with db.begin() as session:
        begun = await begin(session, by, wanted, at=at)
        if isinstance(begun, SpendSeen):
            return begun
        await pins.not_needed(session, begun.member.id, begun.allowed.points, at=at, rules=begun.rules)
        found = await spending_codes.read(session, begun.member, shown, at=at, card_key=card_key)
        if found is not None:
            await spending_codes.use(session, begun.member.id, found, at=at)
            spending = await write(session, begun, SpendingState.HELD, at=at, proof=found.proof)
            await spending_steps.set_aside(session, spending, at=at)
            return begun.seen(spending)
        await write(session, begun, SpendingState.DECLINED, at=at, proof=Proof.CODE)
    raise Refused("spending.code_wrong")  # only now: the unit above has kept the try


async def agree(db: Database, actor: Actor, spending_id: int, *, at: datetime, pin: str | None = None) -> SpendSeen:
    """The member said yes: the points are set aside for the programme's hold_minutes, and whoever asked is told.
    Agreed before: nothing changes.

    Refuses `member.needed`, `spending.unknown`, `spending.too_late`, `spending.ended`, `spend.too_few_available`
    (they were spent meanwhile), and what `pins.check` refuses where so many points need a PIN: a wrong one counts.
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        spending = await _theirs(session, member_id, spending_id)
        if spending.state in (SpendingState.HELD, SpendingState.CAPTURED):
            return await seen(session, spending, rules)
        _still_asked(spending, at)
        wrong = await _pin_stops(session, spending, pin, at, rules)
        if wrong is None:
            spending.state, spending.proof, spending.answered_at = SpendingState.HELD, Proof.PRESS, at
            spending.until = at + timedelta(minutes=rules.program.hold_minutes)
            await spending_steps.set_aside(session, spending, at=at)
            await spending_news.answered(session, spending, at, yes=True)
            return await seen(session, spending, rules)
    raise wrong  # only now: the unit above has kept the try


async def _pin_stops(
    session: AsyncSession, spending: Spending, pin: str | None, at: datetime, rules: Rules
) -> Refused | None:
    if not await pins.needed(session, spending.member_id, spending.points, at=at, rules=rules):
        return None
    return await pins.check(session, spending.member_id, pin, at=at)


async def decline(db: Database, actor: Actor, spending_id: int, *, at: datetime) -> SpendSeen:
    """The member said no, or took their yes back while no bill uses it: nothing is set aside, and whoever asked is
    told. Over before: nothing changes. Refuses `member.needed`, `spending.unknown`, `spending.in_use`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        spending = await _theirs(session, member_id, spending_id)
        if spending.state in OPEN:
            not_in_use(spending)
            asked = spending.state is SpendingState.ASKED
            ended = SpendingState.DECLINED if asked else SpendingState.RELEASED
            await spending_steps.let_go(session, spending, ended, at=at)
            await spending_news.answered(session, spending, at, yes=False)
        return await seen(session, spending, rules)


async def look(db: Database, by: By, spending_id: int, *, at: datetime) -> SpendSeen:
    """What has become of it, for whoever asked or works at the same outlet. Refuses `access.denied`,
    `spending.unknown`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        rules = await program.in_force(session, at)
        return await seen(session, spending_steps.here(hand, await session.get(Spending, spending_id)), rules)


async def _theirs(session: AsyncSession, member_id: int, spending_id: int) -> Spending:
    spending = await locked(session, spending_id)
    if spending is None or spending.member_id != member_id:
        raise Refused("spending.unknown")
    return spending


def _still_asked(spending: Spending, at: datetime) -> None:
    if spending.state is SpendingState.EXPIRED or (spending.state is SpendingState.ASKED and spending.until <= at):
        raise Refused("spending.too_late")
    if spending.state is not SpendingState.ASKED:
        raise Refused("spending.ended")
