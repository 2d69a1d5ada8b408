"""Rules 12 and 13: whom a link binds, and when both are paid."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.referral import Claim, is_burst, may_claim, qualifies, within_cap
from tests.support.programs import SUSHI

JOINED = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        pytest.param(Claim(), None, id="a person never seen before"),
        pytest.param(Claim(itself=True), "referral.itself", id="never oneself"),
        pytest.param(Claim(already_member=True), "referral.member", id="never an existing member"),
        pytest.param(Claim(phone_seen=True), "referral.phone", id="never the same phone"),
        pytest.param(Claim(already_invited=True), "referral.taken", id="the first link wins"),
        pytest.param(Claim(inviter_is_staff=True), "referral.staff", id="never staff for their own customers"),
        pytest.param(Claim(inviter_is_gone=True), "referral.gone", id="nobody is there to be paid"),
        pytest.param(Claim(itself=True, already_member=True), "referral.itself", id="the plainest reason is told"),
    ],
)
def test_a_link_binds_or_says_why_not(claim: Claim, reason: str | None) -> None:
    assert may_claim(claim) == reason


@pytest.mark.parametrize(
    ("net", "days", "pays"),
    [
        pytest.param(1_000_00, 1, True, id="exactly 1 000 net"),
        pytest.param(999_99, 1, False, id="just below"),
        pytest.param(5_000_00, 179, True, id="within 180 days"),
        pytest.param(5_000_00, 180, False, id="after 180 days"),
    ],
)
def test_the_first_order_pays_when_large_and_soon_enough(net: int, days: int, pays: bool) -> None:
    assert qualifies(net, JOINED, JOINED + timedelta(days=days), SUSHI) is pays


def test_the_tenth_friend_in_a_week_makes_a_manager_look() -> None:
    assert not is_burst(9, SUSHI)
    assert is_burst(10, SUSHI)


def test_at_most_twenty_are_paid_a_month() -> None:
    assert within_cap(19, SUSHI)
    assert not within_cap(20, SUSHI)
