"""Words about a member's tier: reached, about to be lost, kept, lost, given by the shop."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, lines
from bot.rules.benefits import named
from bot.rules.tiers import rule_of
from bot.telegram.customer.tier_callbacks import MyTier
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.perks import perks, way_picture
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier

Facts = Mapping[str, Any]


def reached(reader: Reader, facts: Facts) -> Screen:
    """Congratulations, with the picture, the gift and what it brings from now on."""
    t, program, tier = reader.t, reader.rules.program, Tier(facts["tier"])
    brings = perks(rule_of(tier, program), program, t)
    text = lines(
        # NOTE: {tier} is a level such as "Silver".
        t("🎉 <b>You have reached {tier}!</b>", tier=tier_name(t, tier)),
        *gifts(reader, facts),
        *(("", t("From now on:"), *brings) if brings else ()),
    )
    return Screen(text, _rows(reader), picture=way_picture(program, tier, facts["spent"], t))


def gifts(reader: Reader, facts: Facts) -> list[Html]:
    """What came with it."""
    t, told = reader.t, []
    if facts["points"]:
        # NOTE: {points} is "100 points".
        told.append(t("🎁 A gift for you: <b>{points}</b>", points=t.points(facts["points"])))
    if facts["names"]:
        reward = named(facts["names"], t.language)
        # NOTE: {reward} is the name of a thing, such as "Miso soup".
        told.append(t("🎟 A gift for you: <b>{reward}</b>. It waits among your vouchers.", reward=reward))
    return told


def ending(reader: Reader, facts: Facts) -> Screen:
    t, tier = reader.t, tier_name(reader.t, Tier(facts["tier"]))
    text = lines(
        # NOTE: {tier} is a level such as "Gold".
        t("🏅 <b>{tier} could stay yours</b>", tier=tier),
        _keeps(reader, facts),
        t("Nothing else changes: your points stay yours."),
    )
    return Screen(text, _rows(reader))


def _keeps(reader: Reader, facts: Facts) -> Html:
    t = reader.t
    return t(
        # NOTE: "3 200 ₽ more until 20 December, and Gold stays yours."
        "{money} more before {date}, and you keep {tier}.",
        money=t.money(facts["missing"], facts["currency"]),
        date=t.date(date.fromisoformat(facts["on"])),
        tier=tier_name(t, Tier(facts["tier"])),
    )


def kept(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("💛 <b>{tier} stays yours</b>", tier=tier_name(t, Tier(facts["tier"]))),
        *gifts(reader, facts),
        t("Thank you for being with us."),
    )
    return Screen(text, _rows(reader))


def left(reader: Reader, facts: Facts) -> Screen:
    t, tier, old = reader.t, Tier(facts["tier"]), Tier(facts["old"])
    text = lines(
        t("🏅 <b>Your level is {tier} now</b>", tier=tier_name(t, tier)),
        _why_left(reader, facts, tier_name(t, old)),
        _keeps(reader, facts) if facts["missing"] else t("Every order brings you closer to it again."),
    )
    return Screen(text, _rows(reader))


def _why_left(reader: Reader, facts: Facts, old: str) -> Html:
    t = reader.t
    if facts.get("why") == "return":
        # NOTE: {old} is a level such as "Gold", reached by an order that was brought back.
        return t("What you brought back no longer counts towards {old}.", old=old)
    # NOTE: {old} is a level such as "Gold"; it is lost, kindly said.
    return t("Your time with {old} is over for now. All your points are still here.", old=old)


def given(reader: Reader, facts: Facts) -> Screen:
    t, program, tier = reader.t, reader.rules.program, Tier(facts["tier"])
    brings = perks(rule_of(tier, program), program, t)
    until = t.date(date.fromisoformat(facts["until"]))
    text = lines(
        t("🏅 <b>{tier} for you, from the shop</b>", tier=tier_name(t, tier)),
        t("It is yours until {date}.", date=until),
        *(("", *brings) if brings else ()),
    )
    return Screen(text, _rows(reader))


def _rows(reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return ((Button(reader.t.plain("🏅 My level"), MyTier()), *keys.home(reader.t)),)


WORDINGS: dict[str, Wording] = {
    "tier.reached": reached,
    "tier.ending": ending,
    "tier.kept": kept,
    "tier.left": left,
    "tier.given": given,
}
