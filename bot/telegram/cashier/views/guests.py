"""A customer who has not joined: the points of their sale wait on their phone number."""

from bot.i18n import Texts, lines
from bot.pictures.qr import qr_png
from bot.rules import deep_links
from bot.rules.people import mask_phone
from bot.telegram.cashier.callbacks import NewGuest, Sum, UndoWait, WaitOnPhone
from bot.telegram.cashier.views.keypad import keypad
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import OpenSale
from bot.usecases.claims import ClaimSeen
from bot.usecases.program import Rules


def nobody_with(phone: str, t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>Nobody has joined with {phone}</b>", phone=mask_phone(phone)),
        t("Their points can wait for them: they come with the first message, once they join with this number."),
    )
    wait = Button(t.plain("📱 Let points wait for it"), NewGuest(), style="primary")
    return Screen(text, rows=((wait,), (Button(t.plain("Try again"), OpenSale()), *keys.home(t))))


def ask_sum(phone: str, t: Texts) -> Screen:
    text = lines(_title(phone, t), "", t("Type the sum, or press Keys."))
    pad_ = Button(t.plain("🔢 Keys"), Sum(how="keys"))
    return Screen(text, rows=((pad_,), (Button(t.plain("‹ Back"), OpenSale()), *keys.home(t))))


def _title(phone: str, t: Texts) -> str:
    # NOTE: points will wait for whoever has this phone number.
    return t("📱 <b>Points wait for {phone}</b>", phone=mask_phone(phone))


def pad(phone: str, typed: str, currency: str, t: Texts) -> Screen:
    return keypad(t("📱 <b>Points wait for {phone}</b>", phone=mask_phone(phone)), typed, currency, t, NewGuest())


def sure(phone: str, amount: int, t: Texts, currency: str) -> Screen:
    money = t.money(amount, currency)
    text = lines(_title(phone, t), "", t("🧾 {money}: is that right? If not, type the sum.", money=money))
    yes = Button(t.plain("✅ Yes, {money}", money=money), WaitOnPhone(), style="success")
    return Screen(text, rows=((yes,), (Button(t.plain("‹ Back"), NewGuest()), *keys.home(t))))


def waits(done: ClaimSeen, t: Texts, rules: Rules, username: str) -> Screen:
    """With the link to join as a QR, to be scanned from the cashier's phone."""
    link = deep_links.url(username, deep_links.build("source", "till"))
    text = lines(
        # NOTE: {points} is "62 points".
        t("✅ <b>{points} wait for {phone}</b>", points=t.points(done.points), phone=done.phone or "—"),
        t("🧾 {money}", money=t.money(done.amount_minor, done.currency)),
        t("Whoever joins with this number by {moment} has them.", moment=t.moment(done.until, rules.zone)),
        "",
        t("Let the customer scan this, and press Start."),
    )
    undo = Button(t.plain("↩️ Undo"), UndoWait(claim=done.claim_id))
    rows = ((Button(t.plain("🛎 Next customer"), OpenSale(), style="primary"),), (undo, *keys.home(t)))
    return Screen(text, rows=rows, picture=Picture(f"join:{link}", lambda: qr_png(link)))


def undone(done: ClaimSeen, t: Texts) -> Screen:
    text = lines(
        t("↩️ <b>Nothing waits any more for {phone}</b>", phone=done.phone or "—"),
        t("It was a slip, and counts for nothing."),
    )
    return Screen(text, rows=((Button(t.plain("🛎 Next customer"), OpenSale(), style="primary"), *keys.home(t)),))
