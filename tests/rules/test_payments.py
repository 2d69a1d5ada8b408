"""When an invoice may be paid, what a sum is in Stars, and how much of a certificate stays or comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import certificates, payments
from bot.rules.certificates import CertificateNotAllowed
from bot.rules.payments import PaymentNotAllowed, Standing
from db.enums import BenefitKind, PaymentState
from tests.support.programs import sushi

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(hours=1), NOW - timedelta(seconds=1)
ASKED, PAID = PaymentState.INVOICED, PaymentState.PAID


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing(ASKED, 1_000, "RUB", 1_000, LATER), None),
        (Standing(ASKED, 1_000, "RUB", 1_000, LATER, theirs=False), "payment.not_yours"),
        (Standing(PAID, 1_000, "RUB", 1_000, LATER), "payment.paid"),
        (Standing(PaymentState.REFUNDED, 1_000, "RUB", 0, LATER), "payment.paid"),
        (Standing(PaymentState.CANCELLED, 1_000, "RUB", 1_000, LATER), "payment.over"),
        (Standing(ASKED, 1_000, "RUB", 1_000, BEFORE), "payment.over"),
        (Standing(ASKED, 1_000, "RUB", 0, LATER), "payment.over"),
        (Standing(ASKED, 1_000, "RUB", 900, LATER), "payment.sum_changed"),
        (Standing(ASKED, 900, "RUB", 900, LATER), "payment.sum_changed"),
        (Standing(ASKED, 1_000, "EUR", 1_000, LATER), "payment.sum_changed"),
    ],
)
def test_what_may_be_paid(standing: Standing, why: str | None) -> None:
    if why is None:
        payments.check(standing, 1_000, "RUB", NOW)
        return
    with pytest.raises(PaymentNotAllowed) as refused:
        payments.check(standing, 1_000, "RUB", NOW)
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("worth", "star", "count"),
    [(100_000, 200, 500), (100_001, 200, 501), (100_000, 0, None), (10_000_000, 200, None), (1, 200, 1)],
)
def test_a_sum_in_stars_is_rounded_up(worth: int, star: int, count: int | None) -> None:
    assert payments.stars(worth, sushi(stars_minor=star)) == count


def test_no_more_goes_back_than_was_paid() -> None:
    assert [payments.more_owed(1_000, owed, 600) for owed in (0, 600, 1_000)] == [600, 400, 0]


def test_certificates_have_bounds_where_they_are_sold() -> None:
    sold = sushi(certificate_minor=100_000)
    assert certificates.offered(sold) == (100_000, 200_000, 300_000, 500_000)
    assert certificates.offered(sushi()) == ()
    certificates.check(5_000_000, sold)
    wrong = [(99_999, sold), (5_000_001, sold), (100_000, sushi())]
    codes = []
    for worth, program in wrong:
        with pytest.raises(CertificateNotAllowed) as refused:
            certificates.check(worth, program)
        codes.append(refused.value.code)
    assert codes == ["certificate.too_small", "certificate.too_large", "certificate.none_sold"]


def test_a_certificate_pays_no_more_than_the_goods_and_comes_back_by_its_share() -> None:
    assert certificates.paid(BenefitKind.AMOUNT, 200_000, 124_000) == 124_000
    assert certificates.paid(BenefitKind.AMOUNT, 50_000, 124_000) == 50_000
    given = 0
    for returned in (24_667, 49_333, 74_000):  # of 740 ₽ that were left to pay, in three parts
        given += certificates.share(50_000, returned, 74_000, given)
    assert given == 50_000
    assert certificates.share(124_000, 0, 0, 0) == 124_000, "paid by it alone, it comes back whole"
