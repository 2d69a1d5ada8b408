"""What every picture is made of: fonts of any weight, text that fits, soft-edged shapes, gradients.

Pillow draws shapes with hard edges; here their masks are drawn three times as large and shrunk. Masks, fonts and
gradients are remembered, for all cards of a brand share them.
"""

import re
from functools import lru_cache
from io import BytesIO

import fontpkg
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps, UnidentifiedImageError

from bot.pictures.palette import Colour, Metal, mix

Box = tuple[int, int, int, int]
SMOOTH = 3
REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 750
KEPT = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # spaces at which no line ends: "5 %" stays whole
SPACE = rf"[^\S{KEPT}]"
LARGEST_LOGO = 4_000 * 4_000


@lru_cache(maxsize=128)
def font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    chosen = ImageFont.truetype(str(fontpkg.path("Noto Sans")), size)
    chosen.set_variation_by_axes([weight, 100])
    return chosen


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    probe = font(16)
    return char.isspace() or bytes(probe.getmask(char)) != bytes(probe.getmask("\U0010ffff"))


def drawable(text: str) -> str:
    """The text without what the font cannot draw (emoji, mostly), so that nobody's name ends in empty boxes."""
    return re.sub(f"{SPACE}+", " ", "".join(char for char in text if _has_glyph(char))).strip()


def width_of(text: str, size: int, weight: int = REGULAR) -> float:
    return font(size, weight).getlength(text)


def fitting(text: str, room: int, sizes: range, weight: int = REGULAR) -> int:
    """The largest of *sizes* (given from large to small) at which the text is no wider than *room*, or the smallest."""
    return next((size for size in sizes if width_of(text, size, weight) <= room), sizes[-1])


def cut(text: str, room: int, size: int, weight: int = REGULAR) -> str:
    """The text, ended by "…" where it would be wider than *room*."""
    if width_of(text, size, weight) <= room:
        return text
    while text and width_of(f"{text}…", size, weight) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped_whole(text: str, room: int, sizes: range, weight: int, most: int) -> tuple[list[str], int]:
    """The lines and the largest of *sizes* at which nothing has to be cut; cut at the smallest when nothing helps."""
    for size in sizes:
        rows = wrapped(text, room, size, weight, most)
        if not any(row.endswith("…") for row in rows):
            break
    return rows, size


def wrapped(text: str, room: int, size: int, weight: int, most: int) -> list[str]:
    """The text in at most *most* lines no wider than *room*, broken at plain spaces and hyphens; the last is cut."""
    rows: list[str] = []
    for part in re.findall(rf"{SPACE}*(?:[^\s-]|[{KEPT}])+-*|{SPACE}*-+", text):
        if rows and (len(rows) == most or width_of(rows[-1] + part, size, weight) <= room):
            rows[-1] += part
        else:
            rows.append(part.lstrip())
    return [cut(row, room, size, weight) for row in rows]


@lru_cache(maxsize=64)
def rounded_mask(width: int, height: int, radius: int) -> Image.Image:
    large = Image.new("L", (width * SMOOTH, height * SMOOTH), 0)
    box = (0, 0, width * SMOOTH - 1, height * SMOOTH - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius * SMOOTH, fill=255)
    return large.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=32)
def shadow_mask(width: int, height: int, radius: int, blur: int, strength: int) -> Image.Image:
    """A soft shadow of a rounded shape, *blur* larger on each side; drawn small and enlarged, being soft anyway."""
    shape = Image.new("L", (width + 4 * blur, height + 4 * blur), 0)
    shape.paste(rounded_mask(width, height, radius).point(lambda v: v * strength // 255), (2 * blur, 2 * blur))
    small = shape.resize((shape.width // 4, shape.height // 4), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(blur / 4)).resize(shape.size, Image.Resampling.BILINEAR)


@lru_cache(maxsize=32)
def gradient(width: int, height: int, start: Colour, end: Colour) -> Image.Image:
    """From *start* in the upper left to *end* in the lower right. Not to be drawn upon: copy it."""
    corners = Image.new("RGB", (2, 2))
    middle = mix(start, end, 0.5)
    corners.putdata([start, middle, middle, end])
    # From the middle of one pixel to the middle of the other: the whole way between the colours, and no flat rim.
    return corners.resize((width, height), Image.Resampling.BILINEAR, box=(0.5, 0.5, 1.5, 1.5))


@lru_cache(maxsize=32)
def metal_sheet(width: int, height: int, metal: Metal, *, glints: int = 1) -> Image.Image:
    """A brushed strip of the tier's metal over which the light runs *glints* times; one glint carries dark text."""
    stops = [metal.body, metal.shine, metal.body]
    for _ in range(glints - 1):
        stops += [metal.edge, metal.body, metal.shine, metal.body]
    strip = Image.new("RGB", (len(stops), 1))
    strip.putdata(stops)
    return strip.resize((width, height), Image.Resampling.BICUBIC)


def fill_rounded(image: Image.Image, box: Box, radius: int, fill: Colour | Image.Image, alpha: float = 1.0) -> None:
    """Paints a soft-edged rounded shape with a colour or with a picture of the same size."""
    left, top, right, bottom = box
    mask = rounded_mask(right - left, bottom - top, radius)
    if alpha < 1:
        mask = mask.point(lambda value: round(value * alpha))
    image.paste(fill, (left, top) if isinstance(fill, Image.Image) else box, mask)


def drop_shadow(image: Image.Image, box: Box, radius: int, *, blur: int = 18, strength: int = 90) -> None:
    left, top, right, bottom = box
    mask = shadow_mask(right - left, bottom - top, radius, blur, strength)
    image.paste((0, 0, 0), (left - 2 * blur, top - 2 * blur + blur // 2), mask)


def rings(image: Image.Image, centre: tuple[int, int], radii: range, colour: Colour, alpha: float) -> None:
    """Thin circles around *centre*: the quiet ornament of every picture of the programme."""
    mask = _rings_mask(image.size, centre, radii, round(alpha * 255))
    image.paste(colour, (0, 0), mask)


@lru_cache(maxsize=8)
def _rings_mask(size: tuple[int, int], centre: tuple[int, int], radii: range, strength: int) -> Image.Image:
    large = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    pen = ImageDraw.Draw(large)
    x, y = centre[0] * 2, centre[1] * 2
    for radius in radii:
        pen.ellipse((x - radius * 2, y - radius * 2, x + radius * 2, y + radius * 2), outline=strength, width=4)
    return large.resize(size, Image.Resampling.BOX)


def logo_image(data: bytes | None, size: int) -> Image.Image | None:
    """The brand's logo cut to a square of *size*; None when there is none or the bytes are no picture."""
    if data is None:
        return None
    try:
        logo = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        if logo.width * logo.height > LARGEST_LOGO:
            return None
        return ImageOps.fit(logo.convert("RGBA"), (size, size), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def png(image: Image.Image) -> bytes:
    """The bytes of the picture. Telegram packs it anew anyway, so the quickest packing is the best."""
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
