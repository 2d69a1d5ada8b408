"""A voucher as a ticket: what it gives, until when, and the stub with its QR code and letters for the till."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.brand import Paint, background, masthead, pill, pill_width, qr_panel
from bot.pictures.canvas import (
    BOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    cut,
    drawable,
    fill_rounded,
    fitting,
    font,
    png,
    rounded_mask,
    wrapped_whole,
)
from bot.pictures.palette import text_on

SIZE = (1200, 720)
LEFT, TOP = 72, 44
TICKET = (48, 148, 1152, 676)
PERFORATION = 724
INNER = 92
COLUMN = PERFORATION - INNER - 56
PANEL = (764, 172, 1128, 536)
NOTCH = 30
MIDDLE = (PANEL[0] + PANEL[2]) // 2


@dataclass(frozen=True, slots=True)
class VoucherFace:
    """Everything on the voucher, worded already."""

    brand: str
    kind: str  # "Your voucher"
    title: str  # "Miso soup"
    until: str  # "until 21 December 2026"
    terms: str  # "For orders of ₽1,000 or more", or ""
    code: str  # as people read it: "7KQ2M-9XT4B"
    link: str
    primary: str
    accent: str
    logo: bytes | None = None


def voucher_png(face: VoucherFace) -> bytes:
    """The voucher as PNG, 1200 × 720; its QR code is read even from a small recompressed copy."""
    return png(voucher_image(face))


def voucher_image(face: VoucherFace) -> Image.Image:
    paint = Paint.of(face.primary, face.accent)
    image = background(SIZE, paint)
    _ticket(image, paint)
    masthead(image, (LEFT, TOP), face.brand, face.logo, paint, SIZE[0] - 2 * LEFT)
    _promise(image, face, paint)
    _stub(image, face, paint)
    return image


def _ticket(image: Image.Image, paint: Paint) -> None:
    """A lighter sheet with two notches bitten out of it and a line of dots between them, where one would tear it."""
    bare = image.copy()
    fill_rounded(image, TICKET, 40, paint.text, 0.12)
    for middle in (TICKET[1], TICKET[3]):
        corner = (PERFORATION - NOTCH, middle - NOTCH)
        box = (*corner, corner[0] + 2 * NOTCH, corner[1] + 2 * NOTCH)
        image.paste(bare.crop(box), corner, rounded_mask(2 * NOTCH, 2 * NOTCH, NOTCH))
    pen = ImageDraw.Draw(image)
    for y in range(TICKET[1] + NOTCH + 16, TICKET[3] - NOTCH, 24):
        pen.ellipse((PERFORATION - 3, y, PERFORATION + 3, y + 6), fill=paint.muted)


def _promise(image: Image.Image, face: VoucherFace, paint: Paint) -> None:
    pen = ImageDraw.Draw(image)
    kind = drawable(face.kind).upper()
    box = (INNER, 190, INNER + pill_width(kind, 46, COLUMN), 236)
    pill(image, box, kind, paint.bright, text_on(paint.bright))
    rows, size = wrapped_whole(drawable(face.title) or face.code, COLUMN, range(84, 39, -2), BOLD, most=3)
    step = round(size * 1.16)
    baseline = 404 - step * (len(rows) - 1) // 2 + size // 3
    for row in rows:
        pen.text((INNER, baseline), row, paint.text, font(size, BOLD), anchor="ls")
        baseline += step
    for text, y, largest, weight in ((face.terms, 578, 28, REGULAR), (face.until, 632, 38, SEMIBOLD)):
        shown = drawable(text)
        size = fitting(shown, COLUMN, range(largest, 19, -1), weight)
        ink = paint.muted if weight == REGULAR else paint.text
        pen.text((INNER, y), cut(shown, COLUMN, size, weight), ink, font(size, weight), anchor="ls")


def _stub(image: Image.Image, face: VoucherFace, paint: Paint) -> None:
    qr_panel(image, PANEL, face.link, paint)
    size = fitting(face.code, PANEL[2] - PANEL[0], range(48, 23, -1), MEDIUM)
    pen = ImageDraw.Draw(image)
    pen.text((MIDDLE, 602), face.code, paint.text, font(size, MEDIUM), anchor="mm")
