"""Ratings and what follows, the quarterly question, and what free words are about: tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import feedback, nps
from bot.rules.feedback import BadRating
from bot.rules.feedback_topics import topics
from bot.rules.nps import BadScore, Nps
from db.enums import Role, Tier
from tests.support.programs import SUSHI, sushi

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 15:00 in Moscow


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(NOON, NOON + timedelta(hours=2), id="two hours by day"),
        pytest.param(NOON + timedelta(hours=5), datetime(2026, 11, 22, 7, tzinfo=UTC), id="not at ten in the evening"),
        pytest.param(NOON + timedelta(hours=9), datetime(2026, 11, 22, 9, tzinfo=UTC), id="at night: from ten on"),
    ],
)
def test_an_answer_is_due_within_the_hours_of_the_day(at: datetime, due: datetime) -> None:
    assert feedback.answer_due(at, MOSCOW, SUSHI) == due


def test_reasons_go_with_the_stars_and_stand_in_order() -> None:
    assert feedback.toggled(["late"], "cold", 2) == ["cold", "late"]
    assert feedback.toggled(["cold", "late"], "cold", 2) == ["late"]
    assert feedback.toggled(["late"], "tasty", 5) == ["tasty"]
    with pytest.raises(BadRating, match=r"feedback\.reason"):
        feedback.toggled([], "tasty", 1)


@pytest.mark.parametrize("stars", [0, 6, -1, 2**63])
def test_there_are_five_stars(stars: int) -> None:
    with pytest.raises(BadRating, match=r"feedback\.stars"):
        feedback.check_stars(stars)


def test_what_may_be_given_as_an_apology_is_a_matter_of_role() -> None:
    roles = (Role.OWNER, Role.MANAGER, Role.SUPPORT, Role.CASHIER, Role.COURIER)
    assert [feedback.most_sorry(role, SUSHI) for role in roles] == [5000, 1000, 300, 0, 0]


def test_the_highest_level_has_a_manager_of_its_own() -> None:
    assert [feedback.highest(tier, SUSHI) for tier in Tier] == [False, False, True]
    assert not feedback.highest(Tier.GOLD, sushi(without=("levels",)))


@given(st.text(), st.integers(2, 40))
def test_a_shortened_text_fits_and_is_whole_letters(text: str, most: int) -> None:
    short = feedback.shortened(text, most)
    assert feedback.length(short) <= most
    assert short == text or short.endswith("…")
    short.encode("utf-8", "strict")


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1), st.integers(1, 1_000))
def test_a_screen_holds_as_many_as_fit_and_one_at_least(texts: list[str], most: int) -> None:
    number = feedback.fitting(texts, most)
    assert 1 <= number <= len(texts)
    assert number == 1 or sum(feedback.length(text) + feedback.BESIDES for text in texts[:number]) <= most


def test_words_are_tidied_and_neither_empty_nor_endless() -> None:
    assert feedback.tidy(" cold\u0000\nrolls ") == "cold\nrolls"
    assert feedback.tidy("", photo=True) == ""
    for wrong in ("   ", "🍣" * 1501):
        with pytest.raises(BadRating):
            feedback.tidy(wrong)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "score"),
    [(0, 0, 9, None), (5, 0, 4, None), (10, 0, 0, 100), (0, 10, 0, 0), (0, 0, 10, -100), (6, 2, 4, 17)],
)
def test_nps_is_promoters_less_detractors(promoters: int, passives: int, detractors: int, score: int | None) -> None:
    assert Nps(promoters, passives, detractors).score == score


def test_nine_and_ten_promote_six_and_below_do_not() -> None:
    assert nps.counted((score, 1) for score in range(11)) == Nps(2, 2, 7)
    with pytest.raises(BadScore):
        nps.check(11)


def test_each_of_the_share_is_asked_on_one_day_of_the_quarter_and_again_only_in_the_next() -> None:
    days = [date(2026, 10, 1) + timedelta(days=number) for number in range(92)]
    asked = {member: [day for day in days if nps.is_asked(str(member), day, 2_500)] for member in range(2_000)}
    chosen = [found for found in asked.values() if found]
    assert 400 <= len(chosen) <= 600
    assert {len(found) for found in chosen} == {14}
    assert all(found[-1] - found[0] == timedelta(days=13) for found in chosen)
    first = {member for member, found in asked.items() if found}
    later = {m for m in range(2_000) if any(nps.is_asked(str(m), d + timedelta(days=92), 2_500) for d in days[:90])}
    assert first != later, "another quarter, other people"
    assert nps.quarter(date(2026, 12, 31)) == "2026Q4"
    assert nps.begins(date(2026, 12, 31)) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The rolls were COLD and the courier rude", ("cold", "courier")),
        ("Роллы остыли, ждали час, опоздали", ("cold", "late")),
        ("Bardzo późno, a zupa była zimna i rozlana", ("cold", "late", "packing")),
        ("spozniony kurier", ("late", "courier")),
        ("Забыли соевый соус!", ("missing",)),
        ("Both apples later, such a center", ()),
        ("ценю вас, часто заказываю", ()),
        ("", ()),
    ],
)
def test_words_are_about_what_they_say(text: str, about: tuple[str, ...]) -> None:
    assert topics(text) == about
