"""Where members come from: each tag with who joined by it, and a link with a tag of its own."""

from bot.i18n import Html, Texts, html, lines
from bot.pictures.qr import qr_png
from bot.telegram.admin.segment_callbacks import ShowSegments, SourceLink
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.usecases.sources import BY_A_FRIEND, SourceLine, Sources


def listed(seen: Sources, t: Texts) -> Screen:
    """Tags by how many joined."""
    if not seen.lines:
        return nothing(t)
    text = lines(
        t("🔗 <b>Where members come from</b>"),
        "",
        *(_line(line, seen.currency, t) for line in seen.lines),
        *_campaigns(seen, t),
    )
    return Screen(text, rows=((_new(t),), keys.back(t, ShowSegments())))


def _campaigns(seen: Sources, t: Texts) -> list[Html]:
    """Of orders, not of members: the site names them with each order."""
    if not seen.campaigns:
        return []
    # NOTE: above a list of advertisements, each with the orders it brought.
    told = [html(""), t("📣 <b>Orders by campaign, as the site tells</b>")]
    for line in seen.campaigns:
        money = t.money(line.spent_minor, seen.currency)
        # NOTE: a line of a list: "autumn: 7 orders for ₽12,400".
        words = t.plural(
            "▪️ <b>{name}</b>: {n} order for {money}",
            "▪️ <b>{name}</b>: {n} orders for {money}",
            line.orders,
            name=line.campaign,
            money=money,
        )
        told.append(words)
    return told


def nothing(t: Texts) -> Screen:
    text = lines(
        t("🔗 <b>Where members come from</b>"),
        t("Nobody has joined yet. Make a link for each place: a flyer, a sign at the till, a post."),
    )
    return Screen(text, rows=((_new(t),), keys.back(t, ShowSegments())))


def _new(t: Texts) -> Button:
    return Button(t.plain("➕ New link"), SourceLink(), style="primary")


def _line(line: SourceLine, currency: str, t: Texts) -> Html:
    waiting = t.plural(
        "   {n} more opened it and has not joined yet", "   {n} more opened it and have not joined yet", line.waiting
    )
    return lines(_joined(line, currency, t), waiting if line.waiting else None)


def _joined(line: SourceLine, currency: str, t: Texts) -> Html:
    if not line.ordered:
        # NOTE: a line of a list: "flyer: 12 joined, nobody has ordered yet". {name} is the tag of a link.
        return t("▪️ <b>{name}</b>: {n} joined, nobody has ordered yet", name=named(line.tag, t), n=line.joined)
    # NOTE: a line of a list: "flyer: 12 joined, 7 of them ordered for ₽12,400". {name} is the tag of a link.
    return t(
        "▪️ <b>{name}</b>: {n} joined, {ordered} of them ordered for {money}",
        name=named(line.tag, t),
        n=line.joined,
        ordered=line.ordered,
        money=t.money(line.spent_minor, currency),
    )


def named(tag: str | None, t: Texts) -> str:
    """A tag as the staff read it."""
    if tag is None:
        return t.plain("without a link")
    return t.plain("by a friend's link") if tag == BY_A_FRIEND else tag


def ask_tag(t: Texts) -> Screen:
    text = lines(
        t("🔗 <b>A link of its own</b>"),
        t("Send a short word for the place, in Latin letters: <b>flyer</b>, <b>till-2</b>, <b>instagram</b>."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def link(line: SourceLine, url: str, currency: str, t: Texts) -> Screen:
    """The link with its QR code, and what it has brought so far."""
    text = lines(
        t("🔗 <b>{name}</b>", name=line.tag),
        html(url),
        t("Whoever joins by it is counted under this word; segments can ask for it."),
        _line(line, currency, t) if line.joined or line.waiting else t("Nobody has joined by it yet."),
    )
    copy = (Button(t.plain("Copy the link"), copy=url),)
    return Screen(
        text, rows=(copy, keys.back(t, ShowSegments(what="links"))), picture=Picture(f"qr:{url}", lambda: qr_png(url))
    )
