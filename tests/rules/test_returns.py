"""Rule 8 of the programme's terms: what comes back takes and gives ⌊its share⌋ of all that came back so far."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.returns import Back, BadReturn, Part, Sold, SoldLine, back, lines_of, picked, some, whole

PLAIN = Sold(1_240_00, 1_240_00, 62)
PAID = Sold(1_240_00, 940_00, 47, points_paid=300, paid_minor=300_00)  # 300 points paid 300 roubles of it
TABLE = Sold(  # 100 roubles of beer earn nothing
    1_000_00,
    900_00,
    45,
    lines=(SoldLine("Beer", 2, 100_00, earns=False), SoldLine("Philadelphia", 3, 700_00), SoldLine("Miso", 1, 200_00)),
)


@pytest.mark.parametrize(
    ("sold", "parts", "expected"),
    [
        pytest.param(PLAIN, [], Back(), id="nothing came back"),
        pytest.param(PLAIN, [Part(620_00)], Back(620_00, 620_00, 31, 0, 620_00), id="a half takes a half"),
        pytest.param(PLAIN, [Part(1_00)], Back(1_00, 1_00, 0, 0, 1_00), id="⌊62 × 1 ÷ 1240⌋ is nothing"),
        pytest.param(PLAIN, [Part(20_00), Part(19_99)], Back(39_99, 39_99, 1, 0, 39_99), id="⌊1.9995⌋, of both"),
        pytest.param(PLAIN, [Part(1_240_00)], Back(1_240_00, 1_240_00, 62, 0, 1_240_00), id="the whole"),
        pytest.param(PAID, [Part(620_00)], Back(620_00, 470_00, 23, 150, 470_00), id="points paid come back pro rata"),
        pytest.param(PAID, [Part(1_240_00)], Back(1_240_00, 940_00, 47, 300, 940_00), id="never more money than paid"),
        pytest.param(TABLE, [Part(100_00, {"beer": 2})], Back(100_00, 0, 0, 0, 100_00), id="beer earned nothing"),
        pytest.param(
            TABLE,
            [Part(900_00, {"philadelphia": 3, "miso": 1})],
            Back(900_00, 900_00, 45, 0, 900_00),
            id="all that earned, the beer is kept",
        ),
        pytest.param(Sold(0, 0, 0), [Part(0)], Back(), id="a free order"),
    ],
)
def test_what_comes_back_takes_its_share(sold: Sold, parts: Sequence[Part], expected: Back) -> None:
    assert back(sold, parts) == expected


def test_dishes_come_back_at_what_was_paid_for_them() -> None:
    assert picked(TABLE, [], [("PHILADELPHIA", 1)]) == Part(233_33, {"philadelphia": 1})
    before = [Part(233_33, {"philadelphia": 1})]
    assert picked(TABLE, before, [("Philadelphia", 2)]) == Part(466_67, {"philadelphia": 2})  # and the last kopeck
    assert picked(TABLE, before, [("Philadelphia", 1), ("Philadelphia", 1)]).amount_minor == 466_67
    assert whole(TABLE, before) == Part(766_67)


def test_a_discount_is_shared_by_the_dishes() -> None:
    items = [("Philadelphia", 3, 700_00, True), ("Miso", 1, 200_00, True), ("Beer", 2, 100_00, False)]
    lines = {line.name: line.net_minor for line in lines_of(items, 1_000_00, 100_00)}
    assert lines == {"Beer": 90_00, "Philadelphia": 630_00, "Miso": 180_00}
    [both] = lines_of([("Miso", 1, 200_00, True), ("miso", 2, 400_00, True)], 600_00, 0)
    assert (both.quantity, both.net_minor) == (3, 600_00)


@pytest.mark.parametrize(
    ("earlier", "asked", "code"),
    [
        pytest.param([], lambda sold, parts: some(sold, parts, 1_000_01), "return.too_much", id="above the sale"),
        pytest.param([], lambda sold, parts: some(sold, parts, 0), "return.too_much", id="nothing at all"),
        pytest.param([Part(999_00)], lambda sold, parts: some(sold, parts, 2_00), "return.too_much", id="with before"),
        pytest.param([Part(1_000_00)], lambda sold, parts: whole(sold, parts), "return.nothing_left", id="all is back"),
        pytest.param([], lambda sold, parts: picked(sold, parts, [("Eel", 1)]), "return.no_such_item", id="never sold"),
        pytest.param(
            [], lambda s, parts: picked(s, parts, [("Miso", 2)]), "return.no_such_item", id="more than bought"
        ),
        pytest.param([], lambda s, parts: picked(s, parts, [("Miso", -1)]), "return.no_such_item", id="below zero"),
        pytest.param(
            [Part(200_00, {"miso": 1})],
            lambda sold, parts: picked(sold, parts, [("Miso", 1)]),
            "return.no_such_item",
            id="twice",
        ),
    ],
)
def test_what_cannot_come_back_is_refused(earlier: Sequence[Part], asked: object, code: str) -> None:
    with pytest.raises(BadReturn) as refused:
        asked(TABLE, earlier)  # type: ignore[operator]
    assert refused.value.code == code


@st.composite
def sales(draw: st.DrawFn) -> Sold:
    items = draw(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 900_00), st.booleans()), max_size=4))
    lines = tuple(SoldLine(f"Dish {n}", pieces, net, earns) for n, (pieces, net, earns) in enumerate(items))
    goods = sum(line.net_minor for line in lines) + draw(st.integers(1, 500_00))
    earning = goods - sum(line.net_minor for line in lines if not line.earns)
    paid = draw(st.integers(0, earning // 100)) if draw(st.booleans()) else 0
    base = earning - paid * 100
    return Sold(goods, base, draw(st.integers(0, 500)) if base else 0, paid, paid * 100, lines)


@given(sales(), st.data())
def test_parts_in_any_order_come_to_the_whole_and_never_beyond_their_share(sold: Sold, data: st.DataObject) -> None:
    parts: list[Part] = []
    before = Back()
    while before.goods_minor < sold.goods_minor:
        left = sold.goods_minor - before.goods_minor
        parts.append(_some_part(sold, parts, left, data))
        now = back(sold, parts)
        step = now.since(before)
        assert min(step.base_minor, step.taken, step.given, step.money_minor) >= 0
        if sold.base_minor and now.goods_minor < sold.goods_minor:
            assert now.taken == sold.points * now.base_minor // sold.base_minor
        assert now.money_minor <= sold.goods_minor - sold.paid_minor
        before = now
    whole_back = (sold.goods_minor, sold.base_minor, sold.points, sold.points_paid, sold.goods_minor - sold.paid_minor)
    assert (before.goods_minor, before.base_minor, before.taken, before.given, before.money_minor) == whole_back


def _some_part(sold: Sold, parts: Sequence[Part], left: int, data: st.DataObject) -> Part:
    """A dish, or a sum; in the end the rest."""
    if sold.lines and len(parts) < 6 and data.draw(st.booleans()):
        line = data.draw(st.sampled_from(sold.lines))
        try:
            return picked(sold, parts, [(line.name, data.draw(st.integers(1, line.quantity)))])
        except BadReturn:
            pass
    return some(sold, parts, left if len(parts) > 8 else data.draw(st.integers(1, left)))
