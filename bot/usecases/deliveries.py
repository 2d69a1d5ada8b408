"""Deliveries as the courier works with them: accepted, on the way, handed over by code, in trouble, and undone."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import LONGEST_NOTE, clean_words, last_step, may_undo, read_handover
from bot.rules.timing import at_local, local_date
from bot.usecases import handover, order_news, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.handover import NOTHING, Brought
from bot.usecases.order_steps import at_door, happened, locked, not_their_own, own, still_open
from bot.usecases.program import Rules
from db.enums import OrderState, ProblemKind
from db.models.orders import Order
from db.models.staff import Staff
from db.queries import orders as queries
from db.queries.orders import DeliveryLine as DeliveryLine
from db.session import Database

WORK = "deliveries.work"


@dataclass(frozen=True)
class Delivery:
    """An order as its courier sees it now; `undo`: the press that can be taken back ("accept", "start", "problem")."""

    line: DeliveryLine
    undo: str | None
    zone: ZoneInfo


@dataclass(frozen=True)
class MyDeliveries:
    """A courier's open orders, the most urgent first, and how many were delivered today."""

    open: tuple[DeliveryLine, ...]
    delivered_today: int
    zone: ZoneInfo


async def mine(db: Database, actor: Actor, *, at: datetime) -> MyDeliveries:
    """What the courier has to do, and has done today. Refuses `access.denied`."""
    async with db.read() as session:
        staff = await allow(session, actor, WORK)
        zone = (await program.in_force(session, at)).zone
        midnight = at_local(local_date(at, zone), 0, zone)
        lines = await queries.deliveries(session, staff.id)
        return MyDeliveries(tuple(lines), await queries.delivered_since(session, staff.id, midnight), zone)


async def one(db: Database, actor: Actor, order_id: int, *, at: datetime) -> Delivery:
    """One of the courier's own orders. Refuses `access.denied`, `order.unknown`, `delivery.not_yours`."""
    async with db.read() as session:
        staff = await allow(session, actor, WORK)
        order = await session.get(Order, order_id)
        own(staff, order)
        return await _shown(session, order_id, at)


async def accept(db: Database, actor: Actor, order_id: int, *, at: datetime) -> Delivery:
    """The courier has taken the order on, and the member sees it. Accepted before: nothing changes.

    Refuses `access.denied`, `order.unknown`, `delivery.not_yours`, `order.already_delivered` and
    `order.already_cancelled`.
    """
    async with db.begin() as session:
        staff, order = await _open(session, actor, order_id)
        if order.state is OrderState.PLACED:
            order.state, order.accepted_at = OrderState.ACCEPTED, at
            await order_news.moved(session, order, at=at)
            await happened(session, staff, order, "deliveries.accept", at=at)
        return await _shown(session, order_id, at)


async def start(db: Database, actor: Actor, order_id: int, *, at: datetime) -> Delivery:
    """The courier has left with the order, and the member sees it. On the way before: nothing changes.

    Refuses what `accept` refuses, and `delivery.accept_first`.
    """
    async with db.begin() as session:
        staff, order = await _open(session, actor, order_id)
        if order.state is OrderState.PLACED:
            raise Refused("delivery.accept_first", order=order.id)
        if order.state is OrderState.ACCEPTED:
            order.state, order.started_at = OrderState.ON_THE_WAY, at
            await order_news.moved(session, order, at=at)
            await happened(session, staff, order, "deliveries.start", at=at)
        return await _shown(session, order_id, at)


@dataclass(frozen=True)
class DeliveryConfirmed:
    """The order is delivered, and this is what it brought the member (`already`: it was delivered before)."""

    order_id: int
    brought: Brought = NOTHING
    already: bool = False


async def confirm(db: Database, actor: Actor, order_id: int, code: str, *, at: datetime) -> DeliveryConfirmed:
    """The order is delivered, its points, welcome, tier and invitation are settled and everybody is told, once: a
    second confirmation changes nothing and says `already`.

    Refuses `access.denied`, `order.unknown`, `delivery.not_yours`, `order.already_cancelled`, `delivery.accept_first`,
    `delivery.code_unreadable` (not four digits: counts as no try), `delivery.wrong_code` and, when that was the last
    try, `delivery.locked`. A wrong try is kept although it is refused.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, WORK)
        order = own(staff, await locked(session, order_id))
        if order.state is OrderState.DELIVERED:
            return DeliveryConfirmed(order_id, already=True)
        rules = await program.in_force(session, at)
        wrong = await _wrong(session, staff, order, code, at=at, rules=rules)
        if wrong is None:
            return await _delivered(session, staff, order, "deliveries.confirm", at=at, rules=rules)
    raise wrong  # only now: the unit above has kept the try


async def settle(db: Database, actor: Actor, order_id: int, reason: str, *, at: datetime) -> DeliveryConfirmed:
    """The desk says that the order was delivered although nobody could tell the code; what follows is as with a code.
    The reason stands in the audit log.

    Refuses `access.denied`, `order.unknown`, `order.own_order`, `order.already_cancelled` and
    `delivery.accept_first`; raises BadWords.
    """
    reason = clean_words(reason)
    async with db.begin() as session:
        staff = await allow(session, actor, "orders.settle")
        order = await locked(session, order_id)
        await not_their_own(session, actor, order.member_id)
        if order.state is OrderState.DELIVERED:
            return DeliveryConfirmed(order_id, already=True)
        (at_door if order.address else still_open)(order)  # what is picked up needs no courier
        await order_news.taken_off(session, order, order.courier_id, "settled", at=at)
        rules = await program.in_force(session, at)
        return await _delivered(session, staff, order, "deliveries.settle", at=at, rules=rules, reason=reason)


async def problem(
    db: Database, actor: Actor, order_id: int, kind: ProblemKind, words: str | None, *, at: datetime
) -> Delivery:
    """The desk knows of the problem, with the courier's own words, and decides. While one is open nothing changes.

    Refuses what `start` refuses; raises BadWords.
    """
    words = clean_words(words, LONGEST_NOTE) if words else None
    async with db.begin() as session:
        staff, order = await _open(session, actor, order_id)
        at_door(order)
        if order.problem is None:
            order.problem, order.problem_words, order.problem_at = kind, words, at
            await order_news.problem(session, order, at=at)
            note = f"{kind.value}: {words}" if words else kind.value
            await happened(session, staff, order, "deliveries.problem", at=at, note=note)
        return await _shown(session, order_id, at)


async def undo(db: Database, actor: Actor, order_id: int, step: str, *, at: datetime) -> Delivery:
    """The courier's last press, if it was *step* ("accept", "start", "problem"), is taken back; if another came since,
    nothing changes (Undo pressed twice takes back one step).

    Refuses what `accept` refuses, and `delivery.undo_too_late`.
    """
    async with db.begin() as session:
        staff, order = await _open(session, actor, order_id)
        if last_step(order.state, order.problem) == step:
            rules = await program.in_force(session, at)
            if not may_undo(_pressed(order, step), at, rules.program):
                raise Refused("delivery.undo_too_late")
            await _take_back(session, staff, order, step, at=at)
            await happened(session, staff, order, "deliveries.undo", at=at, note=step)
        return await _shown(session, order_id, at)


async def _take_back(session: AsyncSession, staff: Staff, order: Order, step: str, *, at: datetime) -> None:
    if step == "problem":
        await order_news.problem_over(session, order, "undo", by=staff, at=at)
        order.problem, order.problem_words, order.problem_at = None, None, None
        return
    if step == "start":
        order.state, order.started_at = OrderState.ACCEPTED, None
    else:
        order.state, order.accepted_at = OrderState.PLACED, None
    await order_news.moved(session, order, at=at)


async def _wrong(
    session: AsyncSession, staff: Staff, order: Order, code: str, *, at: datetime, rules: Rules
) -> Refused | None:
    """None when *code* is right. A wrong one is counted; the last one locks the order and calls the desk."""
    at_door(order)
    digits = read_handover(code)
    if order.problem is ProblemKind.WRONG_CODE:
        raise Refused("delivery.locked", order=order.id)
    if digits is None:
        raise Refused("delivery.code_unreadable")
    if digits == order.handover_code:
        return None
    order.wrong_codes += 1
    left = rules.program.handover_tries - order.wrong_codes
    if left > 0:
        await happened(session, staff, order, "deliveries.wrong_code", at=at)
        return Refused("delivery.wrong_code", left=left)
    order.problem, order.problem_words, order.problem_at = ProblemKind.WRONG_CODE, None, at
    await order_news.problem(session, order, at=at)
    await happened(session, staff, order, "deliveries.lock", at=at)
    return Refused("delivery.locked", order=order.id)


async def _delivered(
    session: AsyncSession,
    staff: Staff,
    order: Order,
    act: str,
    *,
    at: datetime,
    rules: Rules,
    reason: str | None = None,
) -> DeliveryConfirmed:
    await order_news.problem_over(session, order, act.partition(".")[2], by=staff, at=at)
    brought = await handover.complete(session, order, at=at, rules=rules)
    await happened(session, staff, order, act, at=at, reason=reason)
    return DeliveryConfirmed(order.id, brought)


async def _open(session: AsyncSession, actor: Actor, order_id: int) -> tuple[Staff, Order]:
    """The courier, and their own unfinished order, locked."""
    staff = await allow(session, actor, WORK)
    order = own(staff, await locked(session, order_id))
    still_open(order)
    return staff, order


def _pressed(order: Order | DeliveryLine, step: str) -> datetime | None:
    return {"accept": order.accepted_at, "start": order.started_at, "problem": order.problem_at}[step]


async def _shown(session: AsyncSession, order_id: int, at: datetime) -> Delivery:
    await session.flush()
    line = await queries.delivery(session, order_id)
    rules = await program.in_force(session, at)
    step = last_step(line.state, line.problem)
    undo = step if step and may_undo(_pressed(line, step), at, rules.program) else None
    return Delivery(line, undo, rules.zone)
