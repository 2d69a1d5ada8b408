"""Outlets as the owner sees them."""

from bot.i18n import Texts, lines
from bot.telegram.admin.callbacks import AsEverywhere, OutletDo, ShowOutlets, ShowProgram
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.outlets import OutletLine


def listed(outlets: list[OutletLine], may_change: bool, t: Texts) -> Screen:
    """All outlets with what can be done."""
    if not outlets:
        return nothing(may_change, t)
    text = lines(t("🏠 <b>Outlets</b>"), "", *(_line(outlet, t) for outlet in outlets))
    shown = [Button(outlet.name, OutletDo(do="show", outlet=outlet.id)) for outlet in outlets]
    rows = (*keys.in_rows(shown), _add(t)) if may_change else ()
    return Screen(text, rows=(*rows, keys.back(t, ShowProgram())))


def nothing(may_change: bool, t: Texts) -> Screen:
    text = lines(t("🏠 <b>Outlets</b>"), t("None yet. Orders can name the shop or kitchen they come from."))
    return Screen(text, rows=(_add(t) if may_change else (), keys.back(t, ShowProgram())))


def _add(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("➕ Add an outlet"), OutletDo(do="add"), style="primary"),)


def _line(outlet: OutletLine, t: Texts) -> str:
    if not outlet.active:
        return t("▫️ {name} (closed)", name=outlet.name)
    if outlet.address:
        return t("▪️ <b>{name}</b>, {address}", name=outlet.name, address=outlet.address)
    return t("▪️ <b>{name}</b>", name=outlet.name)


def one(outlet: OutletLine, t: Texts, *, toast: str | None = None) -> Screen:
    text = lines(
        t("🏠 <b>{name}</b>", name=outlet.name),
        t("📍 {address}", address=outlet.address) if outlet.address else t("📍 No address yet"),
        _share(outlet, t),
        t("Open: orders can name it.") if outlet.active else t("Closed: new orders can't name it."),
    )
    rename = Button(t.plain("✏️ Name"), OutletDo(do="name", outlet=outlet.id))
    move = Button(t.plain("📍 Address"), OutletDo(do="address", outlet=outlet.id))
    close = Button(t.plain("Close it"), OutletDo(do="close", outlet=outlet.id), style="danger")
    reopen = Button(t.plain("Open it again"), OutletDo(do="open", outlet=outlet.id), style="success")
    share = Button(t.plain("⭐ What points may pay"), OutletDo(do="share", outlet=outlet.id))
    switch = close if outlet.active else reopen
    return Screen(text, rows=((rename, move), (share,), (switch,), keys.back(t, ShowOutlets())), toast=toast)


def _share(outlet: OutletLine, t: Texts) -> str:
    if outlet.spend_max_bp is None:
        return t("⭐ Points pay as much of a bill as everywhere.")
    return t("⭐ Points pay up to {percent} of a bill here.", percent=t.percent(outlet.spend_max_bp))


def ask_share(t: Texts) -> Screen:
    text = lines(
        t("⭐ <b>What points may pay here</b>"),
        t("Send the largest share of a bill, in percent. It goes before the programme's and the levels' own."),
    )
    same = (Button(t.plain("As everywhere"), AsEverywhere()),)
    return Screen(text, rows=(same, keys.cancel(t)))


def ask_new(t: Texts) -> Screen:
    text = lines(
        t("🏠 <b>A new outlet</b>"),
        t("Send its name, then a comma or a new line, then its address."),
        t("Example: <i>Sushi on Green Street, 5 Green Street</i>"),
    )
    return Screen(text, rows=(keys.cancel(t),))


def ask_name(t: Texts) -> Screen:
    return Screen(lines(t("✏️ <b>The outlet's name</b>"), t("Send the new name.")), rows=(keys.cancel(t),))


def ask_address(t: Texts) -> Screen:
    return Screen(lines(t("📍 <b>The outlet's address</b>"), t("Send the new address.")), rows=(keys.cancel(t),))
