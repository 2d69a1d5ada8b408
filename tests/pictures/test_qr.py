"""QR codes drawn and read: sharp, small, and safe from whatever somebody sends as a photo."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bot.pictures.qr import qr_image, qr_png
from bot.pictures.read_qr import BadPicture, read_qr

LINK = "https://t.me/okaeri_bot?start=r_7ZK0A1B2"


def packed(image: Image.Image, kind: str = "PNG") -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


@given(st.text(alphabet="abcXYZ0189_-?=/:.", min_size=1, max_size=200))
def test_every_payload_is_read_back(payload: str) -> None:
    assert read_qr(qr_png(payload, scale=4)) == [payload]


def test_a_code_alone_is_small_and_in_the_colours_asked() -> None:
    png = qr_png(LINK, dark="#22304a", light="#fff4e0")
    assert len(png) < 2_000
    colours = Image.open(BytesIO(png)).convert("RGB").getcolors()
    assert colours is not None
    assert {colour for _count, colour in colours} == {(0x22, 0x30, 0x4A), (0xFF, 0xF4, 0xE0)}


@pytest.mark.parametrize("room", [45, 200, 412, 1_000])
def test_modules_are_whole_pixels_and_the_quiet_zone_is_four_of_them(room: int) -> None:
    image = qr_image(LINK, room=room)
    dark = ImageOps.invert(image.convert("L")).getbbox()
    assert dark is not None
    scale = image.width // (29 + 8)
    assert dark[0] == dark[1] == 4 * scale
    assert image.width % (29 + 8) == 0
    assert image.width <= max(room, 29 + 8)


def test_a_dark_theme_screenshot_is_read() -> None:
    inverted = ImageOps.invert(qr_image(LINK, room=400))
    assert read_qr(packed(ImageOps.expand(inverted, 60, "black"))) == [LINK]


def test_a_transparent_sticker_is_read() -> None:
    image = qr_image(LINK, room=400).convert("RGBA")
    image.putalpha(ImageOps.invert(image.convert("L")))
    assert read_qr(packed(image, "WEBP")) == [LINK]


def test_all_codes_of_a_photo_are_found_and_a_photo_without_any_is_no_error() -> None:
    sheet = Image.new("RGB", (1_000, 500), "white")
    sheet.paste(qr_image("first", room=400), (50, 50))
    sheet.paste(qr_image("second", room=400), (550, 50))
    assert sorted(read_qr(packed(sheet, "JPEG"))) == ["first", "second"]
    assert read_qr(packed(Image.new("RGB", (300, 300), "white"))) == []


def test_a_photo_of_a_phones_camera_is_read() -> None:
    photo = Image.new("RGB", (4_000, 3_000), "#554433")
    photo.paste(qr_image(LINK, room=1_200), (1_300, 900))
    assert read_qr(packed(photo, "JPEG")) == [LINK]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param(b"", "picture.unreadable", id="nothing"),
        pytest.param(b"%PDF-1.7 hello", "picture.unreadable", id="another kind of file"),
        pytest.param(packed(Image.new("RGB", (9, 9)), "GIF"), "picture.unreadable", id="a kind Telegram never sends"),
        pytest.param(qr_png(LINK)[:80], "picture.unreadable", id="cut off"),
        pytest.param(b"x" * 10_000_001, "picture.too_large", id="too many bytes"),
        pytest.param(packed(Image.new("1", (20_000, 20_000))), "picture.too_large", id="a bomb of pixels"),
        pytest.param(packed(Image.new("1", (12_000, 9_000))), "picture.too_large", id="a smaller bomb"),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_photo_is_refused_by_its_reason(sent: bytes, code: str) -> None:
    with pytest.raises(BadPicture) as refusal:
        read_qr(sent)
    assert refusal.value.code == code
