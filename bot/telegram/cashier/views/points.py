"""Points for a bill: how many, and how the member agrees."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, lines
from bot.telegram.cashier.callbacks import Bill, WithPoints
from bot.telegram.cashier.views.bill import who
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.sale_posting import SaleOutlook
from bot.usecases.spendings import SpendSeen


def which(outlook: SaleOutlook, points: int, t: Texts, *, scanned: bool = False) -> Screen:
    """*points* are chosen; a number typed is another choice. *scanned*: the customer's code was, a moment ago."""
    most, least = t.points(outlook.points_most), t.number(outlook.points_least)
    text = lines(
        who(outlook, t),
        "",
        # NOTE: {points} is "300 points".
        t("⭐ Take <b>{points}</b>?", points=t.points(points)),
        # NOTE: "From 50 to 300 points can pay here": {least} is a number, {most} is like "300 points".
        t("From {least} to {most} can pay here. Type a number for fewer.", least=least, most=most),
        t("Their code for the till was scanned: one press is enough.")
        if scanned
        else t("The customer's code for the till can be typed or sent as a photo right away."),
    )
    # NOTE: a button: {points} is "300 points".
    take = Button(t.plain("✅ Take {points}", points=t.points(points)), WithPoints(how="scanned"), style="success")
    ask = Button(t.plain("📲 Ask in their chat"), WithPoints(how="ask"), style="primary")
    code = Button(t.plain("🔑 They show a code"), WithPoints(how="code"))
    return Screen(text, rows=((take,) if scanned else (), (ask,), (code,), keys.back(t, Bill())))


def waiting(seen: SpendSeen, name: str, t: Texts, zone: ZoneInfo) -> Screen:
    """The member is asked; the answer turns this screen by itself."""
    text = lines(
        # NOTE: {name} is a customer who has been asked.
        t("⏳ <b>Waiting for {name}</b>", name=name),
        # NOTE: {points} is "300 points", {money} what they pay.
        t(
            "⭐ {points} for {money}: the question is in their chat.",
            points=t.points(seen.points),
            money=_pays(seen, t),
        ),
        _fewer(seen, t),
        t("It can be answered until {time}; this screen turns by itself.", time=t.time(seen.until, zone)),
    )
    again = Button(t.plain("🔄 Answered?"), Bill())
    code = Button(t.plain("🔑 They show a code"), WithPoints(how="code"))
    return Screen(text, rows=((again,), (code,), (Button(t.plain("✖️ Without points"), WithPoints(how="none")),)))


def _pays(seen: SpendSeen, t: Texts) -> str:
    return t.money(seen.pays_minor, seen.currency)


def _fewer(seen: SpendSeen, t: Texts) -> Html | None:
    """Fewer than wanted."""
    return t("More can't pay here.") if seen.why else None


def ask_shown(outlook: SaleOutlook, points: int, t: Texts) -> Screen:
    text = lines(
        who(outlook, t),
        "",
        t("🔑 <b>{points}: which code do they show?</b>", points=t.points(points)),
        t("In their chat: My card → Code for the till. Type the six digits, or send a photo of the QR."),
    )
    return Screen(text, rows=(keys.back(t, Bill()),))


def still_waits(seen: SpendSeen, t: Texts, now: datetime) -> str:
    left = seen.until - now
    return t.plain_plural("No answer yet, {n} second left.", "No answer yet, {n} seconds left.", left.seconds)
