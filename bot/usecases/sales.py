"""The till: a member is found, and a voucher of theirs is used; a slip can be taken back for two minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.benefits import WITH_AN_ORDER, served_at
from bot.rules.codes import read_voucher, voucher_link
from bot.usecases import audit, outside_events, outside_facts, program, radar, voucher_steps
from bot.usecases.actor import Actor, By, Hand, allow, here, key_id, staff_id
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.voucher_lines import VoucherLine, facts_of, line_of
from db.enums import VoucherSource, VoucherState
from db.ledger import read
from db.models.staff import Staff
from db.models.vouchers import Voucher
from db.queries import outlets, vouchers
from db.queries import sales as queries
from db.queries.sales import Served as Served
from db.session import Database

DOUBLE_TAP = timedelta(seconds=5)  # one act: it is told once, and the same
ACT = "sales.redeem"


@dataclass(frozen=True)
class AtTill:
    """A member as the till serves them. `here`: vouchers that can be used now, at this outlet; `elsewhere`: those that
    need an order or another outlet. `oneself`: it is whoever serves, who may use nothing for themselves."""

    member: Served
    available: int
    here: tuple[VoucherLine, ...]
    elsewhere: tuple[VoucherLine, ...]
    outlets: Mapping[int, str]
    oneself: bool
    zone: ZoneInfo
    at: datetime


async def serve(db: Database, actor: Actor, member_id: int, *, at: datetime) -> AtTill:
    """What the till needs to know of a member. Changes nothing, but that a look at one's own card stands in the audit
    log. Refuses `access.denied`, `member.unknown`."""
    seen = await _served(db, actor, member_id, at)
    if seen.oneself:
        async with db.begin() as session:
            await radar.own_card(session, await allow(session, actor, ACT), member_id, at=at)
    return seen


async def _served(db: Database, actor: Actor, member_id: int, at: datetime) -> AtTill:
    async with db.read() as session:
        staff = await allow(session, actor, ACT)
        member = await _member(session, member_id)
        held = [line_of(voucher) for voucher in await vouchers.in_hand(session, member_id, at)]
        here = [line for line in held if _usable_here(line, staff.outlet_id)]
        return AtTill(
            member,
            (await read.balance(session, member_id)).available,
            tuple(here),
            tuple(line for line in held if line not in here),
            await _outlets(session),
            member.chat_id == actor.chat_id,
            (await program.in_force(session, at)).zone,
            at,
        )


async def _member(session: AsyncSession, member_id: int) -> Served:
    member = await queries.served(session, member_id)
    if member is None:
        raise Refused("member.unknown")
    return member


async def _outlets(session: AsyncSession) -> dict[int, str]:
    return {outlet.id: outlet.name for outlet in await outlets.every(session)}


def _usable_here(line: VoucherLine, outlet_id: int | None) -> bool:
    if line.source is VoucherSource.CERTIFICATE:
        return False
    return line.benefit.kind not in WITH_AN_ORDER and served_at(line.benefit.outlets, outlet_id)


@dataclass(frozen=True)
class VoucherAtTill:
    """A voucher that can be used here and now, and whose it is."""

    line: VoucherLine
    member: Served
    outlets: Mapping[int, str]
    zone: ZoneInfo
    at: datetime


async def by_code(db: Database, actor: Actor, text: str, *, at: datetime) -> VoucherAtTill | None:
    """The voucher whose code, link or QR *text* is; None when it is something else. Changes nothing.

    Refuses `access.denied`, `voucher.unknown` (for a link of no voucher) and everything `use` refuses.
    """
    code = read_voucher(text)
    async with db.read() as session:
        staff = await allow(session, actor, ACT)
        voucher = await vouchers.by_code(session, code) if code else None
        if voucher is not None:
            return await _seen(session, staff, voucher, at)
    if voucher_link(text):
        raise Refused("voucher.unknown")
    return None


async def look(db: Database, actor: Actor, voucher_id: int, *, at: datetime) -> VoucherAtTill:
    """One voucher before it is used. Changes nothing. Refuses what `use` refuses."""
    async with db.read() as session:
        staff = await allow(session, actor, ACT)
        voucher = await session.get(Voucher, voucher_id)
        if voucher is None:
            raise Refused("voucher.unknown")
        return await _seen(session, staff, voucher, at)


async def _seen(session: AsyncSession, staff: Staff, voucher: Voucher, at: datetime) -> VoucherAtTill:
    member = await _member(session, voucher.member_id)
    _fits(staff, staff.outlet_id, voucher, member)
    if not line_of(voucher).usable(at):
        raise voucher_steps.why_not(voucher)
    zone = (await program.in_force(session, at)).zone
    return VoucherAtTill(line_of(voucher), member, await _outlets(session), zone, at)


def _fits(hand: Hand, outlet_id: int | None, voucher: Voucher, member: Served) -> None:
    """Refuses `voucher.own`, `certificate.with_sum`, `voucher.with_order`, `voucher.other_outlet`."""
    if isinstance(hand, Staff) and member.chat_id == hand.chat_id:
        raise Refused("voucher.own")
    if voucher.source is VoucherSource.CERTIFICATE:
        raise Refused("certificate.with_sum")
    if voucher.kind in WITH_AN_ORDER:
        raise Refused("voucher.with_order")
    voucher_steps.check(voucher, voucher.member_id, outlet_id)


@dataclass(frozen=True)
class Used:
    """The voucher is used: now give what it promises. `already`: by the same person, in an act before this double tap;
    `undo_until`: so long they can take it back."""

    line: VoucherLine
    member: Served
    undo_until: datetime
    already: bool = False


async def use(db: Database, by: By, voucher_id: int, *, at: datetime, outlet_id: int | None = None) -> Used:
    """The voucher is used at the till (of the outlet named, else of whoever serves), once: of many who try, one does
    it, and the member has a receipt. Pressed again by the same person within the time for undoing, nothing changes.

    Refuses `access.denied`, `outlet.not_yours`, `voucher.unknown`, `voucher.own` (nobody serves themselves),
    `voucher.with_order`, `voucher.other_outlet`, and why it cannot be used any more.
    """
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        place = here(hand, outlet_id)
        undo = timedelta(seconds=(await program.in_force(session, at)).program.undo_seconds)
        voucher = await session.get(Voucher, voucher_id)
        if voucher is None:
            raise Refused("voucher.unknown")
        member = await _member(session, voucher.member_id)
        _fits(hand, place, voucher, member)
        if _by(hand, voucher, at - undo):
            since = voucher.used_at or at
            return Used(line_of(voucher), member, since + undo, already=at - since > DOUBLE_TAP)
        used = {"state": VoucherState.USED, "used_at": at, "used_by": staff_id(hand), "key_id": key_id(hand)}
        await voucher_steps.change(session, voucher, at, **used, outlet_id=place)
        await _told(session, voucher, "voucher.used", at)
        outside_events.tell(session, outside_facts.voucher_used(voucher, at), at=at)
        if isinstance(hand, Staff):  # what a key did is kept with its request
            subject = f"member:{voucher.member_id}"
            await audit.write(session, hand, "sales.use", subject, at=at, voucher=voucher.id)
        return Used(line_of(voucher), member, at + undo)


def _by(hand: Hand, voucher: Voucher, since: datetime) -> bool:
    """Whether this person (or till) used it by itself not long ago."""
    mine = (voucher.used_by, voucher.key_id) == (staff_id(hand), key_id(hand))
    mine = mine and voucher.state is VoucherState.USED and voucher.order_id is None
    return mine and voucher.used_at is not None and voucher.used_at >= since


async def undo(db: Database, actor: Actor, voucher_id: int, *, at: datetime) -> VoucherAtTill | None:
    """It was a slip: the voucher is in the member's hand again, and they know. In their hand before: nothing changes.
    None: its last day has ended in the meantime.

    Refuses `access.denied`, `voucher.unknown`, `sale.undo_too_late` (also when somebody else used it).
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        seconds = (await program.in_force(session, at)).program.undo_seconds
        voucher = await session.get(Voucher, voucher_id, with_for_update=True)
        if voucher is None:
            raise Refused("voucher.unknown")
        if voucher.state is not VoucherState.HELD:
            if not _by(staff, voucher, at - timedelta(seconds=seconds)):
                raise Refused("sale.undo_too_late")
            await _told(session, voucher, "voucher.use_undone", at)
            voucher.state, voucher.used_at, voucher.used_by, voucher.outlet_id = VoucherState.HELD, None, None, None
            await session.flush()
            subject = f"member:{voucher.member_id}"
            await audit.write(session, staff, "sales.undo", subject, at=at, voucher=voucher.id)
        return await _seen(session, staff, voucher, at) if line_of(voucher).usable(at) else None


async def _told(session: AsyncSession, voucher: Voucher, kind: str, at: datetime) -> None:
    """The receipt; taken back, the same message says so. What moved the voucher was done by one: this is said once."""
    moment = int(voucher.used_at.timestamp()) if voucher.used_at else 0
    facts = facts_of(voucher) | {"outlet": await queries.outlet_name(session, voucher.outlet_id)}
    notice = Notice(kind, facts, thread=f"voucher:{voucher.id}:used:{moment}")
    await tell_member(session, voucher.member_id, notice, at=at)
