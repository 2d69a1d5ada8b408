"""What a message brought, as a picture: how many came how far, and the orders of both groups day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from PIL import Image, ImageDraw

from bot.pictures.canvas import BOLD, MEDIUM, REGULAR, SEMIBOLD, Box, cut, drawable, fill_rounded, fitting, font, png
from bot.pictures.palette import INK, Colour, contrast, mix, parse

WIDTH, LEFT, RIGHT = 1200, 64, 1136
FUNNEL, ROW = 190, 66  # where the first step stands, and how far the next is below it
CHART_LEFT, CHART_HEIGHT = LEFT + 56, 260
PAPER: Colour = (251, 250, 247)
SMOOTH = 3
NICE = (1, 2, 2.5, 5, 10)
LINES = 4  # at most so many marks of the scale above zero


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the funnel: `share` (0 to 1) of those the first bar stands for."""

    label: str
    value: str
    share: float


@dataclass(frozen=True, slots=True)
class Line:
    """A group's values, day by day."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReportFace:
    """`zero`: which of the days is that of the message; `marks`: what stands under each day. `nothing` is said where
    there is no line to draw yet; `decimal` is the reader's sign between 0 and 5 in "0.5"."""

    headline: str
    line: str
    steps: tuple[Step, ...]
    title: str
    lines: tuple[Line, ...]
    marks: tuple[str, ...]
    zero: int
    nothing: str
    primary: str
    decimal: str = "."


def report_png(face: ReportFace) -> bytes:
    """The picture as PNG, 1200 wide, light whatever the brand's colours are."""
    return png(report_image(face))


def report_image(face: ReportFace) -> Image.Image:
    below = FUNNEL + len(face.steps) * ROW
    drawn = any(len(line.values) > 1 for line in face.lines)
    image = Image.new("RGB", (WIDTH, below + (492 if drawn else 150)), PAPER)
    pen = ImageDraw.Draw(image)
    ours, theirs = on_paper(parse(face.primary)), mix(INK, PAPER, 0.55)
    fill_rounded(image, (0, 0, WIDTH, 12), 0, ours)
    _text(pen, (LEFT, 84), face.headline, (52, BOLD), INK)
    _text(pen, (LEFT, 132), face.line, (30, REGULAR), mix(INK, PAPER, 0.35))
    for number, step in enumerate(face.steps):
        _step(image, step, FUNNEL + number * ROW, mix(ours, PAPER, 0.11 * number))
    _text(pen, (LEFT, below + 54), face.title, (32, SEMIBOLD), INK)
    if drawn:
        _chart(image, face, (ours, theirs), below + 120)
    else:
        _text(pen, (LEFT, below + 104), face.nothing, (28, REGULAR), mix(INK, PAPER, 0.35))
    return image


def on_paper(colour: Colour) -> Colour:
    """The brand's colour, darkened until it stands out from the paper as drawings should (3 : 1)."""
    while contrast(colour, PAPER) < 3:
        colour = mix(colour, INK, 0.15)
    return colour


def _text(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: tuple[int, int], ink: Colour) -> None:
    """One line from *at* to the right edge, smaller and at last cut where it would be longer."""
    (size, weight), room = face, RIGHT - at[0]
    shown = drawable(text)
    size = fitting(shown, room, range(size, 19, -2), weight)
    pen.text(at, cut(shown, room, size, weight), ink, font(size, weight), anchor="ls")


def _step(image: Image.Image, step: Step, top: int, colour: Colour) -> None:
    """Label, bar and number; somebody is a dot at least."""
    pen, bar_left, bar_room = ImageDraw.Draw(image), LEFT + 300, 560
    middle = top + 22
    pen.text((LEFT, middle), cut(drawable(step.label), 280, 28, MEDIUM), INK, font(28, MEDIUM), anchor="lm")
    fill_rounded(image, (bar_left, top, bar_left + bar_room, top + 44), 12, mix(PAPER, INK, 0.05))
    long = round(bar_room * min(1.0, step.share))
    if long:
        long = max(24, long)
        fill_rounded(image, (bar_left, top, bar_left + long, top + 44), 12, colour)
    shown = cut(drawable(step.value), RIGHT - bar_left - bar_room - 20, 28, SEMIBOLD)
    pen.text((bar_left + bar_room + 20, middle), shown, INK, font(28, SEMIBOLD), anchor="lm")


def _chart(image: Image.Image, face: ReportFace, colours: Sequence[Colour], top: int) -> None:
    pen, box = ImageDraw.Draw(image), (CHART_LEFT, top, RIGHT, top + CHART_HEIGHT)
    marks = scale(max((value for line in face.lines for value in line.values), default=0))
    _grid(pen, marks, box, face.decimal)
    _days(pen, face, box)
    for line, colour in reversed(list(zip(face.lines, colours, strict=False))):
        _curve(image, line, marks[-1], colour, box)
    _legend(image, face, colours, box[3] + 57)


def scale(most: float) -> list[float]:
    """Round numbers from zero up to the first that is not below *most*."""
    rough = (most or 1) / LINES
    power = 10.0 ** int(log10(rough) // 1)
    step = next(nice * power for nice in NICE if nice * power >= rough * (1 - 1e-9))
    return [step * number for number in range(ceil((most or 1) / step - 1e-9) + 1)]


def _grid(pen: ImageDraw.ImageDraw, marks: Sequence[float], box: Box, decimal: str) -> None:
    left, top, right, bottom = box
    for mark in marks:
        y = bottom - round((bottom - top) * mark / marks[-1])
        pen.line((left, y, right, y), fill=mix(PAPER, INK, 0.3 if not mark else 0.1), width=2)
        pen.text(
            (left - 14, y), f"{mark:g}".replace(".", decimal), mix(INK, PAPER, 0.35), font(22, REGULAR), anchor="rm"
        )


def _days(pen: ImageDraw.ImageDraw, face: ReportFace, box: Box) -> None:
    """The days below, and a dashed line where the message came."""
    _, top, _, bottom = box
    number = len(face.marks)
    for day, mark in enumerate(face.marks):
        pen.text((_x(day, number), bottom + 30), drawable(mark), mix(INK, PAPER, 0.35), font(22, REGULAR), anchor="ms")
    if 0 < face.zero < number:
        between = (_x(face.zero - 1, number) + _x(face.zero, number)) // 2
        for y in range(top - 10, bottom, 14):
            pen.line((between, y, between, min(y + 7, bottom)), fill=mix(INK, PAPER, 0.4), width=2)


def _x(day: int, days: int) -> int:
    return CHART_LEFT + 20 + round((RIGHT - CHART_LEFT - 40) * day / max(1, days - 1))


def _curve(image: Image.Image, line: Line, most: float, colour: Colour, box: Box) -> None:
    """Drawn three times as large and shrunk, so that it has soft edges."""
    left, top, right, bottom = box[0], box[1] - 20, box[2] + 20, box[3] + 20
    size = ((right - left) * SMOOTH, (bottom - top) * SMOOTH)
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    points = [
        ((_x(day, len(line.values)) - left) * SMOOTH, (20 + CHART_HEIGHT * (1 - value / most)) * SMOOTH)
        for day, value in enumerate(line.values)
    ]
    pen.line(points, fill=255, width=5 * SMOOTH, joint="curve")
    for x, y in points:
        pen.ellipse((x - 7 * SMOOTH, y - 7 * SMOOTH, x + 7 * SMOOTH, y + 7 * SMOOTH), fill=255)
    soft = mask.resize((right - left, bottom - top), Image.Resampling.BOX)
    image.paste(colour, (left, top), soft)


def _legend(image: Image.Image, face: ReportFace, colours: Sequence[Colour], y: int) -> None:
    pen, x = ImageDraw.Draw(image), CHART_LEFT
    for line, colour in zip(face.lines, colours, strict=False):
        fill_rounded(image, (x, y - 5, x + 34, y + 5), 5, colour)
        shown = cut(drawable(line.label), 440, 26, MEDIUM)
        pen.text((x + 48, y), shown, INK, font(26, MEDIUM), anchor="lm")
        x += 48 + round(font(26, MEDIUM).getlength(shown)) + 60
