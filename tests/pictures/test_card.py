"""The card: read at the counter by any camera, legible in any brand's colours, whole with any name."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from bot.pictures.brand import Paint
from bot.pictures.canvas import drawable
from bot.pictures.card import COLUMN, LEFT, PANEL, CardFace, card_image, card_png
from bot.pictures.invite import InviteFace, invite_png
from bot.pictures.palette import INK, WHITE, contrast, mix, parse, qr_on_white, text_on
from bot.pictures.read_qr import read_qr
from db.enums import Tier

STATIC = "https://t.me/okaeri_sushi_bot?start=m_7ZK0A1B2C3D4E"
SIGNED = f"{STATIC}_1234567_0123456789ABCDEF"
ANN = CardFace(
    brand="Sushi Okaeri",
    name="Ann Brown",
    number="1042 7",
    tier=Tier.BRONZE,
    tier_label="Bronze",
    since_label="Member since March 2026",
    points_label="62 points",
    progress=0.3,
    progress_label="₽10,500 to Silver",
    link=STATIC,
    primary="#22304a",
    accent="#ff6f59",
)
COLOURS = ["#000000", "#22304a", "#c8102e", "#ff6f59", "#2d6a4f", "#ffd166", "#7f7f7f", "#fff4e0", "#ffffff"]


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def as_telegram_shows(png: bytes, *, degrees: float = 0, quality: int = 70) -> bytes:
    """A 640-pixel recompressed copy, held a little askew."""
    small = opened(png).rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="grey")
    small.thumbnail((640, 640))
    out = BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("link", [STATIC, SIGNED], ids=["static", "signed"])
@pytest.mark.parametrize("primary", COLOURS)
def test_the_code_is_read_from_the_card_in_any_colours(primary: str, link: str) -> None:
    assert read_qr(card_png(replace(ANN, primary=primary, link=link))) == [link]


@pytest.mark.parametrize("degrees", [0, 3, -7, 90, 178])
@pytest.mark.parametrize("link", [STATIC, SIGNED], ids=["static", "signed"])
def test_the_code_is_read_from_a_small_copy_held_askew(link: str, degrees: float) -> None:
    assert read_qr(as_telegram_shows(card_png(replace(ANN, link=link)), degrees=degrees)) == [link]


def test_the_code_is_read_from_a_dark_photo_with_noise() -> None:
    print("seed: 42")
    card = opened(card_png(ANN)).resize((900, 540)).rotate(5, expand=True, fillcolor="black")
    noise = Image.frombytes("RGB", card.size, random.Random(42).randbytes(card.width * card.height * 3))
    out = BytesIO()
    Image.blend(card, noise, 0.25).point([v // 2 for v in range(256)] * 3).save(out, "JPEG", quality=60)
    assert read_qr(out.getvalue()) == [STATIC]


@pytest.mark.parametrize("primary", COLOURS)
def test_the_invitation_is_read_too(primary: str) -> None:
    face = InviteFace("Okaeri", "Ann invites you", "100 points", "t.me/okaeri_bot", STATIC, primary, "#ff6f59")
    assert read_qr(as_telegram_shows(invite_png(face), degrees=4)) == [STATIC]


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_has_its_own_face(tier: Tier) -> None:
    others = [card_png(replace(ANN, tier=other)) for other in Tier if other != tier]
    card = card_png(replace(ANN, tier=tier))
    assert opened(card).size == (1200, 720)
    assert card not in others


def test_the_same_face_is_the_same_picture() -> None:
    assert card_png(ANN) == card_png(ANN)


@pytest.mark.parametrize(
    "name",
    [
        "Константин Константинопольский-Преображенский",
        "Łucja Świętosława-Wiśniewska",
        "W" * 64,
        "Ш" * 32 + " " + "Щ" * 31,
        "Ann " * 16,
    ],
)
def test_a_long_name_never_runs_into_the_code(name: str) -> None:
    with_name, without = card_image(replace(ANN, name=name)), card_image(replace(ANN, name=" "))
    changed = ImageChops.difference(with_name, without).getbbox()
    assert changed is not None
    assert changed[0] >= LEFT - 4
    assert changed[2] <= LEFT + COLUMN + 4 < PANEL[0]
    assert read_qr(card_png(replace(ANN, name=name))) == [STATIC]


@pytest.mark.parametrize("field", ["brand", "tier_label", "since_label", "points_label", "progress_label", "badge"])
def test_any_label_may_be_far_too_long_or_empty(field: str) -> None:
    for text in ("Ж" * 200, "долго " * 60, ""):
        assert read_qr(card_png(replace(ANN, **{field: text}))) == [STATIC]  # type: ignore[arg-type]


def test_a_letter_the_font_lacks_is_left_out_and_not_a_box() -> None:
    assert drawable("🍣 Żółć Щука 62 ₽ zł € ×2 🍣") == "Żółć Щука 62 ₽ zł € ×2"
    assert drawable("🍣李") == ""
    assert card_png(replace(ANN, name="Ann 🍣 Brown")) == card_png(ANN)


def test_a_member_without_a_drawable_name_has_a_card_all_the_same() -> None:
    assert read_qr(card_png(replace(ANN, name="🍣"))) == [STATIC]


@pytest.mark.parametrize("share", [None, -1.0, 0.0, 0.001, 0.5, 1.0, 7.0])
def test_the_bar_takes_any_share(share: float | None) -> None:
    assert opened(card_png(replace(ANN, progress=share))).size == (1200, 720)


def logo(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    out = BytesIO()
    Image.new("RGB" if kind == "JPEG" else "RGBA", size, "#00aa55").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_logo_takes_the_place_of_the_letter(kind: str) -> None:
    with_logo = card_image(replace(ANN, logo=logo(kind)))
    red, green, blue = with_logo.getpixel((LEFT + 38, 98))  # type: ignore[misc]
    assert green > red + 80
    assert green > blue + 40


@pytest.mark.parametrize("broken", [b"", b"no picture", logo("PNG")[:60], logo("PNG", (8_000, 4_000))])
def test_a_logo_that_is_no_picture_leaves_the_letter(broken: bytes) -> None:
    assert card_png(replace(ANN, logo=broken)) == card_png(ANN)


@pytest.mark.parametrize("primary", COLOURS)
def test_text_can_be_read_on_every_background(primary: str) -> None:
    paint = Paint.of(primary, "#ff6f59")
    for background in (paint.start, mix(paint.start, paint.end, 0.5), paint.end):
        assert contrast(paint.text, background) >= 3.0
    assert contrast(paint.bright, parse(primary)) >= 1.6
    assert contrast(qr_on_white(parse(primary)), WHITE) >= 7.0


def test_ink_or_white_is_chosen_by_luminance() -> None:
    assert [text_on(parse(colour)) for colour in ("#000000", "#22304a", "#c8102e")] == [WHITE] * 3
    assert [text_on(parse(colour)) for colour in ("#ffffff", "#ffd166", "#fff4e0")] == [INK] * 3
