"""A heat map of members: how lately they ordered across, how often upwards; the more members, the brighter the cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.brand import Paint, background
from bot.pictures.canvas import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    Box,
    cut,
    drawable,
    fill_rounded,
    fitting,
    font,
    png,
)
from bot.pictures.palette import Colour, mix, text_on

SIZE = (1200, 1010)
FIFTHS, LEFT, TOP, GAP = 5, 128, 206, 10
CELL = (200, 132)
PALEST = 0.10  # of the brightest: an empty cell


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What stands in a cell: members by number, and as it is written; what they spent, as it is written."""

    members: int
    count: str
    money: str


@dataclass(frozen=True, slots=True)
class HeatFace:
    """`cells`: (recency, frequency), each 1–5 → what is there. `across` and `upwards`: what the sides mean, each with
    the words of its low and its high end."""

    title: str
    line: str
    across: tuple[str, str, str]
    upwards: tuple[str, str, str]
    cells: Mapping[tuple[int, int], HeatCell]
    primary: str
    accent: str


def heatmap_png(face: HeatFace) -> bytes:
    """The heat map as PNG, 1200 × 1010."""
    return png(heatmap_image(face))


def heatmap_image(face: HeatFace) -> Image.Image:
    paint = Paint.of(face.primary, face.accent)
    image = background(SIZE, paint)
    pen = ImageDraw.Draw(image)
    room = SIZE[0] - 2 * 64
    for text, size, weight, colour, baseline in (
        (face.title, 56, BOLD, paint.text, 96),
        (face.line, 32, REGULAR, paint.muted, 150),
    ):
        fits = fitting(text, room, range(size, 21, -2), weight)
        pen.text((64, baseline), cut(drawable(text), room, fits, weight), colour, font(fits, weight), anchor="ls")
    _cells(image, face, paint)
    _sides(image, face, paint)
    return image


def _box(recency: int, frequency: int) -> Box:
    left = LEFT + (recency - 1) * (CELL[0] + GAP)
    top = TOP + (FIFTHS - frequency) * (CELL[1] + GAP)
    return left, top, left + CELL[0], top + CELL[1]


def _cells(image: Image.Image, face: HeatFace, paint: Paint) -> None:
    most = max((cell.members for cell in face.cells.values()), default=1) or 1
    for recency in range(1, FIFTHS + 1):
        for frequency in range(1, FIFTHS + 1):
            cell = face.cells.get((recency, frequency), HeatCell(0, "0", ""))
            # The eye sees steps of area, not of number: the root keeps small groups apart from none.
            share = PALEST + (1 - PALEST) * (cell.members / most) ** 0.5 if cell.members else PALEST * 0.5
            _cell(image, _box(recency, frequency), cell, mix(paint.start, paint.bright, share))


def _cell(image: Image.Image, box: Box, cell: HeatCell, colour: Colour) -> None:
    fill_rounded(image, box, 20, colour)
    ink, pen = text_on(colour), ImageDraw.Draw(image)
    middle, room = (box[0] + box[2]) // 2, CELL[0] - 24
    lines: Sequence[tuple[str, int, int, int]] = (
        (cell.count, 46, BOLD, box[1] + 68),
        (cell.money, 24, REGULAR, box[1] + 106),
    )
    if not cell.members:
        pen.text((middle, box[1] + CELL[1] // 2), "·", mix(ink, colour, 0.5), font(36, BOLD), anchor="mm")
        return
    for text, size, weight, baseline in lines:
        fits = fitting(text, room, range(size, 13, -2), weight)
        pen.text((middle, baseline), cut(drawable(text), room, fits, weight), ink, font(fits, weight), anchor="ms")


def _sides(image: Image.Image, face: HeatFace, paint: Paint) -> None:
    """What the sides mean: under the map and, turned, beside it."""
    width, height = FIFTHS * CELL[0] + (FIFTHS - 1) * GAP, FIFTHS * CELL[1] + (FIFTHS - 1) * GAP
    colours, mask = _side(face.across, width, paint)
    image.paste(colours, (LEFT, TOP + height + 14), mask)
    colours, mask = (part.transpose(Image.Transpose.ROTATE_90) for part in _side(face.upwards, height, paint))
    image.paste(colours, (LEFT - 14 - colours.width, TOP), mask)


def _side(words: tuple[str, str, str], length: int, paint: Paint) -> tuple[Image.Image, Image.Image]:
    """The words along a side: its meaning in the middle, its ends at the ends; the colours, and where they are."""
    meaning, low, high = words
    mask = Image.new("L", (length, 44), 0)
    pen = ImageDraw.Draw(mask)
    for text, place, anchor, weight, room in (
        (low, 4, "lm", REGULAR, length // 4),
        (meaning, length // 2, "mm", SEMIBOLD, length // 2),
        (high, length - 4, "rm", REGULAR, length // 4),
    ):
        size = fitting(text, room, range(26, 15, -1), weight)
        pen.text((place, 22), cut(drawable(text), room, size, weight), 255, font(size, weight), anchor=anchor)
    return Image.new("RGB", mask.size, paint.text), mask
