"""Colours: mixing them, and choosing what can be read on what."""

from dataclasses import dataclass

from db.enums import Tier

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (20, 24, 33)
READABLE_AS_QR = 7.0


@dataclass(frozen=True, slots=True)
class Metal:
    """A tier's metal: the dark of its edge, its body and the light that runs over it."""

    edge: Colour
    body: Colour
    shine: Colour


METALS = {
    Tier.BRONZE: Metal((122, 70, 34), (196, 126, 76), (243, 196, 156)),
    Tier.SILVER: Metal((104, 114, 126), (176, 186, 197), (246, 249, 252)),
    Tier.GOLD: Metal((143, 96, 14), (222, 170, 52), (255, 236, 166)),
}


def parse(colour: str) -> Colour:
    """ "#ff6f59" → (255, 111, 89)"""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """*one* with *share* (0 to 1) of *other* in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance as the accessibility guidelines define it, 0 for black to 1 for white."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white); 4.5 is what small text needs."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(background: Colour) -> Colour:
    """White or ink, whichever is read better; white wins a near tie, it looks warmer on a colour."""
    return WHITE if contrast(WHITE, background) * 1.35 >= contrast(INK, background) else INK


def qr_on_white(brand: Colour) -> Colour:
    """The brand's colour for the dark modules where a cheap camera would still read it, else ink."""
    return brand if contrast(brand, WHITE) >= READABLE_AS_QR else INK
