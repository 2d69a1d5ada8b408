"""The member's card: brand colours, the tier's metal, name, number and QR code; what people show at the counter."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.brand import Paint, background, bar, masthead, pill, pill_width, qr_panel
from bot.pictures.canvas import (
    BOLD,
    MEDIUM,
    REGULAR,
    cut,
    drawable,
    fitting,
    font,
    metal_sheet,
    png,
    width_of,
    wrapped_whole,
)
from bot.pictures.palette import INK, METALS, text_on
from db.enums import Tier

SIZE = (1200, 720)
LEFT, RIGHT, TOP = 72, 1128, 60
COLUMN = 604  # the width left of the QR panel
PANEL = (716, 56, 1128, 468)
EDGE = 18


@dataclass(frozen=True, slots=True)
class CardFace:
    """Everything on the card, worded already. `progress` is the share (0 to 1) of the way to the next tier."""

    brand: str
    name: str
    number: str  # as people read it: "1042 7"
    tier: Tier
    tier_label: str
    since_label: str
    points_label: str
    progress: float | None
    progress_label: str
    link: str
    primary: str
    accent: str
    logo: bytes | None = None
    badge: str | None = None


def card_png(face: CardFace) -> bytes:
    """The card as PNG, 1200 × 720; its QR code is read even from a small recompressed copy."""
    return png(card_image(face))


def card_image(face: CardFace) -> Image.Image:
    paint = Paint.of(face.primary, face.accent)
    image = background(SIZE, paint)
    masthead(image, (LEFT, TOP), face.brand, face.logo, paint, COLUMN)
    qr_panel(image, PANEL, face.link, paint)
    _person(image, face, paint)
    _tier(image, face, paint)
    _points(image, face, paint)
    if face.badge:
        label = drawable(face.badge)
        width = pill_width(label, 48, PANEL[2] - PANEL[0])
        middle = (PANEL[0] + PANEL[2]) // 2
        box = (middle - width // 2, PANEL[3] + 22, middle + width // 2, PANEL[3] + 70)
        pill(image, box, label, paint.bright, text_on(paint.bright))
    image.paste(metal_sheet(SIZE[0], EDGE, METALS[face.tier], glints=3), (0, SIZE[1] - EDGE))
    return image


def _person(image: Image.Image, face: CardFace, paint: Paint) -> None:
    """The name as large as one line allows, or on two; a name the font cannot draw leaves its place to the number."""
    pen = ImageDraw.Draw(image)
    name = drawable(face.name)
    rows, size = [name] if name else [], fitting(name, COLUMN, range(76, 47, -2), BOLD)
    baseline, number_at = 272, 362
    if width_of(name, size, BOLD) > COLUMN:
        rows, size = wrapped_whole(name, COLUMN, range(50, 31, -2), BOLD, most=2)
        baseline, number_at = 276 - round(size * 1.16) * (len(rows) - 1), 356
    for row in rows:
        pen.text((LEFT, baseline), row, paint.text, font(size, BOLD), anchor="ls")
        baseline += round(size * 1.16)
    spaced = "\u2009".join(face.number)
    size = 46 if rows else 84
    pen.text((LEFT + 2, number_at), spaced, paint.text, font(size, MEDIUM), anchor="ls")


def _tier(image: Image.Image, face: CardFace, paint: Paint) -> None:
    """The tier as a label of its own metal, and since when the member has been here."""
    metal = METALS[face.tier]
    label = drawable(face.tier_label).upper()
    width = pill_width(label, 50, COLUMN // 2)
    box = (LEFT, 408, LEFT + width, 458)
    pill(image, box, label, metal_sheet(width, 50, metal), INK)
    room = COLUMN - width - 22
    size = fitting(face.since_label, room, range(28, 19, -1))
    since = cut(face.since_label, room, size)
    ImageDraw.Draw(image).text((LEFT + width + 22, 432), since, paint.muted, font(size), anchor="lm")


def _points(image: Image.Image, face: CardFace, paint: Paint) -> None:
    """Points on the left, what is missing to the next tier on the right, and the way there below both."""
    pen = ImageDraw.Draw(image)
    size = fitting(face.points_label, COLUMN, range(60, 31, -2), BOLD)
    pen.text((LEFT, 606), face.points_label, paint.text, font(size, BOLD), anchor="ls")
    room = RIGHT - LEFT - round(width_of(face.points_label, size, BOLD)) - 40
    size = fitting(face.progress_label, room, range(28, 17, -1), REGULAR)
    shown = cut(face.progress_label, room, size)
    pen.text((RIGHT, 604), shown, paint.muted, font(size), anchor="rs")
    if face.progress is not None:
        bar(image, (LEFT, 638, RIGHT, 652), face.progress, paint.bright, paint.text)
