"""A broadcast on paper: what is wrong with it, which words somebody gets, how members are split, and when it leaves."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules import broadcast_times as times
from bot.rules import markup, splits
from bot.rules.automations import Offer
from bot.rules.benefits import Benefit
from bot.rules.broadcast_checks import Known, check
from bot.rules.broadcast_times import Start
from bot.rules.broadcasts import (
    OfferButton,
    Plan,
    PromoOffer,
    RewardOffer,
    Words,
    buttons_json,
    buttons_of,
    content_json,
    content_of,
    filled,
    offer_json,
    offer_of,
    words_for,
)
from db.enums import BenefitKind, OfferKind, SendWhen
from tests.support.programs import SUSHI, sushi

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=3)
POINTS = Offer(OfferKind.POINTS, 50)
TENTH = Offer(OfferKind.VOUCHER, benefit=Benefit(BenefitKind.PERCENT, 1_000))
CLAIM = OfferButton("claim", {"en": "I take it"})
MOSCOW, WARSAW, NEW_YORK = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York")


def said(text: str | None = "Salmon today", **words: Any) -> dict[str, Any]:
    return {"A": {"*": Words(text, **words)}}


def faults(known: int | None = 10, **sides: Any) -> list[str]:
    plan = Plan(**{"content": said()} | sides)
    return [fault.code.removeprefix("broadcast.") for fault in check(plan, Known(SUSHI, NOON, known))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, ["empty"]),
        (said("   "), ["empty"]),
        (said("<b></b>"), ["empty"]),
        (said(None), ["empty"]),
        (said(None, chat=1, copy=(5,)), []),
        (said("a" * 3_500), []),
        (said("🍣" * 1_750 + "a"), ["too_long"]),
        (said("&lt;" * 3_500), []),  # one letter each when it is read
        (said("a" * 1_025, chat=1, copy=(5,)), ["too_long"]),
        (said("a" * 1_025, chat=1, copy=(5, 6)), []),  # a message of its own after the album
        (said(None, chat=1, copy=tuple(range(11))), ["album"]),
        (said("Which?", chat=1, copy=(5,), what="poll"), ["no_caption"]),
        (said("<b>Salmon"), ["bad_html"]),
        (said("<script>x</script>"), ["bad_html"]),
        (said("Hello {name}, {balance} on {tier}"), []),
        (said("{mame}"), ["unknown_gap"]),
        (said("{favourite} today"), ["gap_alone"]),
        (said("{favourite|our rolls} today"), []),
        (said("{favourite|<b>rolls} today"), ["gap_words"]),
        (said("Salmon {today"), ["brace"]),
        (said("{deadline}"), ["gap_without_deadline"]),
        ({"A": {"pl": Words("Łosoś")}}, ["no_language"]),
        ({"A": {"ru": Words("Лосось")}}, []),
        ({"A": {"*": Words("A")}, "B": {"pl": Words("B")}}, ["no_language"]),
    ],
)
def test_words_are_checked_before_anybody_reads_them(content: Any, expected: list[str]) -> None:
    assert faults(content=content) == expected


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ({"buttons": (OfferButton("points", {"en": "Points"}),)}, []),
        ({"buttons": (OfferButton("points"),)}, ["no_label"]),
        ({"buttons": (OfferButton("points", {"en": "x" * 41}),)}, ["long_label"]),
        ({"buttons": (OfferButton("rate"),)}, []),
        ({"buttons": (OfferButton("link", {"en": "Menu"}, "https://sushi.example/menu"),)}, []),
        ({"buttons": (OfferButton("link", {"en": "Menu"}, "javascript:alert(1)"),)}, ["bad_link"]),
        ({"buttons": (OfferButton("decline", {"en": "No"}),) * 7}, ["buttons"]),
        ({"buttons": (CLAIM,)}, ["nothing_to_claim"]),
        ({"offer": POINTS, "deadline": LATER}, ["no_claim_button"]),
        ({"offer": POINTS, "buttons": (CLAIM,)}, ["no_deadline"]),
        ({"offer": POINTS, "buttons": (CLAIM,), "deadline": LATER}, []),
        ({"offer": POINTS, "buttons": (CLAIM,), "deadline": NOON}, ["deadline_first"]),
        ({"offer": POINTS, "buttons": (CLAIM,), "deadline": LATER, "stock": 9}, ["short_stock"]),
        ({"offer": POINTS, "buttons": (CLAIM,), "deadline": LATER, "stock": 9, "wave_size": 5}, []),
        ({"offer": POINTS, "buttons": (CLAIM,), "deadline": LATER, "budget_minor": 9}, []),
        ({"offer": TENTH, "buttons": (CLAIM,), "deadline": LATER, "budget_minor": 9}, ["no_budget"]),
        ({"offer": TENTH, "buttons": (CLAIM,), "deadline": LATER, "stock": 10}, []),
        ({"starts_at": NOON - timedelta(minutes=6)}, ["past"]),
        ({"when": SendWhen.AT}, ["no_time"]),
        ({"when": SendWhen.AT, "starts_at": NOON + timedelta(hours=8)}, ["quiet"]),  # 23:00 in Moscow
        ({"when": SendWhen.LOCAL_HOUR}, ["no_hour"]),
        ({"when": SendWhen.LOCAL_HOUR, "hour": 22}, ["quiet"]),
        ({"when": SendWhen.LOCAL_HOUR, "hour": 12, "wave_size": 5}, ["ways"]),
        ({"when": SendWhen.USUAL_HOUR, "hour": 12, "spread_minutes": 60}, ["spread_by_hour"]),
        ({"test_bp": 2_000}, ["one_variant"]),
        ({"winner_hours": 4}, ["no_test"]),
        ({"paid": True}, ["paid_most"]),
        ({"paid": True, "paid_most": 9}, ["paid_short"]),
    ],
)
def test_what_does_not_fit_together_is_told(sides: dict[str, Any], expected: list[str]) -> None:
    assert faults(**sides) == expected


def test_nobody_in_the_audience_keeps_it_from_leaving_and_warnings_do_not() -> None:
    plan = Plan(content=said(), offer=POINTS, buttons=(CLAIM,), deadline=LATER, stock=1)
    assert faults(0) == ["nobody"]
    assert [(fault.code, fault.warns) for fault in check(plan, Known(SUSHI, NOON, 5))] == [
        ("broadcast.short_stock", True)
    ]


@pytest.mark.parametrize(
    ("minutes", "ends_in", "slow"),
    [(90, 2, False), (90, 1, True), (8 * 60, 12, True), (8 * 60, 20, False), (0, 1, False)],
)
def test_whether_everybody_has_it_in_time_is_reckoned_with_the_night(minutes: int, ends_in: int, slow: bool) -> None:
    plan = Plan(content=said(), offer=POINTS, buttons=(CLAIM,), deadline=NOON + timedelta(hours=ends_in))
    found = check(plan, Known(SUSHI, NOON, 5, minutes=minutes))
    assert [(fault.code, fault.warns) for fault in found] == [("broadcast.too_slow", True)] * slow


def test_a_reader_gets_their_language_then_the_words_for_all_then_the_shops() -> None:
    content = {"A": {"pl": Words("Łosoś"), "*": Words("Salmon")}, "B": {"ru": Words("Лосось")}}
    asked = [("A", "pl"), ("A", "en"), ("A", None), ("B", "pl"), ("C", "pl")]
    got = [words_for(content, variant, language, "ru").text for variant, language in asked]
    assert got == ["Łosoś", "Salmon", "Salmon", "Лосось", "Łosoś"]


def test_gaps_are_filled_with_what_is_harmless() -> None:
    gaps = {"name": "<script>", "favourite": None, "balance": "{tier}"}
    assert filled("{name}: {favourite|our rolls}, {balance}", gaps) == "&lt;script&gt;: our rolls, {tier}"
    assert filled("{ name }", {"name": '=HYPERLINK("x")'}) == "=HYPERLINK(&quot;x&quot;)"
    link = filled('<a href="https://sushi.example/{name}">Yours</a>', {"name": 'Ann "Rocket" Green'})
    assert markup.broken_at(link) is None


def test_what_was_written_is_read_again() -> None:
    content = {"A": {"*": Words("Hi", 1, (2, 3), "photo"), "pl": Words("Cześć")}, "B": {"*": Words(None, 1, (4,))}}
    assert content_of(content_json(content)) == content
    buttons = (CLAIM, OfferButton("link", {"en": "Menu"}, "https://a.example"))
    assert buttons_of(buttons_json(buttons)) == buttons
    for offer in (None, POINTS, PromoOffer(3), RewardOffer(4, 7)):
        assert offer_of(offer_json(offer)) == offer


def test_shares_are_stable_even_and_independent_of_each_other() -> None:
    control, variant = splits.split("broadcast:7:control"), splits.split("broadcast:7:variant")
    members = range(1, 20_001)
    held = {member for member in members if splits.within(control, member, 1_000)}
    assert held < {member for member in members if splits.within(control, member, 2_000)}
    assert abs(len(held) - 2_000) < 150  # 3.5 standard deviations
    arms = Counter(splits.arm(variant, member, 4) for member in members)
    assert set(arms) == {0, 1, 2, 3}
    assert all(abs(number - 5_000) < 215 for number in arms.values())
    both = Counter(splits.arm(variant, member, 2) for member in held)
    assert abs(both[0] - both[1]) < 160
    assert splits.place(splits.split("a"), 1) == splits.place(splits.split("a"), 1)


def test_of_variants_the_one_answered_most_often_wins() -> None:
    assert splits.leader({"A": (100, 9), "B": (50, 5), "C": (0, 0)}) == "B"
    assert splits.leader({"B": (10, 1), "A": (10, 1)}) == "A"
    assert splits.leader({"A": (0, 0)}) is None


def local(plan: Plan, zone: ZoneInfo, at: datetime = NOON, **how: Any) -> str:
    return times.moment(plan, Start(at, SUSHI), zone, **how).astimezone(zone).strftime("%d %H:%M")


def test_it_leaves_by_each_members_own_clocks_and_never_at_night() -> None:
    now, noon = Plan(), Plan(when=SendWhen.LOCAL_HOUR, hour=12)
    assert [local(now, zone) for zone in (MOSCOW, WARSAW, NEW_YORK)] == ["21 15:00", "21 13:00", "21 10:00"]
    assert [local(noon, zone) for zone in (MOSCOW, WARSAW, NEW_YORK)] == ["22 12:00", "22 12:00", "21 12:00"]
    usual = Plan(when=SendWhen.USUAL_HOUR, hour=18)
    assert [local(usual, MOSCOW, hour=hour) for hour in (-1, 13, 19, 23, 3)] == [
        *("21 18:00", "22 13:00", "21 19:00", "22 10:00", "22 10:00"),
    ]


def test_a_spread_is_even_and_what_falls_into_the_night_waits_for_the_morning() -> None:
    evening = Plan(spread_minutes=120)
    start = Start(NOON + timedelta(hours=5), SUSHI)  # 20:00 in Moscow
    got = [times.moment(evening, start, MOSCOW, slot=slot).astimezone(MOSCOW) for slot in (0, 15, 30, 59)]
    assert [each.strftime("%d %H:%M") for each in got] == ["21 20:00", "21 20:30", "22 10:00", "22 10:00"]


def test_an_hour_that_is_skipped_or_comes_twice_is_met_once() -> None:
    early = sushi(quiet_from=22, quiet_until=1)
    plan = Plan(when=SendWhen.LOCAL_HOUR, hour=2)
    spring = times.moment(plan, Start(datetime(2027, 3, 27, 12, tzinfo=UTC), early), WARSAW)
    assert spring == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 03:00, the first moment after the gap
    autumn = times.moment(plan, Start(datetime(2026, 10, 24, 12, tzinfo=UTC), early), WARSAW)
    assert autumn == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # the first of two


def test_places_whose_clocks_agree_are_asked_about_once() -> None:
    zones = [("", MOSCOW), ("Europe/Minsk", ZoneInfo("Europe/Minsk")), ("Europe/Warsaw", WARSAW)]
    noon = times.table(Plan(when=SendWhen.LOCAL_HOUR, hour=12), Start(NOON, SUSHI), zones)
    assert noon.places == {"": 0, "Europe/Minsk": 0, "Europe/Warsaw": 1}
    assert noon.single is None
    assert times.table(Plan(), Start(NOON, SUSHI), zones).single == NOON
