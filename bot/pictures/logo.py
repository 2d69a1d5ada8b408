"""A shop's logo as it came, made one small PNG."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.rules.errors import RuleBroken

LARGEST_FILE = 1_000_000
LARGEST_SIDE = 512
SMALLEST_SIDE = 32
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class BadLogo(RuleBroken):
    """ "logo.too_big", "logo.not_a_picture" or "logo.too_small"."""


def normal_logo(content: bytes) -> bytes:
    """A PNG of at most 512 pixels a side, upright, without whatever else the file carried. Raises BadLogo."""
    if len(content) > LARGEST_FILE:
        raise BadLogo("logo.too_big")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadLogo("logo.too_big")
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise BadLogo("logo.not_a_picture") from wrong
    if min(upright.size) < SMALLEST_SIDE:
        raise BadLogo("logo.too_small")
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    png = io.BytesIO()
    upright.save(png, "PNG", optimize=True)
    return png.getvalue()
