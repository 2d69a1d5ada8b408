"""A promo code is entered: by the member in the chat, or for them at the till and the desk; and taken back there."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules import promocodes as rule
from bot.usecases import audit, guesses, program, promo_gifts
from bot.usecases.actor import Actor, allow, member_of
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.promo_uses import Entered, Entry, use
from db.ledger import read
from db.models.promocodes import PersonalCode, PromoCode, PromoUse
from db.queries import promocodes as queries
from db.session import Database

__all__ = ["Entered", "Entry", "enter", "enter_for", "enter_if_known", "undo_use", "use"]


async def enter(db: Database, actor: Actor, text: str, *, at: datetime) -> Entered:
    """The member has what the code gives; typed again while its voucher waits, they are shown that one.

    Refuses `member.needed`, `code.unknown`, `code.wait` (too many wrong ones, with the time left, `within`), and every
    rule of bot/rules/promocodes.py; raises BadPromoCode. A wrong code is counted, whatever is answered.
    """
    member_id = member_of(actor)
    rule.read(text)
    async with db.begin() as session:
        left = await guesses.pause_left(session, actor.chat_id, at)
        if left:
            raise Refused("code.wait", within=left)
        entered = await use(session, Entry(member_id, text), at=at)
        if entered is None:
            await guesses.count_wrong(session, actor.chat_id, at)
    if entered is None:
        raise Refused("code.unknown")
    return entered


async def enter_if_known(db: Database, actor: Actor, text: str, *, at: datetime) -> Entered | None:
    """For a message that nobody asked for: like `enter` when it is a code, None when it is none. Somebody who has to
    pause finds none, either. Refuses as `enter` does once the code is known."""
    member_id = member_of(actor)
    async with db.begin() as session:
        if await guesses.pause_left(session, actor.chat_id, at):
            return None
        entered = await use(session, Entry(member_id, text), at=at)
        if entered is None:
            await guesses.count_wrong(session, actor.chat_id, at)
        return entered


async def enter_for(
    db: Database, actor: Actor, member_id: int, text: str, key: str, *, outlet_id: int | None, at: datetime
) -> Entered:
    """The member has what the code gives, entered by the staff at *outlet_id*; the same *key* and code again change
    nothing. A voucher the member got by this code before, and has not used, is answered instead of a second one.

    Refuses `access.denied`, `member.unknown`, `voucher.own` (nobody serves themselves), `code.unknown`, and every rule
    of bot/rules/promocodes.py; raises BadPromoCode.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "promo.enter")
        if member_id == actor.member_id:
            raise Refused("voucher.own")
        entered = await use(session, Entry(member_id, text, f"till:{key}", outlet_id, staff_id=staff.id), at=at)
        if entered is None:
            raise Refused("code.unknown")
        if not entered.already:
            await audit.write(session, staff, "promo.enter", f"member:{member_id}", at=at, use=entered.use_key)
            if entered.points:
                notice = Notice("promo.points", {"points": entered.points}, key=entered.use_key)
                await tell_member(session, member_id, notice, at=at)
    return entered


async def undo_use(db: Database, actor: Actor, use_key: str, *, at: datetime) -> None:
    """What the staff entered by *use_key* is taken back: the voucher is void, the points are gone and the member knows,
    the use counts for no limit. Taken back before, or entered by the member in their own chat (then it stays theirs):
    nothing changes.

    Refuses `access.denied`, `code.no_such_use`, `sale.undo_too_late` (also to a cashier when somebody else entered it),
    and what stands in the way of voiding a voucher (`voucher.used`, `voucher.reserved`, `voucher.expired`).
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "promo.enter")
        promo, made = await _locked_use(session, use_key)
        if made.undone_at is not None or made.staff_id is None:
            return
        within = timedelta(seconds=(await program.in_force(session, at)).program.undo_seconds)
        theirs = made.staff_id == staff.id or access.may(staff.role, "promo.change")
        if not theirs or at > made.at + within:
            raise Refused("sale.undo_too_late")
        await promo_gifts.take_back(session, made, staff.id, at)
        made.undone_at = at
        promo.used -= 1
        promo.cost_minor -= made.cost_minor
        if made.personal_id is not None:
            freed = update(PersonalCode).where(PersonalCode.id == made.personal_id)
            await session.execute(freed.values(used_by=None, used_at=None))
        await audit.write(session, staff, "promo.undo", f"member:{made.member_id}", at=at, use=use_key)
        if made.points:
            left = (await read.balance(session, made.member_id)).available
            facts = {"points": made.points, "available": left}
            notice = Notice("points.unadjusted", facts, key=f"{use_key}:undo")
            await tell_member(session, made.member_id, notice, at=at)


async def _locked_use(session: AsyncSession, use_key: str) -> tuple[PromoCode, PromoUse]:
    made = await queries.by_key(session, use_key)
    if made is None:
        raise Refused("code.no_such_use")
    promo = await queries.lock(session, made.promo_id)
    assert promo is not None, "codes are never deleted"
    await session.refresh(made)
    return promo, made
