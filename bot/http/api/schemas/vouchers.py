"""Vouchers and what they give."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.shared import PLAIN, Asked, Number, Sentence, Told, like
from bot.rules.benefits import Benefit
from bot.usecases.sales import Used
from bot.usecases.voucher_checks import Checked
from bot.usecases.voucher_lines import VoucherLine
from db.enums import BenefitKind, VoucherSource, VoucherState

Code = Annotated[
    str, Field(min_length=1, max_length=300, pattern=PLAIN, description="As typed, or the text of its QR.")
]


class BenefitOut(Told):
    """`value`: basis points off the goods (percent), minor units off them (amount), basis points the order's points are
    multiplied by (multiplier), points (points); else 0. `most_minor` caps a share; the goods must cost `least_minor`;
    `names` of a thing by language; `outlets`: only there."""

    kind: BenefitKind
    value: int
    most_minor: int | None
    least_minor: int
    names: dict[str, str]
    outlets: list[int]

    @classmethod
    def of(cls, benefit: Benefit) -> "BenefitOut":
        told = {name: getattr(benefit, name) for name in ("kind", "value", "most_minor", "least_minor")}
        return cls(names=dict(benefit.names), outlets=list(benefit.outlets), **told)


class VoucherOut(Told):
    """`valid_until` is its last day where the member lives, which is over at `ends_at`."""

    id: int
    member_id: int
    code: str
    benefit: BenefitOut
    source: VoucherSource
    state: VoucherState
    issued_at: datetime
    valid_until: date
    ends_at: datetime
    order_id: int | None

    @classmethod
    def of(cls, line: VoucherLine) -> "VoucherOut":
        same = {name: getattr(line, name) for name in cls.model_fields if name != "benefit"}
        return cls(benefit=BenefitOut.of(line.benefit), **same)


class CheckIn(Asked):
    model_config = like({"code": "7KQ2M-9XT4B", "outlet_id": 1})

    code: Code
    outlet_id: Number | None = None


class CheckedOut(Told):
    """`with_order`: it works only together with an order or a sale that names it."""

    voucher: VoucherOut
    with_order: bool

    @classmethod
    def of(cls, checked: Checked) -> "CheckedOut":
        return cls(voucher=VoucherOut.of(checked.line), with_order=checked.with_order)


class UseIn(Asked):
    model_config = like({"outlet_id": 1})

    outlet_id: Number | None = None


class UsedOut(Told):
    """It is used: now give what it promises."""

    voucher: VoucherOut

    @classmethod
    def of(cls, used: Used) -> "UsedOut":
        return cls(voucher=VoucherOut.of(used.line))


class VoidIn(Asked):
    """Why; the member reads it."""

    model_config = like({"reason": "Issued by mistake"})

    reason: Sentence
