"""Names that cannot do harm, and phone numbers however they are given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.people import BadName, BadPhone, clean_name, mask_phone, normal_phone, region_of, shown_name

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list(BIDI + "\u200b\u200d\ufeff\u00ad\n\r\t\u2028\u2029\x00\u0301\u3164<>&\"'✅🍣")),
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Ann", "Ann"),
        ("  Żółć   Łukasz ", "Żółć Łukasz"),
        ("Анна-Мария О'Нил", "Анна-Мария О'Нил"),
        ("<b>Bob</b> & Co", "<b>Bob</b> & Co"),
        ("Bob\n✅ Paid", "Bob ✅ Paid"),
        ("Bob\u2028Paid", "Bob Paid"),
        ("Bob\u202egnp.exe", "Bobgnp.exe"),
        ("A\u200bn\u200dn\ufeff", "Ann"),
        ("e\u0301va", "éva"),
        ("o" + "\u0332" * 9 + "lga", "o\u0332\u0332lga"),
        ("🍣" * 64, "🍣" * 64),
    ],
)
def test_a_name_is_kept_on_one_line_without_what_cannot_be_seen(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200d", "\u3164", "\u2800", "\u202e\n", "\u0301"])
def test_a_name_that_would_not_be_seen_is_refused(nothing: str) -> None:
    with pytest.raises(BadName, match=r"name\.empty"):
        clean_name(nothing)


@pytest.mark.parametrize("long", ["a" * 65, "x" * 300, "🍣" * 200])
def test_a_name_of_more_than_64_letters_is_refused(long: str) -> None:
    with pytest.raises(BadName) as refusal:
        clean_name(long)
    assert (refusal.value.code, refusal.value.facts) == ("name.too_long", {"longest": 64})


def test_a_profiles_name_is_cut_instead() -> None:
    assert shown_name("x" * 300) == "x" * 64
    assert shown_name("\u202e") == shown_name(None) == ""


@given(HOSTILE)
def test_no_name_brings_control_or_direction_characters_or_a_second_line(text: str) -> None:
    name = shown_name(text)
    assert len(name.splitlines()) <= 1
    assert not set(name) & set(BIDI + "\u200b\ufeff\x00\u3164")
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)
    assert shown_name(name) == name


@pytest.mark.parametrize(
    ("given_phone", "region", "kept"),
    [
        pytest.param("79161234567", None, "+79161234567", id="as Telegram gives it, without the plus"),
        pytest.param("+48600100200", None, "+48600100200", id="as Telegram gives it, with the plus"),
        pytest.param("600 100 200", "PL", "+48600100200", id="a Polish number at home"),
        pytest.param("8 (916) 123-45-67", "RU", "+79161234567", id="a Russian number at home"),
        pytest.param("79161234567", "RU", "+79161234567", id="with the country's code and no plus"),
        pytest.param("48600100200", "PL", "+48600100200", id="likewise Polish"),
        pytest.param("+44 20 7946 0958", "RU", "+442079460958", id="a foreign number with its plus"),
        pytest.param("+888 0123 4567", None, "+88801234567", id="an anonymous number of Telegram's own"),
    ],
)
def test_a_phone_is_kept_in_the_international_form(given_phone: str, region: str | None, kept: str) -> None:
    assert normal_phone(given_phone, region) == kept
    assert normal_phone(kept, region) == kept


@pytest.mark.parametrize(
    ("given_phone", "region", "code"),
    [
        ("", None, "phone.unreadable"),
        ("call me", "PL", "phone.unreadable"),
        ("+", None, "phone.unreadable"),
        ("12", None, "phone.no_country"),
        ("12", "PL", "phone.wrong"),
        ("+48 600", None, "phone.wrong"),
        ("9" * 40, "RU", "phone.wrong"),
        ("<b>600100200</b>", "PL", "phone.unreadable"),
    ],
)
def test_what_is_no_phone_is_refused_by_its_reason(given_phone: str, region: str | None, code: str) -> None:
    with pytest.raises(BadPhone) as refusal:
        normal_phone(given_phone, region)
    assert refusal.value.code == code


@given(st.text(max_size=60), st.sampled_from([None, "PL", "RU", "US"]))
def test_any_text_is_a_phone_or_a_refusal(text: str, region: str | None) -> None:
    try:
        phone = normal_phone(text, region)
    except BadPhone:
        return
    assert phone.startswith("+")
    assert phone[1:].isdecimal()
    assert len(phone) <= 18


def test_a_masked_phone_shows_the_country_and_the_last_four() -> None:
    assert mask_phone("+48600100200") == "+48 ••• 0200"
    assert mask_phone("+79161234567") == "+7 ••• 4567"
    assert mask_phone("+88801234567") == "+888 ••• 4567"


def test_a_time_zone_tells_whose_numbers_are_typed_at_home() -> None:
    assert [region_of(zone) for zone in ("Europe/Warsaw", "Europe/Moscow", "UTC")] == ["PL", "RU", None]
