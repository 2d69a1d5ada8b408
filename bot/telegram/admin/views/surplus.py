"""What is left over: one line that tells it, the message made of it, and what was saved so far."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.surplus import Surplus
from bot.telegram.admin.broadcast_callbacks import BroadcastDo
from bot.telegram.admin.surplus_callbacks import PriceSurplus
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.surplus import Flash, Saved

SHARES = (30, 50)
TAKE = N_("🙋 One for me")


def ask(saved: Saved, t: Texts) -> Screen:
    """The question, and what became of earlier answers."""
    text = lines(
        t("🍱 <b>Left over today?</b>"),
        t("Tell me in one line, and I write to those who are likely to want it:"),
        # NOTE: an example of what the staff types; the word for "till" is understood as "до" and "do" as well.
        t("<code>12 Philadelphia till 21:00 -30%</code>"),
        *_saved(saved, t),
    )
    opened = [Button(f"🍱 {each.name}", BroadcastDo(do="show", broadcast=each.id)) for each in saved.flashes]
    return Screen(text, rows=(*keys.in_rows(opened, 1), keys.home(t)))


def _saved(saved: Saved, t: Texts) -> list[Html | str]:
    if not saved.flashes:
        return []
    month = t.plural("🌱 {n} portion saved this month", "🌱 {n} portions saved this month", saved.this_month)
    return ["", month, *(_flash(each, t) for each in saved.flashes)]


def _flash(each: Flash, t: Texts) -> Html:
    gaps = {"name": each.name, "taken": t.number(each.claimed), "saved": t.number(each.saved)}
    # NOTE: {name} is like "12 × Philadelphia"; the numbers are of portions.
    return t("{name}: {taken} taken, {saved} handed over", **gaps)


def ask_price(surplus: Surplus, t: Texts) -> Screen:
    text = lines(
        t("🍱 <b>{pieces} × {dish}</b>", pieces=str(surplus.pieces), dish=surplus.dish),
        t("For how much? Press a button, or type such as -40%."),
    )
    gift = Button(t.plain("🎁 As a gift with an order"), PriceSurplus(share=0))
    off = tuple(Button(f"−{t.percent(share * 100)}", PriceSurplus(share=share)) for share in SHARES)
    return Screen(text, rows=(off, (gift,), keys.cancel(t)))


def message(surplus: Surplus, t: Texts) -> Html:
    """What members read."""
    time = t.plain("{hour}:{minute}", hour=str(surplus.hour), minute=f"{surplus.minute:02}")
    left = t.plural(
        "🍱 <b>{dish}</b>: {n} portion left, until {time} today.",
        "🍱 <b>{dish}</b>: {n} portions left, until {time} today.",
        surplus.pieces,
        dish=surplus.dish,
        time=time,
    )
    if surplus.off_bp:
        price = t("Take one with {share} off. First come, first served.", share=t.percent(surplus.off_bp))
    else:
        price = t("Order something, and one is yours for nothing. First come, first served.")
    return lines(left, price)
