"""A partner's sales afterwards: a list, one of them, what comes back."""

from bot.i18n import Html, Texts, lines
from bot.telegram.cashier.partner_callbacks import PartnerReturn, PartnerSaleCard, PartnerSales, UndoPartnerSale
from bot.telegram.cashier.views.partner import after
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, tills
from bot.telegram.shared.callbacks import HOME
from bot.usecases.partner_returns import PartnerReturned, PartnerSaleSeen, SaleLine
from bot.usecases.program import Rules


def listed(found: list[SaleLine], t: Texts, rules: Rules) -> Screen:
    """The newest sales."""
    if not found:
        return nothing(t)
    currency = rules.program.currency
    buttons = [
        Button(
            f"{'↩️' if one.undone else '🧾'} {t.moment(one.at, rules.zone)} · {t.money(one.amount_minor, currency)}",
            PartnerSaleCard(sale=one.id),
        )
        for one in found
    ]
    text = lines(t("🧾 <b>The newest sales</b>"), t("Choose one to bring goods back."))
    return Screen(text, rows=(*keys.in_rows(buttons, 1), keys.home(t)))


def nothing(t: Texts) -> Screen:
    return Screen(lines(t("🧾 <b>The newest sales</b>"), t("None yet.")), rows=(keys.home(t),))


def card(seen: PartnerSaleSeen, t: Texts, rules: Rules) -> Screen:
    currency = seen.currency
    text = lines(
        t("🧾 <b>Sale {number}, {when}</b>", number=str(seen.sale_id), when=t.moment(seen.at, rules.zone)),
        tills.goods(t, seen.amount_minor, currency),
        t("⭐ {points} paid for it", points=t.points(seen.points_paid)) if seen.points_paid else None,
        t("✨ Earned: {points}", points=t.points(seen.points, signed=True)) if seen.points else None,
        _back(seen, t),
    )
    undo = ((Button(t.plain("↩️ Undo"), UndoPartnerSale(sale=seen.sale_id)),),) if seen.undo_until else ()
    whole = Button(t.plain("📦 All of it comes back"), PartnerReturn(sale=seen.sale_id, how="whole"))
    part = Button(t.plain("✂️ A part of it"), PartnerReturn(sale=seen.sale_id, how="part"))
    back = ((whole,), (part,)) if seen.left_minor else ()
    return Screen(text, rows=(*undo, *back, keys.back(t, PartnerSales())))


def _back(seen: PartnerSaleSeen, t: Texts) -> Html | None:
    if seen.undone:
        return t("↩️ Undone: it was a slip.")
    return (
        t("↩️ Brought back: {money}", money=t.money(seen.returned_minor, seen.currency)) if seen.returned_minor else None
    )


def ask_part(seen: PartnerSaleSeen, t: Texts) -> Screen:
    text = lines(
        t("✂️ <b>For how much do goods come back?</b>"),
        t("At what they cost after the discount, {money} at most.", money=t.money(seen.left_minor, seen.currency)),
    )
    return Screen(text, rows=(keys.back(t, PartnerSaleCard(sale=seen.sale_id)),))


def sure(seen: PartnerSaleSeen, amount: int, t: Texts) -> Screen:
    text = lines(
        t("📦 <b>Bring back {money}?</b>", money=t.money(amount, seen.currency)),
        t("Points go the way they came; the next screen says how much money goes back."),
    )
    yes = Button(t.plain("✅ Yes"), PartnerReturn(sale=seen.sale_id, how="yes"), style="success")
    return Screen(text, rows=((yes,), keys.back(t, PartnerSaleCard(sale=seen.sale_id))))


def returned(done: PartnerReturned, t: Texts) -> Screen:
    if done.already:
        return already(done, t)
    text = lines(
        t("📦 <b>Brought back: {money}</b>", money=t.money(done.amount_minor, done.currency)),
        t("💵 Give back: <b>{money}</b>", money=t.money(done.money_minor, done.currency)),
        t("⭐ {points} that had paid are the member's again", points=t.points(done.points_given))
        if done.points_given
        else None,
        t("✨ {points} that had been earned are gone", points=t.points(done.points_taken))
        if done.points_taken
        else None,
    )
    return Screen(text, rows=((Button(t.plain("🧾 The sale"), PartnerSaleCard(sale=done.sale_id)),), after(t)))


def already(done: PartnerReturned, t: Texts) -> Screen:
    text = lines(
        t("📦 <b>Nothing was done again</b>"), t("Something has come back meanwhile. Please look at the sale.")
    )
    return Screen(text, rows=((Button(t.plain("🧾 The sale"), PartnerSaleCard(sale=done.sale_id)),), after(t)))


def undone(done: PartnerReturned, t: Texts) -> Screen:
    text = lines(t("↩️ <b>Taken back</b>"), t("As if it had never been entered; the member has been told."))
    return Screen(text, rows=((Button(t.plain("Home"), HOME),),))
