"""What has happened to an order, for the desk: each step, and what came back of it."""

from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.usecases.order_desk import EventLine, ReturnLine

CANCEL_REASONS = {
    "changed_mind": N_("The customer changed their mind"),
    "sold_out": N_("Something is sold out"),
    "mistake": N_("Entered by mistake"),
}
SETTLE_REASONS = {
    "confirmed": N_("The customer confirmed it to us"),
    "no_phone": N_("The customer has no phone at hand"),
    "at_counter": N_("Picked up at the counter"),
}
EVENTS = {
    # NOTE: lines of an order's history, each followed by who did it.
    "place": N_("placed"),
    "assign": N_("given to a courier"),
    "later": N_("a later time, for points"),
    "accept": N_("accepted"),
    "start": N_("on the way"),
    "undo": N_("a step taken back"),
    "problem": N_("a problem"),
    "wrong_code": N_("a wrong code"),
    "lock": N_("locked after wrong codes"),
    "resend": N_("sent again"),
    "cancel": N_("cancelled"),
    "confirm": N_("delivered"),
    "settle": N_("delivered without a code"),
    "paid": N_("paid in chat"),
    "refund": N_("paid back"),
    "post": N_("sold at the till"),
    "return": N_("goods came back"),
    "take_back": N_("the sale was undone"),
}
NOTED = frozenset({"cancel", "settle", "assign"})  # other notes are shown above, or are for the programme


def event(event: EventLine, t: Texts, zone: ZoneInfo) -> Html:
    known = CANCEL_REASONS | SETTLE_REASONS
    note = t.plain(known[event.note]) if event.note in known else event.note
    what = t.plain(EVENTS[event.what]) if event.what in EVENTS else event.what
    said = {"time": t.time(event.at, zone), "what": what, "who": event.who or "—", "note": note or ""}
    if note and event.what in NOTED:
        # NOTE: "18:30 cancelled, Olga: entered by mistake"
        return t("<i>{time} {what}, {who}: {note}</i>", **said)
    # NOTE: "18:30 accepted, Carl"
    return t("<i>{time} {what}, {who}</i>", **said)


def came_back(one: ReturnLine, currency: str, t: Texts, zone: ZoneInfo) -> Html:
    """One return: what, why, by whom, and what went which way."""
    moved = [
        # NOTE: of a return: money goes back to the member, points they had earned leave, points that had paid return.
        t("   {money} paid back", money=t.money(one.money_minor, currency)) if one.money_minor else None,
        t("   {points} earned, taken back", points=t.points(-one.points_taken, signed=True))
        if one.points_taken
        else None,
        t("   {points} that had paid", points=t.points(one.points_given, signed=True)) if one.points_given else None,
    ]
    what = ", ".join(f"{quantity} × {name}" for name, quantity in one.items)
    return lines(
        t(
            # NOTE: "Came back 21 November, 18:30: goods for ₽620, Olga"
            "↩️ Came back {time}: goods for {money}, {who}",
            time=t.moment(one.at, zone),
            money=t.money(one.amount_minor, currency),
            who=one.by or "—",
        ),
        t("   {items}", items=what) if what else None,
        *(each for each in moved if each is not None),
        t("   💬 “{words}”", words=one.reason) if one.reason else None,
    )
