"""The voucher: read at the till from any phone, in any brand's colours, whatever it gives."""

from dataclasses import replace

import pytest

from bot.pictures.canvas import BOLD, drawable, wrapped
from bot.pictures.read_qr import read_qr
from bot.pictures.voucher import VoucherFace, voucher_png
from tests.pictures.test_card import COLOURS, as_telegram_shows, opened

LINK = "https://t.me/okaeri_sushi_bot?start=v_7KQ2M9XT4B"
SOUP = VoucherFace(
    brand="Sushi Okaeri",
    kind="Your voucher",
    title="Miso soup",
    until="until 21 December 2026",
    terms="",
    code="7KQ2M-9XT4B",
    link=LINK,
    primary="#22304a",
    accent="#ff6f59",
)


@pytest.mark.parametrize("degrees", [0, 4, -7])
@pytest.mark.parametrize("primary", COLOURS)
def test_the_code_is_read_from_a_small_copy_held_askew(primary: str, degrees: float) -> None:
    assert read_qr(as_telegram_shows(voucher_png(replace(SOUP, primary=primary)), degrees=degrees)) == [LINK]


@pytest.mark.parametrize("title", ["Дегустационный ужин у открытой кухни с шеф-поваром", "🍣", "W" * 200, ""])
def test_whatever_it_gives_the_ticket_is_whole(title: str) -> None:
    drawn = voucher_png(replace(SOUP, title=title, terms="For orders of ₽1,000 or more · " * 5))
    assert opened(drawn).size == (1200, 720)
    assert read_qr(as_telegram_shows(drawn)) == [LINK]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Rabat 5\N{NO-BREAK SPACE}%", ["Rabat", "5\N{NO-BREAK SPACE}%"]),
        (
            "Скидка  1\N{NARROW NO-BREAK SPACE}500\N{NO-BREAK SPACE}₽ ",
            ["Скидка", "1\N{NARROW NO-BREAK SPACE}500\N{NO-BREAK SPACE}₽"],
        ),
        ("Мастер-класс с\tшефом", ["Мастер-", "класс с", "шефом"]),
        ("A 🍣 - b", ["A - b"]),
    ],
)
def test_a_number_and_its_sign_stay_on_one_line(text: str, rows: list[str]) -> None:
    assert wrapped(drawable(text), 400, 84, BOLD, 3) == rows


def test_each_voucher_has_its_own_face() -> None:
    assert voucher_png(SOUP) == voucher_png(SOUP)
    assert voucher_png(SOUP) != voucher_png(replace(SOUP, until="until 22 December 2026"))
