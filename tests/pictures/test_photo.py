"""A photo as it comes becomes one JPEG any chat shows: upright, small, with nothing else in it."""

import io
import random

import pytest
from PIL import Image

from bot.pictures.photo import LARGEST_JPEG, BadPhoto, normal_photo


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **how)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_a_large_one_is_made_smaller_in_its_own_shape() -> None:
    made = opened(normal_photo(saved(Image.new("RGB", (4000, 2000), "red"))))
    assert (made.format, made.size, made.mode) == ("JPEG", (1280, 640), "RGB")


def test_what_was_transparent_is_white() -> None:
    made = opened(normal_photo(saved(Image.new("RGBA", (400, 300), (255, 0, 0, 0)))))
    assert made.getpixel((200, 150)) == (255, 255, 255)


def test_it_stands_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    picture = Image.new("RGB", (400, 300), "blue")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "a phone"
    made = opened(normal_photo(saved(picture, "JPEG", exif=exif)))
    assert made.size == (300, 400)
    assert not dict(made.getexif())


def test_even_noise_fits_into_a_megabyte() -> None:
    noise = Image.frombytes("RGB", (1280, 1280), random.Random(7).randbytes(1280 * 1280 * 3))
    assert len(normal_photo(saved(noise, "JPEG", quality=98))) <= LARGEST_JPEG


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo.not_a_picture"),
        (b"\x89PNG but not really", "photo.not_a_picture"),
        (saved(Image.new("RGB", (400, 300)))[:-200], "photo.not_a_picture"),
        (saved(Image.new("RGB", (199, 600))), "photo.too_small"),
        (saved(Image.new("1", (9000, 9000))), "photo.too_big"),
        (b"x" * 10_000_001, "photo.too_big"),
        (saved(Image.new("RGB", (400, 300)), "GIF"), "photo.not_a_picture"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadPhoto, match=code):
        normal_photo(content)
