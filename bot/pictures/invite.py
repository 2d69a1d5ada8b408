"""The invitation a member passes on: the brand, a warm line, what the friend gets, and a QR code with the link."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.brand import Paint, background, masthead, pill, pill_width, qr_panel
from bot.pictures.canvas import BOLD, REGULAR, cut, drawable, fitting, font, png, rings, wrapped_whole
from bot.pictures.palette import text_on

SIZE = (1200, 720)
LEFT, TOP = 72, 60
COLUMN = 560
PANEL = (672, 132, 1128, 588)


@dataclass(frozen=True, slots=True)
class InviteFace:
    """Everything on the invitation, worded already."""

    brand: str
    headline: str  # "Ann invites you to sushi"
    reward: str  # "100 points for your first order"
    footer: str  # "t.me/okaeri_bot", for whoever cannot scan
    link: str
    primary: str
    accent: str
    logo: bytes | None = None


def invite_png(face: InviteFace) -> bytes:
    """The invitation as PNG, 1200 × 720."""
    return png(invite_image(face))


def invite_image(face: InviteFace) -> Image.Image:
    paint = Paint.of(face.primary, face.accent)
    image = background(SIZE, paint)
    rings(image, (900, 360), range(290, 520, 46), paint.bright, 0.22)
    masthead(image, (LEFT, TOP), face.brand, face.logo, paint, COLUMN)
    qr_panel(image, PANEL, face.link, paint)
    _words(image, face, paint)
    return image


def _words(image: Image.Image, face: InviteFace, paint: Paint) -> None:
    pen = ImageDraw.Draw(image)
    rows, size = wrapped_whole(drawable(face.headline), COLUMN, range(72, 39, -2), BOLD, most=3)
    step = round(size * 1.18)
    baseline = 360 - step * (len(rows) - 1) // 2
    for row in rows:
        pen.text((LEFT, baseline), row, paint.text, font(size, BOLD), anchor="ls")
        baseline += step
    reward = drawable(face.reward)
    top = max(490, baseline - step + 50)
    box = (LEFT, top, LEFT + pill_width(reward, 64, COLUMN), top + 64)
    pill(image, box, reward, paint.bright, text_on(paint.bright))
    size = fitting(face.footer, COLUMN, range(30, 19, -1), REGULAR)
    pen.text((LEFT, 650), cut(face.footer, COLUMN, size), paint.muted, font(size), anchor="ls")
