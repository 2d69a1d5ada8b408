"""What the desk may type for an order's lines."""

import pytest

from bot.rules.amounts import BadAmount
from bot.rules.dishes import BadDish, DishLine, clean_category, fold, read_lines


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("2 Philadelphia 760", DishLine("Philadelphia", 2, 760_00)),
        ("Philadelphia 760", DishLine("Philadelphia", 1, 760_00)),
        ("rolls: Philadelphia 760", DishLine("Philadelphia", 1, 760_00, "rolls")),
        ("rolls : 2 Philadelphia 760", DishLine("Philadelphia", 2, 760_00, "rolls")),
        ("2x Philadelphia - 760 ₽", DishLine("Philadelphia", 2, 760_00)),
        ("3 шт. Кола = 240,50", DishLine("Кола", 3, 240_50)),
        ("Set for two 1 240", DishLine("Set for two", 1, 1_240_00)),
        ("7 Up 120", DishLine("Up", 7, 120_00)),
        ("  Miso   soup  90 ", DishLine("Miso soup", 1, 90_00)),
    ],
)
def test_a_line_is_read_as_people_write_it(typed: str, line: DishLine) -> None:
    assert read_lines(typed, "RUB") == (line,)


def test_several_lines_come_at_once() -> None:
    assert [line.name for line in read_lines("Cola 120\n\nTea 90; 2 Rolls 700", "RUB")] == ["Cola", "Tea", "Rolls"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "dish.unreadable"),
        ("Philadelphia", "dish.unreadable"),
        ("760", "dish.unreadable"),
        ("2 760", "dish.unreadable"),
        ("Cola -5", "dish.unreadable"),
        ("0 Cola 5", "dish.unreadable"),
        ("x" * 81 + " 5", "dish.too_long"),
        ("y" * 33 + ": Cola 5", "dish.category"),
        ("\n".join(["Cola 5"] * 31), "dish.too_many"),
    ],
)
def test_what_cannot_be_read_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadDish) as refused:
        read_lines(typed, "RUB")
    assert refused.value.code == code


def test_a_line_for_nothing_is_refused_as_a_sum_is() -> None:
    with pytest.raises(BadAmount):
        read_lines("Cola 0", "RUB")


def test_a_name_is_found_again_however_it_is_written() -> None:
    assert fold(" Мёд  И Чай ") == "мед и чай"


def test_a_category_keeps_the_spelling_it_had_first() -> None:
    assert clean_category(" DRINKS ", ("Drinks",)) == "Drinks"
    assert clean_category("Soups", ("Drinks",)) == "Soups"
    for wrong in ("", "  ", "12", "a" * 33, "a: b"):
        with pytest.raises(BadDish):
            clean_category(wrong)
