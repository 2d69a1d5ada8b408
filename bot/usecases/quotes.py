"""Quotes: what a bill would cost, use and earn, promised for a while by the rules of that moment."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills
from bot.rules.benefits import Benefit
from bot.rules.errors import RuleBroken
from bot.usecases import order_drafts, order_writing, program, promo_uses, quote_steps, spending_begin, spending_steps
from bot.usecases import vouchers as held_vouchers
from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.order_drafts import Bill, Means, OrderDraft, customer, fits, usable
from bot.usecases.order_steps import place_of
from bot.usecases.program import Rules
from bot.usecases.promo_uses import Entry
from bot.usecases.spending_steps import Place
from bot.usecases.voucher_lines import VoucherLine, line_of
from bot.usecases.voucher_steps import check, why_not
from db.enums import VoucherSource
from db.models.members import Member
from db.models.spendings import Quote
from db.models.vouchers import Voucher
from db.session import Database

ACT = "quotes.make"


@dataclass(frozen=True)
class QuoteWanted:
    """A bill to be looked at. Without a voucher or code the voucher that saves most is taken; `points`: so many are to
    pay, if they may."""

    draft: OrderDraft
    code: str | None = None
    points: int = 0


@dataclass(frozen=True)
class QuoteSeen:
    """What the bill would be. `voucher_id` is the one that is used, `vouchers` those that could be; `code_refused` why
    the code gives nothing ("code.over"). From `points_least` to `points_most` may pay, or `points_why` none; `points`
    of them pay `paid_minor`. An order or a sale that names the quote before `expires_at` has this bill."""

    key: str
    member_id: int
    outlet_id: int | None
    currency: str
    amount_minor: int
    fee_minor: int
    voucher_off_minor: int
    level_off_minor: int
    fee_off_minor: int
    voucher_id: int | None
    vouchers: tuple[int, ...]
    code: str | None
    code_refused: str | None
    points_least: int
    points_most: int
    points_why: str | None
    points: int
    paid_minor: int
    to_pay_minor: int
    earns: int
    expires_at: datetime
    order_id: int | None = None


async def make(db: Database, client: Client, wanted: QuoteWanted, *, at: datetime, new: Makers) -> QuoteSeen:
    """The quote is kept for the programme's hold_minutes; nothing is set aside and no code is used.

    Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `order.member_unknown`, `order.shop_not_ready`,
    `order.bad_sum`, `order.items_exceed`, `api.currency`, and why the voucher that was asked for cannot be used.
    """
    async with db.begin() as session:
        key = await allow(session, client, ACT, at=at)
        rules = await program.in_force(session, at)
        order_writing.sums(wanted.draft, rules)
        draft = replace(wanted.draft, outlet_id=await place_of(session, key, wanted.draft.outlet_id))
        member, _ = await customer(session, draft.member_id, client)
        found = await _found(session, replace(wanted, draft=draft), member, rules, at)
        seen = _seen(found, new.token(), at + timedelta(minutes=rules.program.hold_minutes), rules)
        session.add(_row(found, seen, key.id, rules, at))
        return seen


@dataclass(frozen=True)
class _Found:
    """A bill worked out, and how."""

    draft: OrderDraft
    code: str | None
    refused: str | None
    vouchers: tuple[VoucherLine, ...]
    bounds: bills.Bounds
    bill: Bill


async def _found(session: AsyncSession, wanted: QuoteWanted, member: Member, rules: Rules, at: datetime) -> _Found:
    draft = wanted.draft
    benefit, refused = await _code(session, wanted, at)
    held = usable(await held_vouchers.held(session, member.id, at), draft)
    if benefit is None:
        line = await _voucher(session, draft, held, at)
        draft, benefit = replace(draft, voucher_id=line.id if line else None), line.benefit if line else None
    where = await spending_steps.place(session, member.tier, draft.outlet_id, None, rules)
    bare = await order_drafts.bill(session, draft, member, Means(benefit), rules, at)
    eligible, free = bare.basket.net_minor, await spending_begin.balance(session, member.id)
    bounds = bills.bounds(free, eligible, rules.program, where.share_bp)
    points, why = _points(wanted.points, free, eligible, where, rules)
    means = Means(benefit, points, where.share_bp)
    worked_out = await order_drafts.bill(session, draft, member, means, rules, at) if points else bare
    code = wanted.code if refused is None else None
    return _Found(draft, code, refused, held, replace(bounds, why=why or bounds.why), worked_out)


def _points(wanted: int, free: int, eligible: int, where: Place, rules: Rules) -> tuple[int, str | None]:
    if not wanted:
        return 0, None
    allowed = bills.weighed(wanted, free, eligible, rules.program, where.share_bp)
    return allowed.points, allowed.why


async def _code(session: AsyncSession, wanted: QuoteWanted, at: datetime) -> tuple[Benefit | None, str | None]:
    """What the code would take off the bill, or why it gives nothing."""
    if wanted.code is None:
        return None, None
    entry = Entry(wanted.draft.member_id, wanted.code, outlet_id=wanted.draft.outlet_id)
    try:
        benefit = await promo_uses.weigh(session, entry, at=at)
        if benefit is not None:
            fits(wanted.draft, benefit)
    except (Refused, RuleBroken) as why:
        return None, why.code
    return (benefit, None) if benefit is not None else (None, "code.unknown")


async def _voucher(
    session: AsyncSession, draft: OrderDraft, held: tuple[VoucherLine, ...], at: datetime
) -> VoucherLine | None:
    """The one that was asked for, else the one that saves most, if any saves something. A gift certificate was paid
    for: it is not spent unasked."""
    if draft.voucher_id is None:
        free = (each for each in held if each.source is not VoucherSource.CERTIFICATE)
        best = next(free, None)
        return best if best and order_drafts.saved(draft, best.benefit) else None
    line = next((each for each in held if each.id == draft.voucher_id), None)
    if line is None:
        await _why_not(session, draft, at)
    return line


async def _why_not(session: AsyncSession, draft: OrderDraft, at: datetime) -> None:
    """Raises why the voucher cannot be used for this bill."""
    voucher = await session.get(Voucher, draft.voucher_id)
    check(voucher, draft.member_id, draft.outlet_id)
    assert voucher
    line = line_of(voucher)
    if not line.usable(at):
        raise why_not(voucher)
    fits(draft, line.benefit)


def _seen(found: _Found, key: str, expires_at: datetime, rules: Rules) -> QuoteSeen:
    draft, quote = found.draft, found.bill.quote
    return QuoteSeen(
        key=key,
        member_id=draft.member_id,
        outlet_id=draft.outlet_id,
        currency=rules.program.currency,
        amount_minor=draft.amount_minor,
        fee_minor=draft.fee_minor,
        voucher_off_minor=quote.goods_off,
        level_off_minor=quote.tier_off,
        fee_off_minor=quote.fee_off,
        voucher_id=draft.voucher_id,
        vouchers=tuple(line.id for line in found.vouchers),
        code=found.code,
        code_refused=found.refused,
        points_least=found.bounds.least,
        points_most=found.bounds.most,
        points_why=found.bounds.why,
        points=found.bill.paid.points,
        paid_minor=found.bill.paid.minor,
        to_pay_minor=quote.to_pay,
        earns=found.bill.earned.points,
        expires_at=expires_at,
    )


def _row(found: _Found, seen: QuoteSeen, key_id: int, rules: Rules, at: datetime) -> Quote:
    told = asdict(seen) | {"expires_at": seen.expires_at.isoformat()}
    draft = {"bill": quote_steps.said(found.draft), "voucher": found.draft.voucher_id, "code": found.code}
    return Quote(
        key=seen.key,
        member_id=seen.member_id,
        key_id=key_id,
        outlet_id=seen.outlet_id,
        draft=draft,
        bill=told,
        program_version=rules.version,
        at=at,
        expires_at=seen.expires_at,
    )


async def look(db: Database, client: Client, key: str, *, at: datetime) -> QuoteSeen:
    """The quote as it was made, and the order it has become. Refuses `access.denied`, `quote.unknown` (also
    another's)."""
    async with db.read() as session:
        hand = await allow(session, client, ACT, at=at)
        row = await session.scalar(select(Quote).where(Quote.key == key))
        if row is None or row.key_id != hand.id:
            raise Refused("quote.unknown")
        told: dict[str, Any] = {**row.bill, "vouchers": tuple(row.bill["vouchers"])}
        return QuoteSeen(**told | {"expires_at": row.expires_at, "order_id": row.order_id})
