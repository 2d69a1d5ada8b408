"""The launch kit: an announcement to pass on in each language, and links with QR codes for every place."""

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.i18n import N_, Catalogue, Html, Texts, lines
from bot.pictures.invite import InviteFace, invite_png
from bot.rules import deep_links
from bot.telegram.admin.callbacks import ShowProgram
from bot.telegram.admin.planning_callbacks import ShowLaunch
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.usecases.program import Rules

PLACES: Mapping[str, str] = {
    # NOTE: places where a QR code or a link hangs.
    "table": N_("On the table"),
    "till": N_("At the till"),
    "bag": N_("On the bag"),
    "site": N_("On our site"),
    "channel": N_("In our channel"),
}


def kit(rules: Rules, username: str, language: str, catalogue: Catalogue, t: Texts) -> Screen:
    """The words to pass on in *language*, and the places."""
    said = announcement(rules, username, catalogue.texts(language))
    text = lines(
        t("🚀 <b>Launch kit</b>"),
        t("Words to pass on, in the language you choose. Press and hold to copy, or send them with the button."),
        "",
        Html(f"<blockquote>{said}</blockquote>"),
        "",
        t("Each place has a link and a QR code of its own, so that you see later where people came from:"),
    )
    languages = [
        Button(("• " if each == language else "") + catalogue.name_of(each), ShowLaunch(language=each))
        for each in catalogue.languages
    ]
    places = [Button(t.plain(name), ShowLaunch(language=language, place=place)) for place, name in PLACES.items()]
    share = Button(t.plain("Send these words"), url=_share(rules, username, catalogue.texts(language)))
    return Screen(
        text, rows=(*keys.in_rows(languages, 3), (share,), *keys.in_rows(places), keys.back(t, ShowProgram()))
    )


def announcement(rules: Rules, username: str, t: Texts) -> Html:
    """What the shop tells its customers, in the words of *t*'s language."""
    return lines(_told(rules, t), "", t("{link}", link=deep_links.url(username, deep_links.build("source", "news"))))


def _told(rules: Rules, t: Texts) -> Html:
    program = rules.program
    return lines(
        # NOTE: a shop announces its loyalty programme to its customers. {shop} is its name.
        t("{shop}: welcome back!", shop=program.name),
        t(
            "Now every order brings {share} of it back as points. Pay with them next time.",
            share=t.percent(program.earn_rate_bp),
        ),
        t("To begin with: {points} with your first order.", points=t.points(program.welcome_points))
        if program.welcome_points
        else None,
        t("And a gift for your birthday. You join in half a minute, in Telegram:"),
    )


def _share(rules: Rules, username: str, t: Texts) -> str:
    link = deep_links.url(username, deep_links.build("source", "news"))
    return "https://t.me/share/url?" + urlencode({"url": link, "text": str(_told(rules, t)).replace("&amp;", "&")})


def poster(rules: Rules, username: str, place: str, logo: bytes | None, t: Texts) -> Screen:
    """The link and the picture for one place."""
    link = deep_links.url(username, deep_links.build("source", place))
    text = lines(
        t("🚀 <b>{place}</b>", place=t.plain(PLACES[place])),
        t("<code>{link}</code>", link=link),
        t("Print the picture, or copy the link. “Where from” is kept with everybody who joins by it."),
    )
    face = poster_face(rules, username, link, logo, t)
    picture = Picture(f"poster:{rules.version}:{t.language}:{place}", lambda: invite_png(face))
    copy = Button(t.plain("Copy the link"), copy=link)
    return Screen(text, rows=((copy,), keys.back(t, ShowLaunch(language=t.language))), picture=picture)


def poster_face(rules: Rules, username: str, link: str, logo: bytes | None, t: Texts) -> InviteFace:
    program = rules.program
    reward = t.plain("{points} for your first order", points=t.points(program.welcome_points))
    return InviteFace(
        brand=program.name,
        headline=t.plain("Every order brings {share} back", share=t.percent(program.earn_rate_bp)),
        reward=reward if program.welcome_points else t.plain("Points with every order"),
        footer=f"t.me/{username}",
        link=link,
        primary=program.primary,
        accent=program.accent,
        logo=logo,
    )
