"""Codes: random where they must be, checked where they are typed, fresh where points are taken."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.codes import (
    CROCKFORD,
    BadCode,
    CardRead,
    card_code,
    format_number,
    format_voucher,
    handover_code,
    invite_token,
    member_number,
    normal_code,
    parse_number,
    read_card,
    read_voucher,
    referral_code,
    sign_card,
    token_hash,
    voucher_code,
    voucher_link,
)
from bot.rules.deep_links import url

KEY = b"k" * 32
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANN = "7ZK0A1B2C3D4E"


def seeded(seed: int) -> Callable[[int], bytes]:
    print("seed:", seed)
    return random.Random(seed).randbytes


@pytest.mark.parametrize(("make", "length"), [(referral_code, 8), (card_code, 13), (voucher_code, 10)])
def test_codes_are_of_letters_nobody_misreads(make: Callable[..., str], length: int) -> None:
    chance = seeded(7)
    codes = {make(chance) for _ in range(500)}
    assert all(len(code) == length and set(code) <= set(CROCKFORD) for code in codes)
    assert len(codes) == 500


def test_all_the_bits_given_are_in_the_code() -> None:
    assert referral_code(lambda n: b"\xff" * n) == "Z" * 8
    assert referral_code(lambda n: b"\x00" * n) == "0" * 8
    assert card_code(lambda n: b"\xff" * n) == "Z" * 13


@pytest.mark.parametrize("typed", ["7zk0a1b2", "7ZKOAlB2", " 7zk0-a1b2 ", "7ZKOAIB2"])
def test_a_code_typed_by_hand_is_read_with_its_lookalikes(typed: str) -> None:
    assert normal_code(typed) == "7ZK0A1B2"


def test_an_invite_is_128_bits_that_fit_a_link_and_is_kept_as_a_hash() -> None:
    token = invite_token(seeded(1))
    assert len(token) == 22
    assert len(token_hash(token)) == 64
    assert token not in token_hash(token)
    assert url("okaeri_bot", f"i_{token}").endswith(token)


def test_a_handover_code_is_never_the_first_guess() -> None:
    obvious = {f"{digit}" * 4 for digit in range(10)} | {"0123456789"[n : n + 4] for n in range(7)}
    obvious |= {code[::-1] for code in obvious}
    codes = {handover_code(random.Random(seed).randrange) for seed in range(3_000)}
    assert all(len(code) == 4 and code.isdecimal() for code in codes)
    assert not codes & obvious
    every = iter(range(10_000))
    assert handover_code(lambda _: next(every)) == "0001"


def test_a_card_number_is_short_and_shown_with_its_check_digit_apart() -> None:
    assert member_number(1) == "10019"
    assert format_number(member_number(42)) == f"1042 {member_number(42)[-1]}"
    assert format_number("12345678") == "123 4567 8"


@given(st.integers(1, 10**10))
def test_every_number_is_read_back_from_what_is_shown(seq: int) -> None:
    number = member_number(seq)
    assert parse_number(number) == number
    assert parse_number(f" № {format_number(number)} ") == number


@given(st.integers(1, 10**6), st.data())
def test_one_wrong_digit_or_two_swapped_ones_are_noticed(seq: int, data: st.DataObject) -> None:
    number = member_number(seq)
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert parse_number(number[:place] + digit + number[place + 1 :]) is None
    for left in range(len(number) - 1):
        swapped = number[:left] + number[left + 1] + number[left] + number[left + 2 :]
        assert swapped == number or parse_number(swapped) is None


@pytest.mark.parametrize("text", ["", "12", "abc", "1001٣", "+48600100200", "1" * 16])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(0, True), (90, True), (91, False), (3_600, False), (-60, True), (-61, False)],
)
def test_a_card_shown_within_90_seconds_is_fresh(age: int, fresh: bool) -> None:
    shown = sign_card(ANN, NOW, KEY)
    assert read_card(shown, NOW + timedelta(seconds=age), KEY) == CardRead(ANN, fresh, age)


def test_a_card_fits_a_start_link_and_is_read_from_it() -> None:
    shown = sign_card(ANN, NOW, KEY)
    assert len(shown) <= 64
    assert read_card(url("okaeri_bot", shown), NOW, KEY) == CardRead(ANN, True, 0)


@pytest.mark.parametrize("text", [f"m_{ANN}", f"https://t.me/okaeri_bot?start=m_{ANN}", f" m_{ANN}\n"])
def test_a_static_card_finds_the_member_and_is_never_fresh(text: str) -> None:
    assert read_card(text, NOW, KEY) == CardRead(ANN, False, None)


@pytest.mark.parametrize("text", ["", "hello", "m_", "m_short", f"r_{ANN}", f"m_{ANN}_", "https://example.org/"])
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(BadCode, match=r"card\.unreadable"):
        read_card(text, NOW, KEY)


@given(st.integers(2, 38), st.sampled_from(CROCKFORD))
def test_a_card_changed_in_any_letter_is_refused(place: int, letter: str) -> None:
    shown = sign_card(ANN, NOW, KEY)
    if shown[place] in ("_", letter):
        return
    with pytest.raises(BadCode, match=r"card\.forged"):
        read_card(shown[:place] + letter + shown[place + 1 :], NOW, KEY)


def test_a_card_of_another_installation_is_refused() -> None:
    with pytest.raises(BadCode, match=r"card\.forged"):
        read_card(sign_card(ANN, NOW, b"other"), NOW, KEY)


@pytest.mark.parametrize(
    "said",
    [
        "7KQ2M9XT0B",
        "7kq2m-9xtob",
        " 7KQ2M 9XTOB ",
        "v_7KQ2M9XT0B",
        "v_7kq2m9xt0b",
        "https://t.me/okaeri_bot?start=v_7KQ2M9XT0B",
    ],
)
def test_a_vouchers_code_is_read_as_people_say_it(said: str) -> None:
    assert read_voucher(said) == "7KQ2M9XT0B"


NO_CODES = ["", "7KQ2M9XT0", "7KQ2M9XT0BB", "7KQ2M9XTUB", "v_", "m_7KQ2M9XT0B", "x" * 5_000, "АБВГДЕЖЗИК"]


@pytest.mark.parametrize("said", NO_CODES)
def test_what_is_no_vouchers_code(said: str) -> None:
    assert read_voucher(said) is None


def test_only_a_link_is_a_vouchers_link() -> None:
    links = ["v_7KQ2M9XT0B", "v_ANOTHER", "https://t.me/okaeri_bot?start=v_7KQ2M9XT0B", "tg://x?a=1&start=v_"]
    others = ["nov_sale", "dev_team", "7KQ2M9XT0B", "?start=m_7KQ2M9XT0B", ""]
    assert [text for text in [*links, *others] if voucher_link(text)] == links


def test_a_vouchers_code_is_shown_in_two_halves() -> None:
    assert format_voucher("7KQ2M9XT0B") == "7KQ2M-9XT0B"
    assert read_voucher(format_voucher("7KQ2M9XT0B")) == "7KQ2M9XT0B"
