"""QR codes read from a photo somebody sent: any light, any angle, dark or light theme, and no bomb goes off."""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.rules.errors import RuleBroken

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2_000


class BadPicture(RuleBroken):
    """ "picture.too_large" or "picture.unreadable"."""


def read_qr(image_bytes: bytes, *, max_bytes: int = 10_000_000) -> list[str]:
    """The texts of all QR codes in the picture, from none to many. Raises BadPicture."""
    if len(image_bytes) > max_bytes:
        raise BadPicture("picture.too_large")
    image = _opened(image_bytes)
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text for code in found if code.text]


def _opened(image_bytes: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(image_bytes), formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > MOST_PIXELS:
            raise BadPicture("picture.too_large")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        grey = _on_white(image)
    except BadPicture:
        raise
    except Image.DecompressionBombError as wrong:
        raise BadPicture("picture.too_large") from wrong
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise BadPicture("picture.unreadable") from wrong
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _on_white(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    if "A" not in turned.getbands() and "transparency" not in turned.info:
        return turned.convert("L")
    layer = turned.convert("RGBA")
    sheet = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(sheet, layer).convert("L")
