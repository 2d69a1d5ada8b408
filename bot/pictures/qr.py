"""QR codes: sharp modules, a fixed mask (choosing the best of eight costs four fifths of the time), level M."""

from functools import lru_cache
from io import BytesIO

import qrcode
from PIL import Image, ImageOps
from qrcode.constants import ERROR_CORRECT_M

from bot.pictures.palette import INK, WHITE, Colour, parse

QUIET_MODULES = 4
MASK = 4


@lru_cache(maxsize=256)
def _modules(payload: str) -> Image.Image:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(payload)
    code.make(fit=True)
    side = len(code.modules)
    image = Image.new("L", (side, side))
    image.putdata([255 if dark else 0 for row in code.modules for dark in row])
    return image


def qr_mask(payload: str, room: int) -> Image.Image:
    """255 where a module is dark, quiet zone included, in whole pixels per module, to fit a square of *room*."""
    modules = _modules(payload)
    scale = max(1, room // (modules.width + 2 * QUIET_MODULES))
    drawn = modules.resize((modules.width * scale,) * 2, Image.Resampling.NEAREST)
    return ImageOps.expand(drawn, border=QUIET_MODULES * scale, fill=0)


def qr_image(payload: str, *, room: int, dark: Colour = INK, light: Colour = WHITE) -> Image.Image:
    """The code with its quiet zone, as large as fits a square of *room*."""
    mask = qr_mask(payload, room)
    image = Image.new("RGB", mask.size, light)
    image.paste(dark, (0, 0), mask)
    return image


def qr_png(payload: str, *, dark: str = "#17212b", light: str = "#ffffff", scale: int = 12) -> bytes:
    """The code alone as a small PNG, *scale* pixels per module."""
    modules = _modules(payload)
    room = (modules.width + 2 * QUIET_MODULES) * scale
    image = qr_image(payload, room=room, dark=parse(dark), light=parse(light))
    out = BytesIO()
    image.quantize(2).save(out, "PNG", optimize=True)
    return out.getvalue()
