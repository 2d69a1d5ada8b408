"""Words about orders that the desk, the courier and the member all read."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts
from db.enums import OrderState, ProblemKind

STATES = {
    # NOTE: states of an order.
    OrderState.PLACED: N_("Placed"),
    OrderState.ACCEPTED: N_("Accepted by the courier"),
    OrderState.ON_THE_WAY: N_("On the way"),
    OrderState.DELIVERED: N_("Delivered"),
    OrderState.CANCELLED: N_("Cancelled"),
    OrderState.RETURNED: N_("Returned"),
}
ICONS = {
    OrderState.PLACED: "🆕",
    OrderState.ACCEPTED: "👌",
    OrderState.ON_THE_WAY: "🛵",
    OrderState.DELIVERED: "✅",
    OrderState.CANCELLED: "✖️",
    OrderState.RETURNED: "↩️",
}
PROBLEMS = {
    # NOTE: what went wrong with a delivery, as the courier reports it.
    ProblemKind.NOBODY_HOME: N_("Nobody opens"),
    ProblemKind.WRONG_ADDRESS: N_("Wrong address"),
    ProblemKind.REFUSED: N_("The customer won't take it"),
    ProblemKind.DAMAGED: N_("Something is damaged"),
    ProblemKind.WRONG_CODE: N_("The code was wrong too often"),
}
STEPS = 4


def state(t: Texts, of: OrderState) -> str:
    return t.plain(STATES[of])


def problem(t: Texts, kind: ProblemKind) -> str:
    return t.plain(PROBLEMS[kind])


def bar(done: int) -> str:
    """A line of four steps, *done* of them filled."""
    return "🟠" * done + "⚪" * (STEPS - done) if done < STEPS else "🟢" * STEPS


def total(t: Texts, amount: int, fee: int, currency: str) -> Html:
    """What the order costs, the delivery apart when there is a fee."""
    if not fee:
        return t("🧾 {money}", money=t.money(amount, currency))
    # NOTE: "1 240 ₽ + 150 ₽ for the delivery"
    return t("🧾 {money} + {fee} for the delivery", money=t.money(amount, currency), fee=t.money(fee, currency))


def where(t: Texts, address: str) -> Html:
    return t("📍 {address}", address=address) if address else t("🛍 Pickup, no delivery")


def when(t: Texts, promised: datetime | str | None, zone: ZoneInfo) -> Html | None:
    """The promised time, as clocks of the shop show it."""
    if not promised:
        return None
    moment = datetime.fromisoformat(promised) if isinstance(promised, str) else promised
    # NOTE: {time} is like "18:30": when the order should be there.
    return t("🕡 By {time}", time=t.time(moment, zone))


def code(t: Texts, digits: str | None) -> Html | None:
    """The member's code for the courier, as long as there is one."""
    return t("🔑 Your code for the door: <b><code>{code}</code></b>", code=digits) if digits else None


def map_of(address: str) -> str:
    """A link that opens the address in whatever map the phone has."""
    return "https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": address})
