"""The way to the next tier, in letters and as a picture."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.pictures.progress import ProgressFace, Station, progress_image, progress_png, text_bar
from db.enums import Tier

STATIONS = (
    Station(Tier.BRONZE, "Бронза", "0 ₽", 0.0),
    Station(Tier.SILVER, "Серебро", "15 000 ₽", 0.375),
    Station(Tier.GOLD, "Золото", "40 000 ₽", 1.0),
)


def face(share: float) -> ProgressFace:
    return ProgressFace("Серебро", "Ещё 3 200 ₽ до золота", STATIONS, share, "#22304a", "#ff6f59")


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (0.0, "░░░░░░░░░░"),
        (0.001, "▓░░░░░░░░░"),
        (0.3, "▓▓▓░░░░░░░"),
        (0.999, "▓▓▓▓▓▓▓▓▓░"),
        (1.0, "▓▓▓▓▓▓▓▓▓▓"),
        (-1.0, "░░░░░░░░░░"),
        (7.0, "▓▓▓▓▓▓▓▓▓▓"),
    ],
)
def test_a_bar_of_letters_shows_the_share(share: float, bar: str) -> None:
    assert text_bar(share) == bar


@given(st.floats(-2, 2), st.integers(2, 30))
def test_a_bar_is_always_as_wide_as_asked(share: float, width: int) -> None:
    bar = text_bar(share, width)
    assert len(bar) == width
    assert ("░" not in bar) == (share >= 1)
    assert ("▓" not in bar) == (share <= 0)


def test_the_picture_grows_with_the_share() -> None:
    assert Image.open(BytesIO(progress_png(face(0.5)))).size == (1200, 520)
    grown = ImageChops.difference(progress_image(face(0.5)), progress_image(face(0.8))).getbbox()
    assert grown is not None
    assert 590 <= grown[0] <= 610
    assert 890 <= grown[2] <= 900


def test_a_station_reached_is_bright() -> None:
    ahead, reached = progress_image(face(0.36)), progress_image(face(0.39))
    silver = (110 + round(980 * 0.375) - 20, 320)
    assert sum(reached.getpixel(silver)) > sum(ahead.getpixel(silver)) + 100  # type: ignore[arg-type]
