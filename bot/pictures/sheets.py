"""A4 sheets of little cards with a QR code each, to be cut apart: for receipts, 24 on a page, and for tables, 8."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

from bot.pictures.canvas import (
    BOLD,
    MEDIUM,
    SEMIBOLD,
    Box,
    cut,
    drawable,
    fill_rounded,
    fitting,
    font,
    logo_image,
    png,
    width_of,
    wrapped_whole,
)
from bot.pictures.palette import INK, WHITE, Colour, mix, parse, qr_on_white, text_on
from bot.pictures.qr import qr_mask

DPI = 200
PAGE = (1654, 2339)  # A4
MARGIN = (40, 48)  # what no printer reaches
GREY: Colour = (150, 156, 166)
SOFT: Colour = (88, 96, 110)


@dataclass(frozen=True, slots=True)
class Grid:
    """How many cards stand beside and below each other, and what their letters are sized by (pixels)."""

    across: int
    down: int
    unit: int

    @property
    def on_page(self) -> int:
        return self.across * self.down

    def box(self, place: int) -> Box:
        """Where the card stands on its page."""
        row, column = divmod(place, self.across)
        wide = (PAGE[0] - 2 * MARGIN[0]) // self.across
        high = (PAGE[1] - 2 * MARGIN[1]) // self.down
        left, top = MARGIN[0] + column * wide, MARGIN[1] + row * high
        return left, top, left + wide, top + high


TABLES, RECEIPTS = Grid(2, 4, 20), Grid(3, 8, 11)


@dataclass(frozen=True, slots=True)
class SheetFace:
    """What stands on every card, worded already, and the link of each."""

    brand: str
    headline: str  # "+20 points"
    call: str  # "Scan this with your phone's camera"
    until: str  # "until 28 November 2026"
    links: Sequence[str] = field(repr=False)
    primary: str = "#22304a"
    accent: str = "#ff6f59"
    logo: bytes | None = field(default=None, repr=False)


def pages(face: SheetFace, grid: Grid) -> Iterator[Image.Image]:
    """One page after the other: never more than one is in memory."""
    blank = _blank(face, grid)
    for start in range(0, len(face.links), grid.on_page):
        page = Image.new("RGB", PAGE, WHITE)
        for place, link in enumerate(face.links[start : start + grid.on_page]):
            box = grid.box(place)
            page.paste(blank, box[:2])
            _code(page, box, link, _ink(face))
        _cut_lines(page, grid)
        yield page


def sheet_pngs(face: SheetFace, grid: Grid) -> Iterator[bytes]:
    """Each page as a PNG of its own."""
    return (png(page.quantize(64)) for page in pages(face, grid))


def sheet_pdf(face: SheetFace, grid: Grid) -> bytes:
    """All pages as one PDF."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sheets.pdf")
        for page in pages(face, grid):
            page.save(file, "PDF", resolution=DPI, quality=92, append=file.exists(), title=face.brand)
        return file.read_bytes()


def _blank(face: SheetFace, grid: Grid) -> Image.Image:
    """A card without its code: the same on every one."""
    left, top, right, bottom = grid.box(0)
    card, unit = Image.new("RGB", (right - left, bottom - top), WHITE), grid.unit
    room = card.width - _side(card.width, card.height) - 3 * unit
    fill_rounded(
        card, (unit * 7 // 10, 2 * unit, unit * 11 // 10, card.height - 2 * unit), unit // 5, parse(face.accent)
    )
    _masthead(card, face, unit, room)
    pen, small, foot = ImageDraw.Draw(card), unit * 5 // 3, card.height - 2 * unit
    until = unit * 4 // 3
    pen.text((2 * unit, foot), cut(drawable(face.until), room, until), SOFT, font(until), anchor="ls")
    foot -= unit * 11 // 4
    calls, size = wrapped_whole(drawable(face.call), room, range(small, unit, -1), MEDIUM, most=3)
    foot = _stack(pen, calls, (2 * unit, foot), INK, (size, MEDIUM))
    rows, size = _headline(drawable(face.headline), room, unit)
    _stack(pen, rows, (2 * unit, foot - unit), _ink(face), (size, BOLD))
    return card


def _headline(text: str, room: int, unit: int) -> tuple[list[str], int]:
    """On one line where that is large enough to be seen from a chair."""
    size = fitting(text, room, range(unit * 5, unit * 5 // 2, -1), BOLD)
    if width_of(text, size, BOLD) <= room:
        return [text], size
    return wrapped_whole(text, room, range(unit * 4, unit * 2, -1), BOLD, most=2)


def _stack(
    pen: ImageDraw.ImageDraw, rows: Sequence[str], foot: tuple[int, int], ink: Colour, letters: tuple[int, int]
) -> int:
    """The rows above *foot*; returns where what stands above them has its foot."""
    left, baseline = foot
    for row in reversed(rows):
        pen.text((left, baseline), row, ink, font(*letters), anchor="ls")
        baseline -= letters[0] * 5 // 4
    return baseline


def _ink(face: SheetFace) -> Colour:
    """The brand's colour where it can be read on paper."""
    return qr_on_white(parse(face.primary))


def _masthead(card: Image.Image, face: SheetFace, unit: int, room: int) -> None:
    """The logo or a disc of the brand's accent, and the brand's name."""
    side = 4 * unit
    box = (2 * unit, 2 * unit, 2 * unit + side, 2 * unit + side)
    shown, accent = drawable(face.brand), parse(face.accent)
    if picture := logo_image(face.logo, side):
        white = Image.new("RGBA", picture.size, "white")
        fill_rounded(card, box, side // 2, Image.alpha_composite(white, picture).convert("RGB"))
    else:
        fill_rounded(card, box, side // 2, accent)
        letter = shown[:1].upper() or "•"
        ImageDraw.Draw(card).text(
            (box[0] + side // 2, box[1] + side // 2), letter, text_on(accent), font(side * 55 // 100, BOLD), anchor="mm"
        )
    left = box[2] + unit
    size = fitting(shown, room - side - unit, range(unit * 2, unit, -1), SEMIBOLD)
    name = cut(shown, room - side - unit, size, SEMIBOLD)
    ImageDraw.Draw(card).text((left, box[1] + side // 2), name, INK, font(size, SEMIBOLD), anchor="lm")


def _side(width: int, height: int) -> int:
    """Of the square that the code and its quiet zone stand in."""
    return min(height, width * 52 // 100) - height // 14


def _code(page: Image.Image, box: Box, link: str, ink: Colour) -> None:
    left, top, right, bottom = box
    code = qr_mask(link, _side(right - left, bottom - top))
    corner = (right - code.width - (bottom - top) // 28, top + (bottom - top - code.height) // 2)
    page.paste(ink, corner, code)


def _cut_lines(page: Image.Image, grid: Grid) -> None:
    """Dashes along which the cards are cut apart."""
    pen, faint = ImageDraw.Draw(page), mix(GREY, WHITE, 0.35)
    first, last = grid.box(0), grid.box(grid.on_page - 1)
    for column in range(grid.across + 1):
        x = first[0] + column * (first[2] - first[0])
        for y in range(first[1], last[3], 24):
            pen.line((x, y, x, min(y + 12, last[3])), faint, 2)
    for row in range(grid.down + 1):
        y = first[1] + row * (first[3] - first[1])
        for x in range(first[0], last[2], 24):
            pen.line((x, y, min(x + 12, last[2]), y), faint, 2)
