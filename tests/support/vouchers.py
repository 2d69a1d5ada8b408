"""Vouchers in a test: issued to somebody without a reward, a code or a birthday before."""

from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.rules.benefits import Benefit
from bot.usecases import program, vouchers
from bot.usecases.vouchers import Issue, Issued
from db.enums import BenefitKind, VoucherSource, VoucherState
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.orders import NOON

MISO = Benefit(BenefitKind.ITEM, names={"en": "Miso soup", "ru": "Мисо-суп", "pl": "Zupa miso"})
TEN_PERCENT = Benefit(BenefitKind.PERCENT, value=1_000, most_minor=50_000)
LATER = date(2026, 12, 21)
_facts = count(1)


async def issued(db: Database, member_id: int, benefit: Benefit = MISO, *, at: datetime = NOON, **given: Any) -> Issued:
    """A voucher of *member_id*, good for a month unless told otherwise."""
    told: dict[str, Any] = {"key": f"test:{next(_facts)}", "source": VoucherSource.STAFF, "valid_until": LATER} | given
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        return await vouchers.issue(session, Issue(member_id=member_id, benefit=benefit, **told), at=at, rules=rules)


async def voucher(db: Database, voucher_id: int) -> Voucher:
    async with db.read() as session:
        return await session.get_one(Voucher, voucher_id)


async def states(db: Database, member_id: int) -> list[VoucherState]:
    """What became of the member's vouchers, the oldest first."""
    async with db.read() as session:
        theirs = select(Voucher.state).where(Voucher.member_id == member_id).order_by(Voucher.id)
        return list(await session.scalars(theirs))
