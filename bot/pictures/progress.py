"""The way from tier to tier: a bar of letters for texts, and a picture with a medal at each station."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.brand import Paint, background, bar
from bot.pictures.canvas import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    cut,
    drawable,
    fill_rounded,
    fitting,
    font,
    metal_sheet,
    png,
)
from bot.pictures.palette import INK, METALS
from db.enums import Tier

SIZE = (1200, 520)
LEFT, RIGHT, RAIL = 110, 1090, 320
MEDAL = 64
ROOM_BELOW = 200


def text_bar(share: float, width: int = 10) -> str:
    """ "▓▓▓░░": *share* from 0 to 1. A way begun shows at least one block, one not done at least one gap."""
    share = min(1.0, max(0.0, share))
    full = int(share * width)
    if 0 < share < 1:
        full = min(max(full, 1), width - 1)
    return "▓" * full + "░" * (width - full)


@dataclass(frozen=True, slots=True)
class Station:
    """A tier on the rail: `at` is its place from 0 to 1."""

    tier: Tier
    label: str
    caption: str  # "15 000 ₽"
    at: float


@dataclass(frozen=True, slots=True)
class ProgressFace:
    headline: str  # "Silver"
    line: str  # "3 200 ₽ more and it is Gold"
    stations: tuple[Station, ...]
    share: float  # how much of the whole rail is done, 0 to 1
    primary: str
    accent: str


def progress_png(face: ProgressFace) -> bytes:
    """The tiers' rail as PNG, 1200 × 520."""
    return png(progress_image(face))


def progress_image(face: ProgressFace) -> Image.Image:
    paint = Paint.of(face.primary, face.accent)
    image = background(SIZE, paint)
    pen = ImageDraw.Draw(image)
    room = RIGHT - LEFT + 76
    for text, size, weight, colour, baseline in (
        (face.headline, 64, BOLD, paint.text, 124),
        (face.line, 36, REGULAR, paint.muted, 190),
    ):
        size = fitting(text, room, range(size, 23, -2), weight)
        shown = cut(drawable(text), room, size, weight)
        pen.text((LEFT - 38, baseline), shown, colour, font(size, weight), anchor="ls")
    bar(image, (LEFT, RAIL - 8, RIGHT, RAIL + 8), face.share, paint.bright, paint.text)
    for station in face.stations:
        _station(image, station, paint, reached=face.share >= station.at)
    return image


def _station(image: Image.Image, station: Station, paint: Paint, *, reached: bool) -> None:
    """A medal of the tier's metal, pale while it is still ahead; name and sum below it."""
    x = LEFT + round((RIGHT - LEFT) * station.at)
    half = MEDAL // 2
    rim, disc = (
        (x - half - 6, RAIL - half - 6, x + half + 6, RAIL + half + 6),
        (x - half, RAIL - half, x + half, RAIL + half),
    )
    fill_rounded(image, rim, half + 6, paint.start)
    fill_rounded(image, disc, half, metal_sheet(MEDAL, MEDAL, METALS[station.tier]), 1.0 if reached else 0.35)
    pen = ImageDraw.Draw(image)
    if reached:
        pen.line((x - 13, RAIL + 1, x - 4, RAIL + 11, x + 14, RAIL - 11), fill=INK, width=6, joint="curve")
    for text, weight, colour, below in (
        (station.label, SEMIBOLD, paint.text, 84),
        (station.caption, REGULAR, paint.muted, 124),
    ):
        size = fitting(text, ROOM_BELOW, range(30 if weight == SEMIBOLD else 26, 13, -1), weight)
        pen.text((x, RAIL + below), text, colour, font(size, weight), anchor="ms")
