"""Rule 7 of the programme's terms, sentence by sentence: what rules beyond the base rate ask for, add and multiply."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.earning import Applied, Basket, Circumstances, Item, earned
from bot.rules.earning_rules import EarningRule, from_json, stricter, to_json
from bot.rules.program import Program
from db.enums import Channel, Tier
from tests.support.programs import sushi

SATURDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
ANN = Circumstances(Tier.BRONZE, SATURDAY, outlet_id=1)
ROLLS = Item("Philadelphia", "philadelphia", "rolls", 2, 760_00)
COLA = Item("Cola", "cola", "drinks", 1, 240_00)
WINE = Item("Wine", "wine", "alcohol", 1, 240_00)
BILL = Basket(1_240_00)  # earns 62 points by the base rate
DINNER = Basket(1_240_00, (ROLLS, COLA))


def rule(gives: str = "points", value: int = 20, **asks: Any) -> EarningRule:
    return EarningRule(asks.pop("id", "r1"), asks.pop("name", "A rule"), gives, value, **asks)  # type: ignore[arg-type]


def points(*rules: EarningRule, basket: Basket = BILL, under: Circumstances = ANN, **program: Any) -> int:
    return earned(basket, sushi(earning_rules=rules, **program), under).points


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param([rule("points", 20)], 82, id="points are added"),
        pytest.param([rule("rate", 200)], 86, id="a share of what matches is added: 24.8"),
        pytest.param([rule("factor", 15_000)], 93, id="a factor multiplies the sum"),
        pytest.param([rule("rate", 200), rule("points", 20, id="r2")], 106, id="what adds adds up: 62 + 24.8 + 20"),
        pytest.param(
            [rule("rate", 200), rule("factor", 15_000, id="r2")], 130, id="rounded once, at the end: 86.8 × 1.5"
        ),
        pytest.param(
            [rule("points", 20), rule("factor", 15_000, id="r2")], 123, id="factors multiply what was added, too"
        ),
        pytest.param([rule("factor", 15_000), rule("factor", 20_000, id="r2")], 186, id="factors multiply each other"),
        pytest.param([rule("points", 20, on=False)], 62, id="a rule that is off gives nothing"),
        pytest.param(
            [rule("points", 20, stacks=False), rule("points", 30, id="r2", stacks=False)],
            92,
            id="of those that do not stack the one that gives more",
        ),
        pytest.param(
            [rule("points", 20, stacks=False, priority=1), rule("points", 30, id="r2", stacks=False)],
            82,
            id="but the highest priority first",
        ),
        pytest.param(
            [rule("points", 20, stacks=False), rule("points", 30, id="r2")], 112, id="what stacks comes besides"
        ),
        pytest.param(
            [rule("points", 20, stacks=False, priority=9, weekdays=(0,)), rule("points", 30, id="r2", stacks=False)],
            92,
            id="a rule that does not hold wins nothing",
        ),
        pytest.param(
            [rule("factor", 12_000, stacks=False), rule("points", 20, id="r2", stacks=False)],
            82,
            id="a factor and points are compared by what they bring: 74.4 and 82",
        ),
    ],
)
def test_rules_add_multiply_and_stack(rules: list[EarningRule], expected: int) -> None:
    assert points(*rules) == expected


@pytest.mark.parametrize(
    ("asks", "under", "holds"),
    [
        ({"least_minor": 1_240_00}, {}, True),
        ({"least_minor": 1_240_01}, {}, False),
        ({"weekdays": (5, 6)}, {}, True),
        ({"weekdays": (0, 1)}, {}, False),
        ({"hour_from": 15, "hour_until": 17}, {}, True),
        ({"hour_from": 12, "hour_until": 15}, {}, False),
        ({"hour_from": 22, "hour_until": 2}, {"at": datetime(2026, 11, 21, 1, 59, tzinfo=UTC)}, True),
        ({"hour_from": 22, "hour_until": 2}, {"at": datetime(2026, 11, 21, 2, tzinfo=UTC)}, False),
        ({"hour_from": 18}, {"at": datetime(2026, 11, 21, 23, tzinfo=UTC)}, True),
        ({"outlets": (1, 2)}, {}, True),
        ({"outlets": (2,)}, {}, False),
        ({"outlets": (2,)}, {"outlet_id": None}, False),
        ({"tiers": (Tier.BRONZE,)}, {}, True),
        ({"tiers": (Tier.GOLD,)}, {}, False),
        ({"channels": (Channel.DESK,)}, {}, True),
        ({"channels": (Channel.TILL, Channel.SITE)}, {}, False),
        ({"first_order": True}, {}, False),
        ({"first_order": True}, {"first_order": True}, True),
        ({"opens_on": date(2026, 11, 21), "closes_on": date(2026, 11, 21)}, {}, True),
        ({"opens_on": date(2026, 11, 22)}, {}, False),
        ({"closes_on": date(2026, 11, 20)}, {}, False),
        ({"weekdays": (5,), "tiers": (Tier.GOLD,)}, {}, False),
    ],
)
def test_a_rule_holds_when_all_it_asks_for_is_there(asks: dict[str, Any], under: dict[str, Any], holds: bool) -> None:
    assert points(rule(**asks), under=replace(ANN, **under)) == (82 if holds else 62)


@pytest.mark.parametrize(
    ("rules", "basket", "expected"),
    [
        pytest.param([rule("rate", 1_000, categories=("drinks",))], DINNER, 86, id="10 % more of 240 for drinks"),
        pytest.param([rule("rate", 1_000, items=("cola",))], DINNER, 86, id="the same by the dish's name"),
        pytest.param([rule("points", 20, categories=("drinks",))], DINNER, 82, id="points for having a drink"),
        pytest.param([rule("points", 20, categories=("soups",))], DINNER, 62, id="no soup, no points"),
        pytest.param(
            [rule("points", 20, categories=("drinks",))], BILL, 62, id="an order without items matches nothing"
        ),
        pytest.param([rule("factor", 20_000, categories=("drinks",))], DINNER, 124, id="a factor is of the whole sum"),
        pytest.param(
            [rule("rate", 1_000, categories=("drinks",))],
            replace(DINNER, discount_minor=620_00),
            43,
            id="a discount of half halves what a category counts: 31 + 12",
        ),
        pytest.param(
            [rule("points", 20, least_minor=1_000_00)],
            replace(BILL, discount_minor=300_00),
            47,
            id="the least bill is asked after discounts",
        ),
    ],
)
def test_rules_about_dishes_look_at_these_alone(rules: list[EarningRule], basket: Basket, expected: int) -> None:
    assert points(*rules, basket=basket) == expected


@pytest.mark.parametrize(
    ("basket", "base_minor", "excluded_minor"),
    [
        pytest.param(Basket(1_000_00, (ROLLS, WINE)), 760_00, 240_00, id="wine earns nothing"),
        pytest.param(Basket(1_000_00, (WINE,)), 760_00, 240_00, id="what has no name earns"),
        pytest.param(Basket(1_000_00, (ROLLS, WINE), 500_00), 380_00, 120_00, id="wine takes its share of a discount"),
        pytest.param(Basket(240_00, (WINE,)), 0, 240_00, id="nothing is left to earn"),
        pytest.param(Basket(1_000_00), 1_000_00, 0, id="without items nothing is known to be excluded"),
    ],
)
def test_excluded_categories_earn_nothing(basket: Basket, base_minor: int, excluded_minor: int) -> None:
    got = earned(basket, sushi(excluded_categories=("alcohol",)), ANN)
    assert (got.base_minor, got.excluded_minor) == (base_minor, excluded_minor)


def test_where_nothing_earns_no_rule_gives_anything() -> None:
    program: dict[str, Any] = {"excluded_categories": ("alcohol",)}
    drunk = Basket(240_00, (WINE,))
    assert points(rule("points", 500), basket=drunk, **program) == 0
    assert points(rule("points", 500, categories=("alcohol",)), basket=Basket(1_240_00, (WINE,)), **program) == 50


def test_level_rules_and_voucher_multiply_and_the_entry_keeps_all_of_it() -> None:
    gold = replace(ANN, tier=Tier.GOLD, multiplier_bp=20_000)
    drinks = rule("rate", 1_000, id="r1", name="Drinks", categories=("drinks",))
    weekend = rule("factor", 15_000, id="r2", name="Weekend", weekdays=(5, 6))
    got = earned(DINNER, sushi(earning_rules=(weekend, drinks)), gold)
    assert got.points == 387  # (62 + 24) × 1.5 × 1.5 × 2
    assert got.applied == (
        Applied("r1", "Drinks", "rate", 1_000, 240_00, 108),
        Applied("r2", "Weekend", "factor", 15_000, 1_240_00, 129),
    )
    facts = got.facts()
    assert (facts["rate_bp"], facts["multiplier_bp"], facts["voucher_bp"]) == (500, 15_000, 20_000)
    assert [kept["name"] for kept in facts["applied"]] == ["Drinks", "Weekend"]


RULES = st.builds(
    rule,
    st.sampled_from(["rate", "points", "factor"]),
    st.integers(10_000, 30_000),
    id=st.uuids().map(str),
    least_minor=st.sampled_from([0, 500_00]),
    categories=st.sampled_from([(), ("rolls",), ("drinks",)]),
    tiers=st.sampled_from([(), (Tier.GOLD,)]),
    stacks=st.booleans(),
    priority=st.integers(0, 2),
)
BASKETS = st.builds(
    lambda lines, rest, share: Basket(
        rest + sum(item.sum_minor for item in lines),
        tuple(lines),
        (rest + sum(item.sum_minor for item in lines)) * share // 100,
    ),
    st.lists(
        st.builds(
            Item,
            name=st.just("x"),
            folded=st.just("x"),
            category=st.sampled_from([None, "rolls", "drinks", "alcohol"]),
            quantity=st.just(1),
            sum_minor=st.integers(0, 10**7),
        ),
        max_size=5,
    ),
    st.integers(0, 10**7),
    st.integers(0, 100),
)
PROGRAMS = st.builds(
    lambda rules: sushi(earning_rules=tuple(rules), excluded_categories=("alcohol",)), st.lists(RULES, max_size=5)
)


@given(BASKETS, PROGRAMS)
def test_nothing_is_ever_below_zero_and_rules_only_bring_more(basket: Basket, program: Program) -> None:
    got = earned(basket, program, ANN)
    plain = earned(basket, replace(program, earning_rules=()), ANN)
    assert got.points >= plain.points >= 0
    assert all(each.points >= 0 and 0 < each.of_minor <= got.base_minor for each in got.applied)
    assert got.base_minor + got.excluded_minor + basket.discount_minor == basket.goods_minor


@given(BASKETS, PROGRAMS, st.randoms())
def test_the_order_of_the_rules_changes_nothing(basket: Basket, program: Program, chance: Any) -> None:
    shuffled = list(program.earning_rules)
    chance.shuffle(shuffled)
    assert earned(basket, replace(program, earning_rules=tuple(shuffled)), ANN) == earned(basket, program, ANN)


@given(BASKETS, PROGRAMS, st.integers(0, 10**6), st.data())
def test_a_larger_bill_earns_no_less(basket: Basket, program: Program, more: int, data: Any) -> None:
    """Where every rule stacks: one that does not may stand in the way of a richer one, as the owner wanted."""
    stacking = tuple(replace(each, stacks=True, categories=()) for each in program.earning_rules)
    program = replace(program, earning_rules=stacking)
    grown = replace(basket, goods_minor=basket.goods_minor + more)
    if basket.items and data.draw(st.booleans()):
        first = replace(basket.items[0], sum_minor=basket.items[0].sum_minor + more)
        grown = replace(grown, items=(first, *basket.items[1:]))
        if first.category == "alcohol":
            stacking = ()  # a dearer wine takes a larger share of the discount only
            program = replace(program, earning_rules=())
    assert earned(grown, program, ANN).points >= earned(basket, program, ANN).points


@given(PROGRAMS)
def test_rules_are_kept_and_read_back(program: Program) -> None:
    assert tuple(from_json(to_json(each)) for each in program.earning_rules) == program.earning_rules


@pytest.mark.parametrize(
    ("old", "new", "takes"),
    [
        pytest.param([], [rule()], False, id="a new rule takes nothing"),
        pytest.param([rule()], [], True, id="a rule that goes does"),
        pytest.param([rule()], [rule(on=False)], True, id="or is switched off"),
        pytest.param([rule(on=False)], [], False, id="one that was off takes nothing when it goes"),
        pytest.param([rule(value=20)], [rule(value=19)], True, id="less"),
        pytest.param([rule(value=20)], [rule(value=21)], False, id="more"),
        pytest.param([rule()], [rule(name="Another name")], False, id="a name is a name"),
        pytest.param([rule()], [rule(weekdays=(5,))], True, id="asking for a day that was free"),
        pytest.param([rule(weekdays=(5,))], [rule(weekdays=(5, 6))], False, id="one day more"),
        pytest.param([rule(weekdays=(5, 6))], [rule(weekdays=(6,))], True, id="one day less"),
        pytest.param([rule(weekdays=(5,))], [rule()], False, id="no day asked any more"),
        pytest.param([rule(least_minor=100)], [rule(least_minor=200)], True, id="a larger bill"),
        pytest.param([rule(least_minor=200)], [rule(least_minor=100)], False, id="a smaller bill"),
        pytest.param([rule(hour_from=12, hour_until=15)], [rule(hour_from=12, hour_until=14)], True, id="fewer hours"),
        pytest.param([rule(hour_from=12, hour_until=15)], [rule(hour_from=11, hour_until=15)], False, id="more hours"),
        pytest.param([rule()], [rule(closes_on=date(2026, 12, 31))], True, id="an end"),
        pytest.param([rule()], [rule(stacks=False)], True, id="it no longer stacks"),
        pytest.param(
            [rule(stacks=False)],
            [rule(stacks=False), rule(id="r2", value=1, stacks=False, priority=9)],
            True,
            id="a new one may stand in its way",
        ),
    ],
)
def test_what_takes_something_from_members_is_known(
    old: list[EarningRule], new: list[EarningRule], takes: bool
) -> None:
    assert stricter(old, new) is takes
