"""A member's own PIN for large sums of points: set, changed, forgotten, and asked for when points are to pay."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import pins as rule
from bot.usecases import program
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.program import Rules
from db.models.spendings import Pin
from db.session import Database, upsert

LOCKED = timedelta(hours=1)  # after three wrong tries
FORGOTTEN = timedelta(days=1)  # so long nothing large is paid: whoever holds the phone may not be the member


async def needed(session: AsyncSession, member_id: int, points: int, *, at: datetime, rules: Rules) -> bool:
    """A step: whether so many points of theirs need the member's PIN."""
    over = rules.program.pin_over
    pin = await session.get(Pin, member_id) if over and points > over else None
    return pin is not None and _counts(pin, at)


async def not_needed(session: AsyncSession, member_id: int, points: int, *, at: datetime, rules: Rules) -> None:
    """A step where nobody can type one. Refuses `spending.pin_in_chat`."""
    if await needed(session, member_id, points, at=at, rules=rules):
        raise Refused("spending.pin_in_chat")


def _counts(pin: Pin, at: datetime) -> bool:
    """A forgotten PIN has no hash any more, and counts for a day."""
    return bool(pin.hash) or (pin.locked_until is not None and pin.locked_until > at)


async def check(session: AsyncSession, member_id: int, pin: str | None, *, at: datetime) -> Refused | None:
    """A step: None when *pin* is the member's. Else why not: `spending.pin_needed` (there is none to look at; counts as
    no try), `spending.pin_wrong` (left), `spending.pin_locked` (wait). A wrong try is counted in this unit, so whoever
    asks lets it commit and raises what came back only afterwards."""
    kept = await session.get(Pin, member_id, with_for_update=True)
    if kept is None or not _counts(kept, at):
        return None
    if kept.locked_until is not None and kept.locked_until > at:
        return Refused("spending.pin_locked", wait=_minutes(kept.locked_until - at))
    if pin is None:
        return Refused("spending.pin_needed")
    if await asyncio.to_thread(rule.fits, pin, kept.hash):
        kept.wrong, kept.locked_until = 0, None
        return None
    return _counted(kept, at)


def _minutes(left: timedelta) -> timedelta:
    """In whole minutes, rounded up."""
    return timedelta(minutes=-(-left // timedelta(minutes=1)))


def _counted(kept: Pin, at: datetime) -> Refused:
    kept.wrong += 1
    if kept.wrong < rule.TRIES:
        return Refused("spending.pin_wrong", left=rule.TRIES - kept.wrong)
    kept.wrong, kept.locked_until = 0, at + LOCKED
    return Refused("spending.pin_locked", wait=_minutes(kept.locked_until - at))


@dataclass(frozen=True)
class MyPin:
    """Whether the member has a PIN, for how many points it is asked (`over`; 0: never), and until when it is locked or,
    `forgotten`, until when nothing large is paid at all."""

    has: bool
    over: int
    locked_until: datetime | None = None
    forgotten: bool = False


async def mine(db: Database, actor: Actor, *, at: datetime) -> MyPin:
    """How the member's PIN stands. Changes nothing. Refuses `member.needed`."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        return _seen(await session.get(Pin, member_of(actor)), rules, at)


def _seen(pin: Pin | None, rules: Rules, at: datetime) -> MyPin:
    over = rules.program.pin_over
    if pin is None or not _counts(pin, at):
        return MyPin(has=False, over=over)
    locked = pin.locked_until if pin.locked_until is not None and pin.locked_until > at else None
    return MyPin(bool(pin.hash), over, locked, forgotten=not pin.hash)


async def put(db: Database, actor: Actor, pin: str, old: str | None, *, at: datetime, new: Makers) -> MyPin:
    """*pin* is the member's PIN from now on; whoever has one says the *old* one first.

    Refuses `member.needed` and what `check` refuses (a wrong try is kept); raises BadPin.
    """
    wanted, member_id = rule.read_pin(pin), member_of(actor)
    sealed = await asyncio.to_thread(rule.hashed, wanted, new.salt())
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        wrong = await check(session, member_id, old, at=at)
        if wrong is None:
            values = {"hash": sealed, "wrong": 0, "locked_until": None, "set_at": at}
            await upsert(session, Pin, {"member_id": member_id, **values}, index=["member_id"])
            return MyPin(has=True, over=rules.program.pin_over)
    raise wrong


async def verify(db: Database, actor: Actor, pin: str, *, at: datetime) -> None:
    """The member knows their PIN. Refuses `member.needed` and what `check` refuses (a wrong try is kept)."""
    async with db.begin() as session:
        wrong = await check(session, member_of(actor), pin, at=at)
    if wrong is not None:
        raise wrong


async def remove(db: Database, actor: Actor, pin: str, *, at: datetime) -> MyPin:
    """No PIN is asked any more. Refuses `member.needed` and what `check` refuses (a wrong try is kept)."""
    member_id = member_of(actor)
    async with db.begin() as session:
        wrong = await check(session, member_id, pin, at=at)
        if wrong is None:
            await session.execute(delete(Pin).where(Pin.member_id == member_id))
            return MyPin(has=False, over=(await program.in_force(session, at)).program.pin_over)
    raise wrong


async def forget(db: Database, actor: Actor, *, at: datetime) -> MyPin:
    """The forgotten PIN is gone, and for a day nothing that would have needed it is paid; without one nothing changes.
    Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        pin = await session.get(Pin, member_id, with_for_update=True)
        if pin is not None and pin.hash:
            pin.hash, pin.wrong, pin.locked_until = "", 0, at + FORGOTTEN
        return _seen(pin, await program.in_force(session, at), at)
