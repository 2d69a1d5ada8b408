"""Entering a promo code, and what it has given."""

from bot.i18n import Html, Texts, lines
from bot.rules.codes import format_voucher
from bot.telegram.customer.callbacks import History, Offers, Points
from bot.telegram.customer.claim_callbacks import TypeOldCard
from bot.telegram.customer.promo_callbacks import TypeCode
from bot.telegram.customer.voucher_callbacks import ShowVoucher
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import benefits, keys
from bot.usecases.program import Rules
from bot.usecases.promocodes import Entered


def ask(t: Texts) -> Screen:
    text = lines(
        t("🏷 <b>Your code</b>"),
        t("Send it as you have it: capital or small letters, with or without spaces."),
    )
    old_card = Button(t.plain("💳 I had a card before"), TypeOldCard())
    return Screen(text, ((old_card,), keys.cancel(t)))


def entered(result: Entered, t: Texts, rules: Rules) -> Screen:
    """The code was right: points, or a voucher with its deadline."""
    return _points(result, t) if result.points else _voucher(result, t, rules)


def _points(result: Entered, t: Texts) -> Screen:
    text = lines(
        t("🎉 <b>{points}</b> for your code", points=t.points(result.points)), t("They are yours to spend at once.")
    )
    ways = (Button(t.plain("💰 My points"), Points()), Button(t.plain("🧾 History"), History()))
    return Screen(text, (ways, _another(t), keys.back(t, Offers())))


def _voucher(result: Entered, t: Texts, rules: Rules) -> Screen:
    currency = rules.program.currency
    text = lines(
        _title(result, t),
        t("<b>{what}</b>", what=benefits.with_icon(t, result.benefit, currency)),
        t("⏳ Until {date}", date=t.date(result.valid_until)) if result.valid_until else None,
        *benefits.conditions(t, result.benefit, currency, result.outlets),
        # NOTE: {code} is the voucher's own code, such as "7KQ2M-9XT4B".
        t("🎟 Voucher <code>{code}</code>", code=format_voucher(result.voucher_code or "")),
        "",
        benefits.how_to_use(t, result.benefit),
    )
    shown = Button(t.plain("🎟 Show it"), ShowVoucher(voucher=result.voucher_id or 0), style="primary")
    return Screen(text, ((shown,), _another(t), keys.back(t, Offers())))


def _title(result: Entered, t: Texts) -> Html:
    return t("🎟 <b>You have this already</b>") if result.already else t("🎉 <b>Your code works</b>")


def _another(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🏷 Another code"), TypeCode()),)
