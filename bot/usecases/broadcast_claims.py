"""Taking what a broadcast offers, and saying "I am coming": counted behind the broadcast's row, so that of many who ask
for the last piece one gets it. The row first, then what promo codes and rewards lock."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import claims as rule
from bot.rules.benefits import Benefit
from bot.rules.claims import Closed
from bot.rules.errors import RuleBroken
from bot.usecases import broadcast_gifts, program, responses
from bot.usecases.actor import Actor
from bot.usecases.broadcast_gifts import Gift
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import benefit_of
from bot.usecases.voucher_steps import moved, why_not
from db import telling
from db.enums import Allergen, Response, VoucherState
from db.models.broadcasts import Broadcast
from db.models.vouchers import Voucher
from db.queries import outlets
from db.queries import rewards as shelf
from db.queries.responses import key
from db.session import Database


@dataclass(frozen=True)
class Claimed:
    """What is the member's now (`already`: since their first tap): points, or a voucher good up to `valid_until`.
    `contains`: allergens they declared that are in it; `outlets` names those of the benefit."""

    benefit: Benefit
    points: int = 0
    voucher_id: int = 0
    voucher_code: str = ""
    valid_until: date | None = None
    already: bool = False
    contains: tuple[Allergen, ...] = ()
    outlets: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """One member asks for a piece of one broadcast, whose row is locked."""

    broadcast: Broadcast
    member_id: int
    at: datetime
    rules: Rules

    @property
    def source(self) -> str:
        return responses.of_broadcast(self.broadcast.id)


async def claim(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Claimed:
    """What the broadcast offers is the member's, once; tapped again, they are shown what they have. That they pressed
    is noted even where nothing is left.

    Refuses what `responses.received` refuses, what promo codes refuse, `answer.nothing`, and `voucher.not_theirs` once
    they gave it to a friend; raises Closed.
    """
    return await _asking(db, actor, broadcast_id, "claim", _claimed, at)


async def go(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Claimed:
    """A seat is the member's, and its voucher (the entry), once; also when they had said before that they cannot come.
    Refuses as `claim` does."""
    return await _asking(db, actor, broadcast_id, "going", _seated, at)


async def _asking(
    db: Database,
    actor: Actor,
    broadcast_id: int,
    button: str,
    take: Callable[[AsyncSession, _Asked], Awaitable[Claimed]],
    at: datetime,
) -> Claimed:
    refusal: Refused | RuleBroken | None = None
    async with db.begin() as session:
        broadcast, member_id = await responses.received(session, actor, broadcast_id, lock=True)
        asked = _Asked(broadcast, member_id, at, await program.in_force(session, at))
        await responses.note(session, asked.source, member_id, Response.PRESSED, detail=button, at=at)
        try:
            async with telling.part(session):
                taken = await take(session, asked)
        except (Refused, RuleBroken) as error:
            refusal = error
    if refusal is not None:
        raise refusal
    return taken


async def _claimed(session: AsyncSession, asked: _Asked) -> Claimed:
    before = await responses.noted(session, asked.source, asked.member_id, Response.CLAIMED)
    if before is not None:
        return await _again(session, before.detail, asked.member_id)
    gift = await broadcast_gifts.offered(session, asked.broadcast, asked.rules)
    await _take_piece(session, asked, gift)
    taken = await broadcast_gifts.give(session, gift, _taker(asked), asked.at, asked.rules)
    detail = f"voucher:{taken.voucher_id}" if taken.voucher_id else f"points:{taken.points}"
    await responses.note(session, asked.source, asked.member_id, Response.CLAIMED, detail=detail, at=asked.at)
    return await _told(session, taken.voucher_id, taken.points, taken.contains)


async def _seated(session: AsyncSession, asked: _Asked) -> Claimed:
    entry = await _entry(session, asked)
    if entry is not None and entry.state is not VoucherState.RETURNED:
        return await _again(session, f"voucher:{entry.id}", asked.member_id)
    gift = await broadcast_gifts.seat(session, asked.broadcast, asked.rules, asked.at)
    await _take_piece(session, asked, gift)
    if entry is None:
        taker = replace(_taker(asked), key=_going(asked))
        entry_id = (await broadcast_gifts.give(session, gift, taker, asked.at, asked.rules)).voucher_id
    else:
        await broadcast_gifts.present(session, asked.member_id)
        entry_id = await _take_again(session, entry, gift)
    await responses.note(
        session, asked.source, asked.member_id, Response.GOING, detail=f"voucher:{entry_id}", at=asked.at
    )
    return await _told(session, entry_id, 0, ())


async def _take_again(session: AsyncSession, entry: Voucher, gift: Gift) -> int:
    """The entry that was given back is in its member's hand again."""
    if gift.reward and not await shelf.take_one(session, gift.reward.id):
        raise Closed("answer.all_gone")
    back = {"state": VoucherState.HELD, "ended_at": None}
    await moved(session, Voucher.id == entry.id, Voucher.state == VoucherState.RETURNED, **back)
    return entry.id


async def stay_away(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> bool:
    """The member is not coming: the seat they had can be somebody else's, its voucher is worth nothing. Whether they
    had one. Refuses what `responses.received` refuses, and why the entry cannot be given back: `voucher.used` once they
    have come, `voucher.not_theirs` once a friend has it."""
    async with db.begin() as session:
        broadcast, member_id = await responses.received(session, actor, broadcast_id, lock=True)
        asked = _Asked(broadcast, member_id, at, await program.in_force(session, at))
        await responses.note(session, asked.source, member_id, Response.PRESSED, detail="not_going", at=at)
        await responses.note(session, asked.source, member_id, Response.NOT_GOING, at=at)
        entry = await _entry(session, asked)
        if entry is None or entry.state is VoucherState.RETURNED:
            return False
        _theirs(entry, member_id)
        ended = {"state": VoucherState.RETURNED, "ended_at": at}
        if not await moved(session, Voucher.id == entry.id, Voucher.state == VoucherState.HELD, **ended):
            raise why_not(entry)
        await shelf.put_back(session, [entry.reward_id])
        broadcast.claimed -= 1
        # What the reward costs may have been changed since: a budget never grows by a seat given back.
        broadcast.cost_minor = max(0, broadcast.cost_minor - await broadcast_gifts.cost_of_entry(session, entry))
        return True


async def _take_piece(session: AsyncSession, asked: _Asked, gift: Gift) -> None:
    """One piece less is left, if there is one. Raises Closed."""
    broadcast = asked.broadcast
    if why := rule.obstacle(responses.left_of(broadcast), gift.cost_minor, asked.at):
        raise why
    broadcast.claimed += 1
    broadcast.cost_minor += gift.cost_minor
    await session.flush()


def _taker(asked: _Asked) -> broadcast_gifts.Taker:
    return broadcast_gifts.Taker(asked.member_id, asked.broadcast.id, key(asked.broadcast.id, asked.member_id))


def _going(asked: _Asked) -> str:
    return f"{key(asked.broadcast.id, asked.member_id)}:going"


async def _entry(session: AsyncSession, asked: _Asked) -> Voucher | None:
    """Whoever has it by now."""
    theirs = select(Voucher).where(Voucher.key == _going(asked))
    return await session.scalar(theirs.execution_options(populate_existing=True))


async def _again(session: AsyncSession, detail: str, member_id: int) -> Claimed:
    what, _, number = detail.partition(":")
    voucher_id, points = (int(number), 0) if what == "voucher" else (0, int(number))
    if voucher_id:
        _theirs(await session.get_one(Voucher, voucher_id), member_id)
    return replace(await _told(session, voucher_id, points, ()), already=True)


def _theirs(voucher: Voucher, member_id: int) -> None:
    if voucher.member_id != member_id:
        raise Refused("voucher.not_theirs")


async def _told(session: AsyncSession, voucher_id: int, points: int, contains: tuple[Allergen, ...]) -> Claimed:
    if not voucher_id:
        return Claimed(broadcast_gifts.of_points(points), points)
    voucher = await session.get_one(Voucher, voucher_id, populate_existing=True)
    benefit = benefit_of(voucher)
    names = {line.id: line.name for line in await outlets.every(session)} if benefit.outlets else {}
    return Claimed(benefit, 0, voucher.id, voucher.code, voucher.valid_until, contains=contains, outlets=names)
