"""What comes off an order, in this order: item prices → one voucher or promo code → the member's discount → points."""

from dataclasses import dataclass, replace

from bot.rules.benefits import WHOLE_BP, Benefit, TakenOff, taken_off


@dataclass(frozen=True, slots=True)
class Quote:
    """A bill after every deduction, in minor units; none is larger than what was left when its turn came."""

    goods_off: int  # by the voucher or code
    tier_off: int  # by the member's discount
    fee_off: int  # of the delivery
    points_paid: int
    to_pay: int
    base_for_earning: int  # before excluded dishes are taken out
    multiplier_bp: int = WHOLE_BP  # the voucher's, of the points

    @property
    def discount(self) -> int:
        """Off the goods in all, points aside."""
        return self.goods_off + self.tier_off


def quote(
    goods: int,
    fee: int,
    benefit: Benefit | None = None,
    *,
    tier_discount_bp: int = 0,
    free_delivery: bool = False,
    points_minor: int = 0,
) -> Quote:
    """What is to be paid for *goods* and *fee*, everything in minor units. Free delivery takes the fee once, whoever
    gives it. Points pay for goods only. Nothing ever falls below 0, and all is rounded down."""
    off = taken_off(benefit, goods, fee) if benefit else TakenOff()
    tier_off = (goods - off.goods_minor) * tier_discount_bp // WHOLE_BP
    left = goods - off.goods_minor - tier_off
    paid = min(max(0, points_minor), left)
    fee_off = fee if free_delivery else off.fee_minor
    return Quote(
        goods_off=off.goods_minor,
        tier_off=tier_off,
        fee_off=fee_off,
        points_paid=paid,
        to_pay=left - paid + fee - fee_off,
        base_for_earning=left - paid,
        multiplier_bp=off.multiplier_bp,
    )


def paid_by(before: Quote, points_minor: int) -> Quote:
    """The same bill when points pay so much of the goods, which must not be more than is left of them."""
    paid = {"points_paid": points_minor, "to_pay": before.to_pay - points_minor}
    return replace(before, **paid, base_for_earning=before.base_for_earning - points_minor)
