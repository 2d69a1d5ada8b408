"""Gift certificates: a sum paid beforehand. It takes its value off the goods like any voucher; what is left stays."""

from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from db.enums import BenefitKind

TIMES = (1, 2, 3, 5)  # the smallest one that are offered by a button
MOST_TIMES = 50


class CertificateNotAllowed(RuleBroken):
    """ "certificate.none_sold", "certificate.too_small" or "certificate.too_large" (with `money`: a sum and its
    currency)."""


def offered(program: Program) -> tuple[int, ...]:
    """The sums offered by a button, in minor units; none where none is sold."""
    return tuple(program.certificate_minor * times for times in TIMES if program.certificate_minor)


def check(worth_minor: int, program: Program) -> None:
    """Raises CertificateNotAllowed."""
    least = program.certificate_minor
    if not least:
        raise CertificateNotAllowed("certificate.none_sold")
    if worth_minor < least:
        raise CertificateNotAllowed("certificate.too_small", money=(least, program.currency))
    if worth_minor > least * MOST_TIMES:
        raise CertificateNotAllowed("certificate.too_large", money=(least * MOST_TIMES, program.currency))


def paid(kind: BenefitKind, value: int, goods_minor: int) -> int:
    """What a certificate of *value* has paid of goods that cost *goods_minor* before anything came off."""
    return min(value, goods_minor) if kind is BenefitKind.AMOUNT else 0


def share(paid_minor: int, returned_minor: int, goods_minor: int, given_minor: int) -> int:
    """What of a certificate comes back when so much of the goods (after what came off) has come back in all, less what
    was given back before; rounded down. Goods that were paid by it alone come back whole."""
    whole = goods_minor <= 0 or returned_minor >= goods_minor
    back = paid_minor if whole else paid_minor * max(0, returned_minor) // goods_minor
    return max(0, back - given_minor)
