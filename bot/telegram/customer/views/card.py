"""The card as a picture, and the code for the till."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.i18n import Texts, lines
from bot.pictures.card import CardFace, card_png
from bot.pictures.qr import qr_png
from bot.rules import codes, deep_links
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import Card, NewCard, Points
from bot.telegram.customer.callbacks import TillCode as TillButton
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys, perks
from bot.telegram.shared.tiers import tier_name
from bot.usecases.card import CardView, TillCode
from bot.usecases.program import Rules


def card(view: CardView, t: Texts, rules: Rules, username: str) -> Screen:
    drawn = face(view, t, rules, username)
    text = lines(
        t("💳 <b>My card</b>"),
        # NOTE: {number} is the member number, such as "1042 7".
        t("№ <b>{number}</b>", number=drawn.number),
        perks.discount(view.discount, rules.program.currency, t),
        t("Show it, and the order counts for you. To pay with points, take a code for the till."),
    )
    rows = (
        (Button(t.plain("🔑 Code for the till"), TillButton()),),
        (Button(t.plain("Copy my number"), copy=view.holder.number), Button(t.plain("Refresh"), Card())),
        (Button(t.plain("💰 My points"), Points()), Button(t.plain("🚫 Block this card"), NewCard())),
        keys.home(t),
    )
    return Screen(text, rows, picture=Picture(_key(drawn), lambda: card_png(drawn)))


def ask_renew(t: Texts) -> Screen:
    text = lines(
        t("🚫 <b>Block this card and take a new one?</b>"),
        t("Should somebody else have your phone or a picture of your card: the old one stops working at once."),
        t("Your number, points and level stay. A printed card has to be printed again."),
    )
    yes = Button(t.plain("Yes, a new card"), NewCard(sure=1), style="danger")
    return Screen(text, (keys.yes_no(yes, Button(t.plain("No"), Card())), keys.home(t)))


def renewed(view: CardView, t: Texts, rules: Rules, username: str) -> Screen:
    return replace(card(view, t, rules, username), toast=t.plain("This is your new card. The old one works no more."))


def face(view: CardView, t: Texts, rules: Rules, username: str) -> CardFace:
    """Everything that is drawn, in the reader's words."""
    program, holder = rules.program, view.holder
    joined = local_date(holder.joined_at, rules.zone)
    return CardFace(
        brand=program.name,
        name=holder.name,
        number=codes.format_number(holder.number),
        tier=view.way.tier,
        tier_label=tier_name(t, view.way.tier),
        since_label=t.plain("Member since {date}", date=t.date(joined)),
        points_label=t.points(view.available),
        progress=view.way.share if view.way.next else None,
        progress_label=_way(view, t, program.currency),
        link=deep_links.url(username, deep_links.build("card", holder.card_code)),
        primary=program.primary,
        accent=program.accent,
        logo=view.logo,
        # NOTE: a mark of honour on the card of the first hundred members.
        badge=t.plain("One of the first hundred") if view.among_first else None,
    )


def _way(view: CardView, t: Texts, currency: str) -> str:
    if view.way.next is None:
        return t.plain("Our highest level")
    missing = t.money(view.way.missing_minor, currency)
    # NOTE: on the card: {money} is missing to the level {next}, such as "3 200 ₽ to Silver".
    return t.plain("{money} to {next}", money=missing, next=tier_name(t, view.way.next))


def _key(drawn: CardFace) -> str:
    """Equal for equal pictures: a fingerprint of all that is drawn."""
    return f"card:{sha256(repr(drawn).encode()).hexdigest()[:40]}"


def till_code(code: TillCode, t: Texts, rules: Rules, username: str) -> Screen:
    """A new picture each time: it is good for a minute and a half."""
    link = deep_links.url(username, code.payload)
    shown = f"{code.digits[:3]} {code.digits[3:]}"
    text = lines(
        t("🔑 <b>Code for the till</b>"),
        t("Let the till scan this, or say the numbers:"),
        # NOTE: {number} is the member number, {digits} a code of six digits.
        t(
            "<code>{number}</code> and <code>{digits}</code>",
            number=codes.format_number(code.number),
            digits=shown,
        ),
        t("Good until <b>{time}</b>.", time=_to_the_second(code.until, rules)),
        t("It lets the till take points, once: show it only when you want to pay with them."),
    )
    rows = ((Button(t.plain("A new code"), TillButton()),), keys.back(t, Card()))
    return Screen(text, rows, picture=Picture(f"till:{code.payload}", lambda: qr_png(link)))


def _to_the_second(at: datetime, rules: Rules) -> str:
    return f"{at.astimezone(rules.zone):%H:%M:%S}"
