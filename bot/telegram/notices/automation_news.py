"""Offers that come by themselves with what a member does: a milestone, the next tier, a voucher's end."""

from bot.telegram.customer.callbacks import Offers, Points
from bot.telegram.notices.automation_frame import Facts, Said, framed, gift, until
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier


def second_order(reader: Reader, facts: Facts) -> Screen:
    t, days = reader.t, facts["days"]
    words = (
        t("🍣 <b>Shall we do it again?</b>"),
        t.plural("It has been {n} day since your first order.", "It has been {n} days since your first order.", days),
        t("We would be glad to cook for you again."),
    )
    return framed(reader, facts, Said(words, gaps={"days": t.plain_plural("{n} day", "{n} days", days)}))


def spend_milestone(reader: Reader, facts: Facts) -> Screen:
    t, program = reader.t, reader.rules.program
    reached = t.money(facts["sum"], program.currency)
    # NOTE: {sum} is a sum of money, all that the member has spent here: "15 000 ₽".
    words = (t("🏆 <b>{sum} of good food together!</b>", sum=reached), t("Thank you for your trust."))
    return framed(reader, facts, Said(words, gaps={"sum": reached}))


def order_milestone(reader: Reader, facts: Facts) -> Screen:
    """Words alone by default: nothing is sold here."""
    t, orders = reader.t, facts["orders"]
    words = (
        # NOTE: {n} is a round number of orders such as 100.
        t.plural("🎈 <b>That was your order number {n}!</b>", "🎈 <b>That was your order number {n}!</b>", orders),
        t("We have come a long way together. Thank you, from all of us."),
    )
    return framed(reader, facts, Said(words, gaps={"orders": t.number(orders)}))


def tier_near(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    level, missing = tier_name(t, Tier(facts["level"])), t.money(facts["missing"], reader.rules.program.currency)
    words = (
        # NOTE: {tier} is a level such as "Gold", {missing} a sum of money.
        t("✨ <b>{tier} is near</b>", tier=level),
        t("{missing} more, and you are there.", missing=missing),
    )
    return framed(reader, facts, Said(words, gaps={"level": level, "missing": missing}))


def voucher_ending(reader: Reader, facts: Facts) -> Screen:
    t, what, last = reader.t, gift(reader, facts), until(reader, facts)
    words = (
        t("⏳ <b>Your voucher ends soon</b>"),
        # NOTE: {gift} is a thing or a discount: "Miso soup", "10% off".
        t("{gift} is yours until {until}.", gift=what, until=last),
    )
    gaps = {"days": t.plain_plural("{n} day", "{n} days", facts["days"])}
    buttons = ((Button(t.plain("My vouchers"), Offers()),),)
    return framed(reader, facts, Said(words, gaps=gaps, buttons=buttons, service=True, tells_gift=True))


def category_lapsed(reader: Reader, facts: Facts) -> Screen:
    t, days, category = reader.t, facts["days"], facts["category"]
    words = (
        # NOTE: {category} is a kind of dish, as the shop calls it: "rolls".
        t("😋 <b>Time for {category}?</b>", category=category),
        t.plural("You last had it {n} day ago.", "You last had it {n} days ago.", days),
    )
    gaps = {"days": t.plain_plural("{n} day", "{n} days", days), "category": category}
    buttons = ((Button(t.plain("My points"), Points()),),)
    return framed(reader, facts, Said(words, gaps=gaps, buttons=buttons))


WORDINGS: dict[str, Wording] = {
    "automation.second_order": second_order,
    "automation.spend_milestone": spend_milestone,
    "automation.order_milestone": order_milestone,
    "automation.tier_near": tier_near,
    "automation.voucher_ending": voucher_ending,
    "automation.category_lapsed": category_lapsed,
}
