"""A voucher as it was at one moment: what lists, tills and tasks are told of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.rules.benefits import Benefit, to_json
from db.enums import VoucherSource, VoucherState
from db.models.vouchers import Voucher


@dataclass(frozen=True)
class VoucherLine:
    """`ends_at` is the moment `valid_until` is over where the member lives; `points` were paid for it and can be had
    back up to `undo_until`."""

    id: int
    member_id: int
    code: str
    benefit: Benefit
    source: VoucherSource
    state: VoucherState
    points: int
    issued_at: datetime
    valid_until: date
    ends_at: datetime
    undo_until: datetime | None
    order_id: int | None
    used_at: datetime | None

    def usable(self, at: datetime) -> bool:
        return self.state is VoucherState.HELD and self.ends_at > at


def benefit_of(voucher: Voucher) -> Benefit:
    """What *voucher* gives, as it was promised."""
    return Benefit(
        kind=voucher.kind,
        value=voucher.value,
        most_minor=voucher.most_minor,
        least_minor=voucher.least_minor,
        reward_id=voucher.reward_id,
        names=dict(voucher.names),
        outlets=tuple(voucher.outlets),
    )


def line_of(voucher: Voucher) -> VoucherLine:
    """*voucher* as it is now."""
    return VoucherLine(
        id=voucher.id,
        member_id=voucher.member_id,
        code=voucher.code,
        benefit=benefit_of(voucher),
        source=voucher.source,
        state=voucher.state,
        points=voucher.points,
        issued_at=voucher.issued_at,
        valid_until=voucher.valid_until,
        ends_at=voucher.ends_at,
        undo_until=voucher.undo_until,
        order_id=voucher.order_id,
        used_at=voucher.used_at,
    )


def facts_of(voucher: Voucher) -> dict[str, Any]:
    """What a notice about *voucher* words itself from."""
    return {"voucher": voucher.id, "benefit": to_json(benefit_of(voucher)), "until": voucher.valid_until.isoformat()}
