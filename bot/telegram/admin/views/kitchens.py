"""How busy the kitchens are: three colours to press, and what can be done about a quiet one."""

from collections.abc import Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.admin.kitchen_callbacks import OfferBonus, SayLoad
from bot.telegram.admin.order_callbacks import ListOrders
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.usecases.kitchens import KitchenLine, Kitchens
from db.enums import KitchenLoad as Load

MARKS = {Load.GREEN: "🟢", Load.AMBER: "🟡", Load.RED: "🔴"}
LABELS = {
    # NOTE: how busy a kitchen is, on a button.
    Load.GREEN: N_("🟢 Quiet"),
    Load.AMBER: N_("🟡 Busy"),
    Load.RED: N_("🔴 Too much"),
}
TAKE = N_("✖️ Double my points")


def marks(found: Sequence[KitchenLine], t: Texts) -> Html:
    """One line for the list of orders."""
    return t("👩‍🍳 {kitchens}", kitchens=" · ".join(f"{MARKS[each.load]} {each.name}" for each in found))


def kitchens(found: Kitchens, t: Texts, toast: str | None = None) -> Screen:
    if not found.lines:
        return _no_outlet(t)
    text = lines(
        t("👩‍🍳 <b>How busy the kitchen is</b>"),
        t("What you say holds for two hours; otherwise the open orders tell."),
        "",
        *(_line(each, t) for each in found.lines),
        *_hint(found, t),
    )
    rows = [row for each in found.lines for row in _rows(each, found, t)]
    return Screen(text, rows=(*rows, keys.back(t, ListOrders())), toast=toast)


def _no_outlet(t: Texts) -> Screen:
    text = lines(
        t("👩‍🍳 <b>How busy the kitchen is</b>"), t("There is no outlet yet. The owner adds one under “The programme”.")
    )
    return Screen(text, rows=(keys.back(t, ListOrders()),))


def _line(each: KitchenLine, t: Texts) -> Html:
    orders = t.plain_plural("{n} open order", "{n} open orders", each.open_orders)
    gaps = {"mark": MARKS[each.load], "outlet": each.name, "orders": orders}
    if each.said_by:
        # NOTE: {name} is who of the staff said so; {orders} is like "5 open orders".
        return t("{mark} <b>{outlet}</b>: {orders}, as {name} said", name=each.said_by, **gaps)
    return t("{mark} <b>{outlet}</b>: {orders}", **gaps)


def _hint(found: Kitchens, t: Texts) -> list[Html | str]:
    if not any(each.load is Load.RED for each in found.lines):
        return []
    return ["", t("🔴 New orders may come later for points: the summary of an order offers it.")]


def _rows(each: KitchenLine, found: Kitchens, t: Texts) -> Rows:
    several = len(found.lines) > 1
    says = tuple(
        Button(f"{MARKS[load]} {each.name}" if several else t.plain(said), SayLoad(outlet=each.outlet_id, load=load))
        for load, said in LABELS.items()
    )
    name = t.plain("🎁 Bring some guests: {outlet}", outlet=each.name)
    offer = (Button(name, OfferBonus(outlet=each.outlet_id)),)
    return (says if found.may_say else (), offer if found.may_offer and each.load is Load.GREEN else ())


def message(t: Texts) -> Html:
    """What members read when the kitchen has time."""
    return lines(
        t("👩‍🍳 <b>Our cooks have time for you.</b>"),
        t("Take this within two hours and order today: your order brings double points."),
    )


def thanks(t: Texts) -> str:
    return t.plain("Thank you, noted for two hours.")
