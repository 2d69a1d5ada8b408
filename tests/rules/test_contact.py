"""Rules 16 and 17: who may be sent advertising now, within the programme's budget and the member's own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.contact import Ad, Standing, Wishes, fate, fewer, in_holdout, may_advertise, next_open, opens
from db.enums import Topic
from tests.support.programs import SUSHI, sushi

MOSCOW, TOKYO, AZORES = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Atlantic/Azores")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # a Saturday; 15:00 in Moscow
NIGHT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # 22:00 in Moscow
TOMORROW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # 10:00 in Moscow


def ago(**time: float) -> datetime:
    return NOON - timedelta(**time)


def ann(**facts: object) -> Standing:
    """Ann lives in Moscow, agreed, can be reached, and heard nothing lately; but for *facts*."""
    usual = {"consent": True, "reachable": True, "holdout": False, "zone": MOSCOW}
    return Standing(**{**usual, **facts})  # type: ignore[arg-type]


def wishing(**wishes: object) -> Standing:
    return ann(wishes=Wishes(**wishes))  # type: ignore[arg-type]


A_MONTH_OF_SIX = tuple(ago(days=days) for days in (8, 12, 16, 20, 24, 29))
BOTH_OF_THE_WEEK = (ago(days=2), ago(days=6))


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        pytest.param(ann(), None, id="she agreed"),
        pytest.param(ann(consent=False), "no_consent", id="never without the second consent"),
        pytest.param(ann(reachable=False), "unreachable", id="she blocked the bot"),
        pytest.param(ann(holdout=True), "holdout", id="the permanent holdout"),
        pytest.param(ann(complaint=True), "complaint", id="a talk with the shop is not closed"),
        pytest.param(wishing(paused_until=NOON + timedelta(seconds=1)), "paused", id="her pause"),
        pytest.param(wishing(paused_until=NOON), None, id="her pause is over"),
        pytest.param(wishing(without=frozenset({Topic.OFFERS})), "topic", id="a topic she left out"),
        pytest.param(wishing(without=frozenset({Topic.TIPS})), None, id="another topic"),
        pytest.param(ann(sent=[ago(hours=1)]), "cap_day", id="one a day"),
        pytest.param(ann(sent=[ago(hours=15)]), "cap_day", id="it left a second after her midnight"),
        pytest.param(ann(sent=[ago(hours=15, seconds=1)]), None, id="yesterday's does not count today"),
        pytest.param(ann(sent=[ago(hours=15)], zone=AZORES), None, id="where she lives that was yesterday"),
        pytest.param(ann(sent=[ago(days=2)]), None, id="the second of the week"),
        pytest.param(ann(sent=BOTH_OF_THE_WEEK), "cap_week", id="two a week"),
        pytest.param(ann(sent=[ago(days=2), ago(days=7, seconds=1)]), None, id="the week is over"),
        pytest.param(ann(sent=[ago(hours=1), ago(days=2)]), "cap_week", id="tomorrow would be in vain"),
        pytest.param(ann(sent=A_MONTH_OF_SIX), "cap_month", id="six a month"),
        pytest.param(ann(sent=A_MONTH_OF_SIX[:2], wishes=Wishes(month_cap=2)), "cap_month", id="fewer if she says so"),
        pytest.param(ann(sent=A_MONTH_OF_SIX, wishes=Wishes(month_cap=30)), "cap_month", id="never more than ours"),
        pytest.param(wishing(hour_from=17, hour_until=20), "quiet", id="outside her own hours"),
        pytest.param(wishing(hour_from=14, hour_until=16), None, id="within her own hours"),
        pytest.param(ann(zone=TOKYO), "quiet", id="it is 21:00 where she lives"),
        pytest.param(ann(zone=TOKYO, consent=False), "no_consent", id="what waiting won't mend is told first"),
    ],
)
def test_an_offer_may_leave_or_there_is_a_reason(standing: Standing, reason: str | None) -> None:
    assert may_advertise(standing, Topic.OFFERS, NOON, SUSHI) == reason


def test_at_night_an_offer_stays() -> None:
    assert may_advertise(ann(), Topic.OFFERS, NIGHT, SUSHI) == "quiet"


@pytest.mark.parametrize(("most", "fewer_of_them"), [(6, 3), (3, 1), (1, 1), (2, 1), (100, 50)])
def test_fewer_is_half_and_never_none(most: int, fewer_of_them: int) -> None:
    assert fewer(most) == fewer_of_them


def ad(number: int, worth: int = 0, **facts: object) -> Ad:
    """An offer that is due now."""
    return replace(Ad(number, worth, Topic.OFFERS, ago(minutes=1)), **facts)  # type: ignore[arg-type]


ONE_LEFT = ann(sent=[ago(days=2)])
LATER = NOON + timedelta(days=6)
DEAR = ad(9, 15_000, due_at=LATER)


@pytest.mark.parametrize(
    ("standing", "mine", "others", "told"),
    [
        pytest.param(ann(), ad(1), (), None, id="nothing else is planned"),
        pytest.param(ONE_LEFT, ad(1), (DEAR,), "outweighed", id="the last of the week is for the better one"),
        pytest.param(ONE_LEFT, ad(1, 20_000), (DEAR,), None, id="this one is the better one"),
        pytest.param(ann(), ad(1), (DEAR,), None, id="there is room for both"),
        pytest.param(ONE_LEFT, ad(1), (replace(DEAR, due_at=NOON + timedelta(days=7)),), None, id="beyond the week"),
        pytest.param(ONE_LEFT, ad(1), (replace(DEAR, expires_at=LATER),), None, id="it will be over by then"),
        pytest.param(
            replace(ONE_LEFT, wishes=Wishes(without=frozenset({Topic.DATES}))),
            *(ad(1), (replace(DEAR, topic=Topic.DATES),), None),
            id="she left the better one's topic out",
        ),
        pytest.param(ann(), ad(2), (ad(1),), TOMORROW, id="equal ones: the older today, the other tomorrow"),
        pytest.param(ann(), ad(1), (ad(2),), None, id="equal ones: this is the older"),
        pytest.param(ann(), ad(2, expires_at=TOMORROW), (ad(1),), "outweighed", id="tomorrow it is over"),
        pytest.param(ann(), ad(3), (ad(1), ad(2)), "outweighed", id="the third of two a week"),
        pytest.param(ann(sent=[ago(hours=1)]), ad(1), (), TOMORROW, id="today's is spent: tomorrow"),
        pytest.param(ann(sent=[ago(hours=1)]), ad(1, expires_at=TOMORROW), (), "cap_day", id="tomorrow is too late"),
        pytest.param(ann(zone=TOKYO), ad(1), (), datetime(2026, 11, 22, 1, tzinfo=UTC), id="her morning in Tokyo"),
        pytest.param(wishing(hour_from=17, hour_until=20), ad(1), (), NOON.replace(hour=14), id="her own evening"),
        pytest.param(wishing(hour_from=22, hour_until=9), ad(1), (), "quiet", id="her hours and ours never meet"),
        pytest.param(ann(sent=BOTH_OF_THE_WEEK), ad(1), (), "cap_week", id="a spent week is no matter of waiting"),
    ],
)
def test_the_offer_worth_most_goes_first(
    standing: Standing, mine: Ad, others: tuple[Ad, ...], told: str | datetime | None
) -> None:
    assert fate(mine, [mine, *others], standing, NOON, SUSHI) == told


def test_a_programme_without_advertising_keeps_nothing_waiting() -> None:
    assert fate(ad(1), [], ann(), NOON, sushi(ads_per_day=0)) == "cap_day"


HOURS = st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda pair: pair[0] != pair[1])
ZONES = st.sampled_from([MOSCOW, TOKYO, AZORES, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Santiago")])


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), ZONES, HOURS)  # noqa: DTZ001
def test_the_next_open_moment_is_open_and_none_before_it_is(
    naive: datetime, zone: ZoneInfo, hours: tuple[int, int] | None
) -> None:
    at = naive.replace(tzinfo=UTC, microsecond=0)
    wishes = Wishes(hour_from=hours[0], hour_until=hours[1]) if hours else Wishes()
    quarters = [at.replace(minute=0, second=0) + timedelta(minutes=15) * n for n in range(4 * 48)]
    by_looking = next((each for each in [at, *quarters] if each >= at and opens(each, zone, SUSHI, wishes)), None)
    assert next_open(at, zone, SUSHI, wishes) == by_looking


def test_about_five_of_a_hundred_are_held_out() -> None:
    held = sum(in_holdout(str(number), "salt", 500) for number in range(20_000))
    assert 850 <= held <= 1_150


@given(st.text(), st.text(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_holdout_is_permanent_and_only_grows_with_its_share(number: str, salt: str, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert in_holdout(number, salt, large) or not in_holdout(number, salt, small)
    assert not in_holdout(number, salt, 0)
    assert in_holdout(number, salt, 10_000)
