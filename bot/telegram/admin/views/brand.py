"""The brand: name, time zone, colours, logo, and what a card looks like."""

from bot.i18n import N_, Html, Texts, html, lines
from bot.pictures.card import CardFace, card_png
from bot.rules import deep_links
from bot.telegram.admin.callbacks import ChangeNumber, PickColour, ShowBrand, ShowProgram
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases.program import Rules
from db.enums import Tier

PALETTE = {
    "#22304a": N_("Night blue"),
    "#1f4d3a": N_("Pine"),
    "#7a1f2b": N_("Cherry"),
    "#3b2a5c": N_("Plum"),
    "#ff6f59": N_("Coral"),
    "#f2b134": N_("Honey"),
    "#2a9d8f": N_("Sea"),
    "#e8e3d9": N_("Rice"),
}
SAMPLE_NUMBER = "1042 7"
SAMPLE_CODE = "0000000000000"


def _colour(code: str) -> Html:
    """As code: Telegram would take "#22304a" for a hashtag."""
    return Html(f"<code>{html(code)}</code>")


def brand(rules: Rules, logo: bytes | None, username: str, t: Texts) -> Screen:
    """The sample card as it looks now, and what can be changed about it."""
    program = rules.program
    text = lines(
        t("🎨 <b>{shop}</b>: this is how a card looks", shop=program.name),
        t("Colours: {primary} and {accent}", primary=_colour(program.primary), accent=_colour(program.accent)),
        t("Time zone: {zone}", zone=program.time_zone),
        None if logo else t("No logo yet: the card shows the name."),
    )
    rows = (
        (
            Button(t.plain("✏️ Name"), ChangeNumber(field="name")),
            Button(t.plain("🕰 Time zone"), ChangeNumber(field="time_zone")),
        ),
        (
            Button(t.plain("Main colour"), PickColour(part="primary")),
            Button(t.plain("Second colour"), PickColour(part="accent")),
        ),
        (
            Button(t.plain("🖼 Logo"), ShowBrand(do="logo")),
            *((Button(t.plain("Remove the logo"), ShowBrand(do="no_logo")),) if logo else ()),
        ),
        keys.back(t, ShowProgram()),
    )
    face = sample(rules, logo, username, t)
    return Screen(text, rows=rows, picture=Picture(f"sample:{hash(face)}", lambda: card_png(face)))


def sample(rules: Rules, logo: bytes | None, username: str, t: Texts) -> CardFace:
    """The card of a member who doesn't exist."""
    program = rules.program
    return CardFace(
        brand=program.name,
        # NOTE: the name of a made-up customer on a sample card
        name=t.plain("Ann Sample"),
        number=SAMPLE_NUMBER,
        tier=Tier.SILVER,
        tier_label=tier_name(t, Tier.SILVER),
        since_label="",
        points_label=t.points(620),
        progress=0.6,
        progress_label="",
        link=deep_links.url(username, deep_links.build("card", SAMPLE_CODE)),
        primary=program.primary,
        accent=program.accent,
        logo=logo,
    )


def palette(part: str, t: Texts) -> Screen:
    """Eight colours that look well, or any other."""
    title = t("🎨 <b>Main colour</b>") if part == "primary" else t("🎨 <b>Second colour</b>")
    buttons = [Button(t.plain(name), PickColour(part=part, colour=colour)) for colour, name in PALETTE.items()]
    text = lines(title, t("Choose one, or send another, such as #22304a."))
    return Screen(text, rows=(*keys.in_rows(buttons), keys.cancel(t)))


def ask_logo(t: Texts) -> Screen:
    text = lines(
        t("🖼 <b>Logo</b>"),
        t("Send a PNG or JPEG, at most 1 MB. As a file it keeps its transparent background."),
    )
    return Screen(text, rows=(keys.cancel(t),))
