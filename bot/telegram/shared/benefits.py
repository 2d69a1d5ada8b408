"""What a voucher or a code gives, in words: as a name, and with the strings attached to it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.i18n import N_, Html, Texts
from bot.rules.benefits import WHOLE_BP, Benefit, named
from db.enums import BenefitKind

ICONS = {
    BenefitKind.ITEM: "🍱",
    BenefitKind.SERVICE: "💆",
    BenefitKind.EXPERIENCE: "🎟",
    BenefitKind.DELIVERY: "🛵",
    BenefitKind.PERCENT: "🏷",
    BenefitKind.AMOUNT: "🏷",
    BenefitKind.MULTIPLIER: "✨",
    BenefitKind.POINTS: "💰",
}


def title(t: Texts, benefit: Benefit, currency: str) -> str:
    """What it is called, plain: "Miso soup", "10% off, ₽500 at most", "₽300 off"."""
    match benefit.kind:
        case BenefitKind.DELIVERY:
            return t.plain("Free delivery")
        case BenefitKind.PERCENT if benefit.most_minor:
            most = t.money(benefit.most_minor, currency)
            # NOTE: a voucher: so much percent off the bill, but at most {money}.
            return t.plain("{percent} off, {money} at most", percent=t.percent(benefit.value), money=most)
        case BenefitKind.PERCENT:
            return t.plain("{percent} off", percent=t.percent(benefit.value))
        case BenefitKind.AMOUNT:
            # NOTE: a voucher: so much money off the bill.
            return t.plain("{money} off", money=t.money(benefit.value, currency))
        case BenefitKind.MULTIPLIER:
            # NOTE: a voucher: an order brings {factor} times as many points.
            return t.plain("Points × {factor}", factor=t.number(Decimal(benefit.value) / WHOLE_BP))
        case BenefitKind.POINTS:
            return t.points(benefit.value)
    return named(benefit.names, t.language) or t.plain("A gift")


def with_icon(t: Texts, benefit: Benefit, currency: str) -> str:
    """The same behind a small picture of its kind, for buttons and lists."""
    return f"{ICONS[benefit.kind]} {title(t, benefit, currency)}"


def conditions(t: Texts, benefit: Benefit, currency: str, outlets: Mapping[int, str]) -> Sequence[Html]:
    """What has to be met besides the deadline; *outlets* are the names of the shop's outlets."""
    told = []
    if benefit.least_minor:
        least = t.money(benefit.least_minor, currency)
        told.append(t("🧾 For orders of {money} or more", money=least))
    if benefit.outlets:
        names = [outlets[one] for one in benefit.outlets if one in outlets]
        # NOTE: {outlets} is a list of shops' names: "Central and Riverside".
        told.append(t("🏠 Only at {outlets}", outlets=t.join(names) or "—"))
    return told


HOW_TO_USE = {
    # NOTE: how the member uses such a voucher.
    BenefitKind.MULTIPLIER: N_("It works with an order: name it when you order."),
    BenefitKind.DELIVERY: N_("It works with an order that is delivered: name it when you order."),
}
ELSE_SHOW_IT = N_("Show it at the till, or name it when you order.")


def how_to_use(t: Texts, benefit: Benefit) -> Html:
    """What the member has to do to get it."""
    return t(HOW_TO_USE.get(benefit.kind, ELSE_SHOW_IT))
