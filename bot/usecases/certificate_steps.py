"""Steps of gift certificates: one comes with its payment; what an order did not use of one stays with its holder."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import certificates as rule
from bot.rules import timing
from bot.rules.benefits import Benefit
from bot.usecases import vouchers, zones
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from bot.usecases.voucher_steps import moved
from bot.usecases.vouchers import Issue
from db.enums import BenefitKind, MemberState, VoucherSource, VoucherState
from db.models.members import Member
from db.models.orders import Order
from db.models.payments import Payment
from db.models.vouchers import Voucher


async def issued(
    session: AsyncSession, member_id: int, worth_minor: int, key: str, *, at: datetime, rules: Rules, last: date | None
) -> int:
    """The member holds a certificate of so much, once for its *key*, up to *last* (None: for the programme's days)."""
    if last is None:
        zone = await zones.of_member(session, member_id, rules)
        last = timing.local_date(at + timedelta(days=rules.program.certificate_days), zone)
    benefit = Benefit(BenefitKind.AMOUNT, worth_minor)
    wanted = Issue(key, member_id, benefit, VoucherSource.CERTIFICATE, last)
    return (await vouchers.issue(session, wanted, at=at, rules=rules)).voucher_id


async def bought(session: AsyncSession, payment: Payment, *, at: datetime, rules: Rules) -> bool:
    """The buyer holds what they paid for; False when they have erased themselves meanwhile."""
    member = await session.get_one(Member, payment.member_id)
    if member.state is not MemberState.ACTIVE:
        return False
    key = f"payment:{payment.id}"
    payment.voucher_id = await issued(
        session, payment.member_id, payment.worth_minor, key, at=at, rules=rules, last=None
    )
    return True


async def rest(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    """What the order's certificate did not have to pay is a certificate of the member's again, once, up to the same
    last day, and they read so. Returns it in minor units; 0 without one, or when it was used up."""
    voucher = await _of(session, order)
    if voucher is None:
        return 0
    left = voucher.value - rule.paid(voucher.kind, voucher.value, order.amount_minor)
    if left <= 0:
        return 0
    last = max(voucher.valid_until, timing.local_date(at, rules.zone))
    key = _rest_key(voucher, order)
    number = await issued(session, order.member_id, left, key, at=at, rules=rules, last=last)
    facts = {"voucher": number, "minor": left, "currency": rules.program.currency, "until": last.isoformat()}
    await tell_member(session, order.member_id, Notice("certificate.rest", facts, key=key), at=at)
    return left


async def undo(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """The sale never was: the rest of its certificate is withdrawn, before the certificate itself comes back. Refuses
    `certificate.rest_used`."""
    voucher = await _of(session, order)
    if voucher is None:
        return
    there = (Voucher.key == _rest_key(voucher, order),)
    if await session.scalar(select(Voucher.id).where(*there)) is None:
        return
    gone = {"state": VoucherState.VOIDED, "ended_at": at, "reason": "undone"}
    if not await moved(session, *there, Voucher.state == VoucherState.HELD, **gone):
        raise Refused("certificate.rest_used")


async def give_back(
    session: AsyncSession, order: Order, returned_minor: int, *, key: str, at: datetime, rules: Rules
) -> int:
    """Of goods that came back (*returned_minor* in all, as Order.goods_minor counts) what a certificate had paid comes
    back as a certificate, once for *key*. Returns it in minor units; 0 without one."""
    voucher = await _of(session, order)
    if voucher is None:
        return 0
    spent = rule.paid(voucher.kind, voucher.value, order.amount_minor)
    before = f"certificate:{voucher.id}:back:"
    given = select(func.coalesce(func.sum(Voucher.value), 0)).where(Voucher.key.startswith(before, autoescape=True))
    back = rule.share(spent, returned_minor, order.goods_minor, int(await session.scalar(given) or 0))
    if not back:
        return 0
    last = max(voucher.valid_until, timing.local_date(at + vouchers.LEAST_AFTER_RELEASE, rules.zone))
    await issued(session, order.member_id, back, f"{before}{key}", at=at, rules=rules, last=last)
    return back


async def _of(session: AsyncSession, order: Order) -> Voucher | None:
    """The certificate that paid a part of the order."""
    voucher = await session.get(Voucher, order.voucher_id) if order.voucher_id else None
    return voucher if voucher and voucher.source is VoucherSource.CERTIFICATE else None


def _rest_key(voucher: Voucher, order: Order) -> str:
    return f"certificate:{voucher.id}:rest:{order.id}"
