"""Rules 16 and 17: who may be sent advertising now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.contact import Standing, in_holdout, may_advertise
from tests.support.programs import SUSHI


def ann(**facts: object) -> Standing:
    """Ann agreed, can be reached, and heard nothing lately; but for *facts*."""
    usual = {"consent": True, "reachable": True, "holdout": False, "sent_day": 0, "sent_week": 0, "sent_month": 0}
    return Standing(**{**usual, "quiet": False, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        pytest.param(ann(), None, id="she agreed"),
        pytest.param(ann(consent=False), "no_consent", id="never without the second consent"),
        pytest.param(ann(reachable=False), "unreachable", id="she blocked the bot"),
        pytest.param(ann(holdout=True), "holdout", id="the permanent holdout"),
        pytest.param(ann(sent_day=1), "cap_day", id="one a day"),
        pytest.param(ann(sent_week=1), None, id="the second of the week"),
        pytest.param(ann(sent_week=2), "cap_week", id="two a week"),
        pytest.param(ann(sent_month=6), "cap_month", id="six a month"),
        pytest.param(ann(sent_month=2, own_month_cap=2), "cap_month", id="fewer if she says so"),
        pytest.param(ann(sent_month=6, own_month_cap=30), "cap_month", id="never more than the programme's"),
        pytest.param(ann(quiet=True), "quiet", id="quiet hours"),
        pytest.param(ann(consent=False, quiet=True), "no_consent", id="what waiting won't mend is told first"),
    ],
)
def test_advertising_leaves_or_is_skipped_for_a_reason(standing: Standing, reason: str | None) -> None:
    assert may_advertise(standing, SUSHI) == reason


def test_about_five_of_a_hundred_are_held_out() -> None:
    held = sum(in_holdout(str(number), "salt", 500) for number in range(20_000))
    assert 850 <= held <= 1_150


@given(st.text(), st.text(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_holdout_is_permanent_and_only_grows_with_its_share(number: str, salt: str, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert in_holdout(number, salt, large) or not in_holdout(number, salt, small)
    assert not in_holdout(number, salt, 0)
    assert in_holdout(number, salt, 10_000)
