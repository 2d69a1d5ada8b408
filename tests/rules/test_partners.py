"""A bill at a partner's: discount, points, what it earns, what returns move, and what each side owes the other."""

import random

import pytest

from bot.rules.partners import Back, BadRate, Bill, Moved, Owed, Rates, Sold, back, bill, owed, read_rate

BAKERY = Rates(earn_rate_bp=500, spend_max_bp=3_000, discount_bp=1_000)
NO_DISCOUNT = Rates(earn_rate_bp=333, spend_max_bp=10_000, discount_bp=0)


@pytest.mark.parametrize(
    ("typed", "paid", "rates", "off", "to_pay", "points"),
    [
        (100_000, 0, BAKERY, 10_000, 90_000, 45),  # 5 % of 900.00, a point is worth 1.00
        (100_000, 27_000, BAKERY, 10_000, 63_000, 31),  # 31.5: rounded down once
        (999, 0, BAKERY, 99, 900, 0),
        (100, 100, NO_DISCOUNT, 0, 0, 0),
        (1, 0, NO_DISCOUNT, 0, 1, 0),
    ],
)
def test_a_bill_loses_its_discount_then_points_pay_then_the_rest_earns(
    typed: int, paid: int, rates: Rates, off: int, to_pay: int, points: int
) -> None:
    told = bill(typed, paid, rates, 100)
    assert told == Bill(typed, off, paid, points)
    assert told.to_pay_minor == to_pay


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("earn_rate_bp", "7.5 %", 750),
        ("earn_rate_bp", "0", 0),
        ("spend_max_bp", "100%", 10_000),
        ("discount_bp", "3,25", 325),
        ("daily_points", "2 000", 2_000),
    ],
)
def test_rates_are_read_as_people_write_them(field: str, typed: str, value: int) -> None:
    assert read_rate(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("earn_rate_bp", "ten", "partner.rate_not_a_number"),
        ("earn_rate_bp", "", "partner.rate_not_a_number"),
        ("earn_rate_bp", "-5", "partner.rate_not_a_number"),
        ("earn_rate_bp", "1.234", "partner.rate_not_a_number"),
        ("earn_rate_bp", "٧", "partner.rate_not_a_number"),
        ("daily_points", "1.5", "partner.rate_not_a_number"),
        ("earn_rate_bp", "51", "partner.rate_too_large"),
        ("spend_max_bp", "1" * 5_000, "partner.rate_too_large"),
        ("daily_points", "1000001", "partner.rate_too_large"),
    ],
)
def test_a_rate_nobody_could_mean_is_refused(field: str, typed: str, code: str) -> None:
    with pytest.raises(BadRate) as refused:
        read_rate(field, typed)
    assert refused.value.code == code


def test_half_of_the_goods_brings_half_of_everything() -> None:
    sold = Sold(due_minor=90_000, points=31, points_paid=270, paid_minor=27_000)
    assert back(sold, 45_000) == Back(15, 135, 31_500)
    assert back(sold, 90_000) == Back(31, 270, 63_000)


def test_parts_in_any_order_add_up_to_the_whole() -> None:
    seed = random.randrange(10**9)
    print("seed", seed)
    fate = random.Random(seed)
    for _ in range(300):
        due, points = fate.randint(1, 5_000), fate.randint(0, 200)
        paid = fate.randint(0, due // 7)
        sold = Sold(due, points, paid, paid * 7)
        money = 0
        while sold.returned_minor < due:
            part = fate.randint(1, due - sold.returned_minor)
            moved = back(sold, part)
            assert min(moved.points_taken, moved.points_given, moved.money_minor) >= 0
            money += moved.money_minor
            so_far = sold.returned_minor + part
            sold = Sold(
                due,
                points,
                paid,
                paid * 7,
                so_far,
                sold.points_taken_back + moved.points_taken,
                sold.points_given_back + moved.points_given,
            )
            assert sold.points_taken_back <= points * so_far / due
        assert (sold.points_taken_back, sold.points_given_back, money) == (points, paid, due - paid * 7)


def test_what_is_owed_adds_up_and_undone_it_is_nothing() -> None:
    lines = owed([Moved(7, 0, 33, 9_500), Moved(0, 10, 33, 10_000), Moved(-7, 0, 33, 9_500)])
    assert lines == [Owed(219, 0), Owed(0, 330), Owed(-219, 0)]
    assert [line.net_minor for line in lines] == [-219, 330, 219]
    thirds = owed([Moved(1, 0, 1, 3_334)] * 3)
    assert [line.given_minor for line in thirds] == [0, 0, 1]
