"""Words about orders that the desk, the courier and the member all read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.rules.benefits import named
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
FIRST = "👑"  # of a member whose level is served first


@dataclass(frozen=True)
class Cost:
    """An order's sums in minor units: the goods, the delivery, what comes off each, and what points pay."""

    amount: int
    fee: int
    currency: str
    off: int = 0
    fee_off: int = 0
    paid: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.off + self.fee - self.fee_off - self.paid


def state(t: Texts, of: OrderState) -> str:
    return t.plain(STATES[of])


def problem(t: Texts, kind: ProblemKind) -> str:
    return t.plain(PROBLEMS[kind])


def first(t: Texts) -> Html:
    """On an order of such a member: for the desk, the kitchen and the courier."""
    return t("{mark} <b>First, please</b>", mark=FIRST)


def bar(done: int) -> str:
    """A line of four steps, *done* of them filled."""
    return "🟠" * done + "⚪" * (STEPS - done) if done < STEPS else "🟢" * STEPS


def total(t: Texts, cost: Cost) -> Html:
    """What the order costs, the delivery apart when there is a fee; what comes off, and what is left to pay."""
    fee_off = t("🛵 The delivery is free") if cost.fee_off == cost.fee else _off(t, cost.fee_off, cost.currency)
    return lines(
        before(t, cost.amount, cost.fee, cost.currency),
        _off(t, cost.off, cost.currency) if cost.off else None,
        fee_off if cost.fee_off else None,
        # NOTE: so much of a bill is paid with points.
        t("⭐ −{money} by points", money=t.money(cost.paid, cost.currency)) if cost.paid else None,
        to_pay(t, cost.left, cost.currency) if cost.off or cost.fee_off or cost.paid else None,
    )


def to_pay(t: Texts, minor: int, currency: str) -> Html:
    return t("💳 To pay: <b>{money}</b>", money=t.money(minor, currency))


def prepaid(t: Texts, minor: int, currency: str) -> Html | None:
    """For the member: what they paid in chat."""
    return t("✅ Paid in chat: {money}", money=t.money(minor, currency)) if minor else None


def collect(t: Texts, due: int, currency: str) -> Html:
    """For whoever hands it over: what is to be collected."""
    if due <= 0:
        return t("✅ <b>All is paid: collect nothing</b>")
    return t("🧾 {money}", money=t.money(due, currency))


def _off(t: Texts, minor: int, currency: str) -> Html:
    # NOTE: so much comes off the bill.
    return t("🏷 −{money}", money=t.money(minor, currency))


def before(t: Texts, amount: int, fee: int, currency: str) -> Html:
    if not fee:
        return t("🧾 {money}", money=t.money(amount, currency))
    # NOTE: "1 240 ₽ + 150 ₽ for the delivery"
    return t("🧾 {money} + {fee} for the delivery", money=t.money(amount, currency), fee=t.money(fee, currency))


def item(t: Texts, quantity: int, name: str, minor: int, currency: str) -> Html:
    # NOTE: a line of an order: how many of what for how much in all.
    return t("▫️ {n} × {dish}, {money}", n=quantity, dish=name, money=t.money(minor, currency))


def hand_over(t: Texts, names: Mapping[str, str] | None) -> Html | None:
    """What goes along for nothing, by a voucher; *names* by language."""
    # NOTE: to the courier and the kitchen; {thing} is like "Miso soup".
    return t("🎁 Hand over: <b>{thing}</b> (voucher)", thing=named(names, t.language)) if names else None


def along(t: Texts, names: Mapping[str, str] | None) -> Html | None:
    """The same for the member."""
    # NOTE: {thing} is like "Miso soup": it comes with the order for nothing.
    return t("🎁 With your voucher: {thing}", thing=named(names, t.language)) if names else None


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
