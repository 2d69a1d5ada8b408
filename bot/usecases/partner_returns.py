"""Goods come back to a partner, or a sale there was a slip: points and money go the way they came, by its account."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import partners, timing
from bot.rules.partners import Back, Sold
from bot.usecases import partner_steps, program, spending_steps
from bot.usecases.actor import By, Hand, allow, key_id, signature, staff_id
from bot.usecases.errors import Refused
from bot.usecases.order_steps import not_their_own
from bot.usecases.partner_sale_steps import earn_key, facts_of, tell
from bot.usecases.partner_sales import ACT
from bot.usecases.program import Rules
from db.enums import EntryKind, MemberState
from db.ledger import accounts, post, read
from db.ledger.post import Because
from db.models.members import Member
from db.models.partners import Partner, PartnerSale
from db.queries import partners as queries
from db.queries.partners import SaleLine as SaleLine
from db.session import Database

SHOWN = 8


@dataclass(frozen=True)
class PartnerSaleSeen:
    """A sale at the partner's; `left_minor` of it can still come back, until `undo_until` it can be undone as a slip by
    whoever entered it."""

    sale_id: int
    member_id: int
    amount_minor: int
    points_paid: int
    points: int
    left_minor: int
    returned_minor: int
    currency: str
    at: datetime
    undone: bool
    undo_until: datetime | None


async def recent(db: Database, by: By, *, at: datetime) -> list[SaleLine]:
    """The newest sales at the caller's own place. Refuses `access.denied`, `partner.not_yours`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        return await queries.sales_of(session, partner_steps.mine(hand), limit=SHOWN)


async def look(db: Database, by: By, sale_id: int, *, at: datetime) -> PartnerSaleSeen:
    """Refuses `access.denied`, `partner.not_yours`, `partner.sale_unknown` (also another partner's)."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        rules = await program.in_force(session, at)
        return _seen(hand, _theirs(hand, await session.get(PartnerSale, sale_id)), rules, at)


def _theirs(hand: Hand, sale: PartnerSale | None) -> PartnerSale:
    if sale is None or sale.partner_id != partner_steps.mine(hand):
        raise Refused("partner.sale_unknown")
    return sale


def _seen(hand: Hand, sale: PartnerSale, rules: Rules, at: datetime) -> PartnerSaleSeen:
    undone = sale.undone_at is not None
    may_undo = not undone and not sale.returned_minor and _slip(hand, sale, rules, at)
    until = sale.at + timedelta(seconds=rules.program.undo_seconds)
    return PartnerSaleSeen(
        sale.id,
        sale.member_id,
        sale.amount_minor,
        sale.points_paid,
        sale.points,
        0 if undone else sale.amount_minor - sale.returned_minor,
        sale.returned_minor,
        sale.currency,
        sale.at,
        undone,
        until if may_undo else None,
    )


def _slip(hand: Hand, sale: PartnerSale, rules: Rules, at: datetime) -> bool:
    """Whether the same hand entered it a moment ago."""
    by_them = (sale.staff_id, sale.key_id) == (staff_id(hand), key_id(hand))
    return by_them and at - sale.at <= timedelta(seconds=rules.program.undo_seconds)


@dataclass(frozen=True)
class PartnerReturn:
    """Goods of a sale that come back, for *amount_minor* of what they cost after the discount (None: all that is left).
    `known_minor`: what had come back before, as whoever asks saw it; asked twice, it comes back once."""

    sale_id: int
    amount_minor: int | None = None
    known_minor: int | None = None


@dataclass(frozen=True)
class PartnerReturned:
    """What went back: money for the member, points that had paid, points that had been earned."""

    sale_id: int
    member_id: int
    amount_minor: int
    money_minor: int
    points_given: int
    points_taken: int
    left_minor: int
    available: int
    currency: str
    already: bool = False


async def take_back(db: Database, by: By, wanted: PartnerReturn, *, at: datetime) -> PartnerReturned:
    """Points that paid are the member's again (spendable for return_days at least), points that were earned are gone,
    in proportion; parts in any order add up to the whole.

    Refuses `access.denied`, `partner.not_yours`, `partner.sale_unknown`, `partner.nothing_left`,
    `partner.return_too_much`, `order.own_order`.
    """
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        sale, partner, rules = await _locked(session, hand, wanted.sale_id, at)
        left = 0 if sale.undone_at else sale.amount_minor - sale.returned_minor
        amount = left if wanted.amount_minor is None else wanted.amount_minor
        if wanted.known_minor is not None and wanted.known_minor != sale.returned_minor:
            return await _returned(session, sale, Back(0, 0, 0), 0, already=True)
        if not left:
            raise Refused("partner.nothing_left")
        if not 0 < amount <= left:
            raise Refused("partner.return_too_much", money=(left, sale.currency))
        moved = partners.back(_sold(sale), amount)
        sale.returned_minor += amount
        await _bring_back(session, hand, sale, partner, moved, ("partner.returned", rules, at))
        more = {"returned": amount, "money": moved.money_minor}
        points = {"points_given": moved.points_given, "points_taken": moved.points_taken}
        await tell(session, "partner.returned", sale, partner, at=at, **more, **points)
        await partner_steps.noted(session, hand, "partners.take_back", sale, at=at)
        return await _returned(session, sale, moved, amount)


async def undo(db: Database, by: By, sale_id: int, *, at: datetime) -> PartnerReturned:
    """It was a slip, not two minutes ago and by the same hand: as if it had never been, and the member knows. Undone
    before: nothing changes. Refuses `access.denied`, `partner.not_yours`, `partner.sale_unknown`,
    `sale.undo_too_late`, `order.own_order`."""
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        sale, partner, rules = await _locked(session, hand, sale_id, at)
        if sale.undone_at is not None:
            return await _returned(session, sale, Back(0, 0, 0), 0, already=True)
        if sale.returned_minor or not _slip(hand, sale, rules, at):
            raise Refused("sale.undo_too_late")
        moved = partners.back(_sold(sale), sale.amount_minor)
        sale.undone_at, sale.terminal, sale.receipt = at, None, None  # the number can be entered anew
        await _bring_back(session, hand, sale, partner, moved, ("partner.undone", rules, at))
        await tell(session, "partner.undone", sale, partner, at=at)
        await partner_steps.noted(session, hand, "partners.undo", sale, at=at)
        return await _returned(session, sale, moved, sale.amount_minor)


async def _locked(session: AsyncSession, hand: Hand, sale_id: int, at: datetime) -> tuple[PartnerSale, Partner, Rules]:
    """The member's account first, as everywhere, then the sale. A partner that has left still takes goods back."""
    sale = _theirs(hand, await session.get(PartnerSale, sale_id))
    await not_their_own(session, hand, sale.member_id)
    await accounts.lock_members(session, [sale.member_id])
    sale = await session.get_one(PartnerSale, sale_id, with_for_update=True, populate_existing=True)
    return sale, await session.get_one(Partner, sale.partner_id), await program.in_force(session, at)


def _sold(sale: PartnerSale) -> Sold:
    return Sold(
        sale.amount_minor,
        sale.points,
        sale.points_paid,
        sale.paid_minor,
        sale.returned_minor,
        sale.points_taken_back,
        sale.points_given_back,
    )


async def _bring_back(
    session: AsyncSession,
    hand: Hand,
    sale: PartnerSale,
    partner: Partner,
    moved: Back,
    why: tuple[str, Rules, datetime],
) -> None:
    reason, rules, at = why
    sale.points_given_back += moved.points_given
    sale.points_taken_back += moved.points_taken
    await session.flush()
    member = await session.get_one(Member, sale.member_id, populate_existing=True)
    if member.state is not MemberState.ACTIVE:  # whoever erased themselves left everything behind
        return
    facts = facts_of(sale, partner, rules)
    key = f"partner_sale:{sale.id}:{reason.partition('.')[2]}:{sale.returned_minor}"
    if moved.points_given and sale.spending_id is not None:
        paid = f"{spending_steps.key_of(sale.spending_id)}:paid"
        because = Because(f"{key}:given", EntryKind.REVERSE, at, reason, facts)
        because = await _reversal(session, hand, paid, because)
        until = timing.local_date(at, rules.zone) + timedelta(days=rules.program.return_days)
        await post.give_back(session, paid, moved.points_given, because=because, at_least_until=until)
    if moved.points_taken:
        because = Because(f"{key}:taken", EntryKind.REVERSE, at, reason, facts)
        because = await _reversal(session, hand, earn_key(sale), because)
        await post.take_back(session, earn_key(sale), moved.points_taken, because=because)


async def _reversal(session: AsyncSession, hand: Hand, entry_key: str, because: Because) -> Because:
    """*because* with what a point was worth when it moved: undone, nothing is owed for it."""
    line = await read.by_key(session, entry_key)
    assert line is not None, "what a sale moved is in the ledger"
    worth = {name: line.facts[name] for name in ("value_bp", "point_value_minor")}
    return replace(because, facts={**because.facts, **worth}, actor=signature(hand))


async def _returned(
    session: AsyncSession, sale: PartnerSale, moved: Back, amount: int, *, already: bool = False
) -> PartnerReturned:
    return PartnerReturned(
        sale.id,
        sale.member_id,
        amount,
        moved.money_minor,
        moved.points_given,
        moved.points_taken,
        0 if sale.undone_at else sale.amount_minor - sale.returned_minor,
        (await read.balance(session, sale.member_id)).available,
        sale.currency,
        already,
    )
