"""Start payloads: eight kinds of link, and everything else is a plain welcome."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deep_links import NOTHING, Link, LinkKind, build, parse, url


@pytest.mark.parametrize(
    ("payload", "link"),
    [
        ("r_7ZK0A1B2", Link("referral", "7ZK0A1B2")),
        ("i_abcDEF_-123", Link("invite", "abcDEF_-123")),
        ("s_flyer-5", Link("source", "flyer-5")),
        ("v_TOKEN", Link("voucher", "TOKEN")),
        ("v_7KQ2M9XT4B_0123456789ABCDEF", Link("claim", "7KQ2M9XT4B_0123456789ABCDEF")),
        ("m_7ZK0A1B2C3D4E_0000000_0", Link("card", "7ZK0A1B2C3D4E_0000000_0")),
        ("g_TOKEN", Link("gift", "TOKEN")),
        ("p_SUSHI10", Link("promo", "SUSHI10")),
    ],
)
def test_a_link_says_what_it_is_for(payload: str, link: Link) -> None:
    assert parse(payload) == link
    assert build(link.kind, link.value) == payload


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        "r",
        "r_",
        "x_123",
        "R_123",
        "r-123",
        "r_" + "a" * 63,
        "r_a b",
        "r_ы",
        "r_'; drop table members; --",
        "r_1\n",
    ],
)
def test_a_wrong_link_is_the_same_as_none(payload: str | None) -> None:
    assert parse(payload) == NOTHING


@given(st.text(max_size=100))
def test_no_payload_whatever_raises(payload: str) -> None:
    assert parse(payload).kind == "none" or len(payload) <= 64


@pytest.mark.parametrize(("kind", "value"), [("referral", ""), ("referral", "a" * 63), ("source", "кафе")])
def test_a_link_telegram_would_not_carry_is_never_made(kind: LinkKind, value: str) -> None:
    with pytest.raises(ValueError, match="start payload"):
        build(kind, value)


def test_the_address_opens_the_bots_chat() -> None:
    assert url("okaeri_bot", "r_7ZK0A1B2") == "https://t.me/okaeri_bot?start=r_7ZK0A1B2"
    assert url("@okaeri_bot") == "https://t.me/okaeri_bot"
