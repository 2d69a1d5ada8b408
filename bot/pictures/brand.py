"""The parts every picture of the brand shares: background, logo and name, the white panel with the QR code, pills."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.canvas import (
    BOLD,
    SEMIBOLD,
    Box,
    cut,
    drawable,
    drop_shadow,
    fill_rounded,
    fitting,
    font,
    gradient,
    logo_image,
    rings,
    width_of,
)
from bot.pictures.palette import INK, WHITE, Colour, contrast, luminance, mix, parse, qr_on_white, text_on
from bot.pictures.qr import qr_mask


@dataclass(frozen=True, slots=True)
class Paint:
    """A brand's colours as they are used on its background."""

    primary: Colour
    accent: Colour
    start: Colour
    end: Colour
    text: Colour
    muted: Colour

    @classmethod
    def of(cls, primary: str, accent: str) -> "Paint":
        base = parse(primary)
        dark = luminance(base) < 0.55
        start, end = (mix(base, WHITE, 0.14), mix(base, (0, 0, 0), 0.34)) if dark else (base, mix(base, INK, 0.14))
        text = text_on(mix(start, end, 0.5))
        return cls(base, parse(accent), start, end, text, mix(text, base, 0.16))

    @property
    def bright(self) -> Colour:
        """The accent, or the text's colour where the accent would be lost on the background."""
        return self.accent if contrast(self.accent, self.primary) >= 1.6 else self.text


def background(size: tuple[int, int], paint: Paint) -> Image.Image:
    image = gradient(*size, paint.start, paint.end).copy()
    rings(image, (size[0] - 80, size[1] + 40), range(160, 900, 74), paint.text, 0.07)
    return image


def masthead(image: Image.Image, at: tuple[int, int], brand: str, logo: bytes | None, paint: Paint, room: int) -> None:
    """The logo (or the brand's first letter) in a disc of 76 pixels, and the brand's name beside it."""
    left, top = at
    box = (left, top, left + 76, top + 76)
    shown = drawable(brand)
    if picture := logo_image(logo, 76):
        fill_rounded(image, box, 38, WHITE)
        sheet = Image.new("RGBA", picture.size, "white")
        fill_rounded(image, box, 38, Image.alpha_composite(sheet, picture).convert("RGB"))
    else:
        fill_rounded(image, box, 38, paint.bright)
        letter = shown[:1].upper() or "•"
        pen = ImageDraw.Draw(image)
        pen.text((left + 38, top + 39), letter, text_on(paint.bright), font(42, BOLD), anchor="mm")
    size = fitting(shown, room - 98, range(40, 25, -2), SEMIBOLD)
    text = cut(shown, room - 98, size, SEMIBOLD)
    ImageDraw.Draw(image).text((left + 98, top + 38), text, paint.text, font(size, SEMIBOLD), anchor="lm")


def qr_panel(image: Image.Image, box: Box, link: str, paint: Paint) -> None:
    """The code on a white panel that carries its quiet zone, whatever the brand's colours are."""
    drop_shadow(image, box, 36)
    fill_rounded(image, box, 36, WHITE)
    left, top, right, bottom = box
    code = qr_mask(link, right - left)
    corner = ((left + right - code.width) // 2, (top + bottom - code.height) // 2)
    image.paste(qr_on_white(paint.primary), corner, code)


def pill(image: Image.Image, box: Box, text: str, fill: Colour | Image.Image, ink: Colour) -> None:
    """A rounded label with its text in the middle."""
    left, top, right, bottom = box
    fill_rounded(image, box, (bottom - top) // 2, fill)
    size = fitting(text, right - left - 40, range((bottom - top) * 55 // 100, 15, -1), SEMIBOLD)
    shown = cut(text, right - left - 30, size, SEMIBOLD)
    middle = ((left + right) // 2, (top + bottom) // 2 - 1)
    ImageDraw.Draw(image).text(middle, shown, ink, font(size, SEMIBOLD), anchor="mm")


def pill_width(text: str, height: int, most: int) -> int:
    return min(most, round(width_of(text, height * 55 // 100, SEMIBOLD)) + 56)


def bar(image: Image.Image, box: Box, share: float, fill: Colour, track: Colour) -> None:
    """A thin progress bar; even the first step of the way shows as a dot."""
    left, top, right, bottom = box
    radius = (bottom - top) // 2
    fill_rounded(image, box, radius, track, 0.22)
    done = max(bottom - top, round((right - left) * min(1.0, share))) if share > 0 else 0
    if done:
        fill_rounded(image, (left, top, left + done, bottom), radius, fill)
