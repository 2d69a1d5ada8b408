"""A photograph as it came, made one JPEG that any chat shows at once."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.rules.errors import RuleBroken

LARGEST_FILE = 10_000_000  # as it comes
LARGEST_JPEG = 1_000_000  # as it is kept
LARGEST_SIDE = 1280
SMALLEST_SIDE = 200
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITIES, WORST = (88, 80, 70, 55), 40


class BadPhoto(RuleBroken):
    """ "photo.too_big", "photo.not_a_picture" or "photo.too_small"."""


def normal_photo(content: bytes) -> bytes:
    """A JPEG of at most 1280 pixels a side and 1 MB, upright, on white where it was transparent, without whatever else
    the file carried (such as where it was taken). Raises BadPhoto."""
    if len(content) > LARGEST_FILE:
        raise BadPhoto("photo.too_big")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPhoto("photo.too_big")
            upright = _on_white(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        if isinstance(wrong, BadPhoto):
            raise
        raise BadPhoto("photo.not_a_picture") from wrong
    if min(upright.size) < SMALLEST_SIDE:
        raise BadPhoto("photo.too_small")
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    drafts = (_jpeg(upright, quality) for quality in QUALITIES)
    return next((jpeg for jpeg in drafts if len(jpeg) <= LARGEST_JPEG), None) or _jpeg(upright, WORST)


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
