"""What was agreed with a partner and what is said of it, and the questions that change it."""

from collections.abc import Mapping

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.admin.partner_callbacks import PartnerField
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.partner_callbacks import SeePartner
from bot.usecases.partners import RATES, WORDS, PartnerCard

LABELS: Mapping[str, str] = {
    "earn_rate_bp": N_("✨ Members earn"),
    "spend_max_bp": N_("⭐ Points pay up to"),
    "discount_bp": N_("🏷 Members' discount"),
    # NOTE: a partner gives our points to members and pays us for them: so much of a point's value
    "give_value_bp": N_("📥 It pays for a point"),
    # NOTE: members pay with points at a partner's, and we pay it for them: so much of a point's value
    "take_value_bp": N_("📤 We pay for a point"),
    "daily_points": N_("🌙 Limit of a day"),
    "name": N_("🏪 Name"),
    "category": N_("🏷 What it sells"),
    "address": N_("📍 Address"),
    "contact": N_("☎️ Whom to call"),
    "about": N_("💬 About it"),
}
FIELDS = (*RATES, *WORDS)
MEANS: Mapping[str, str] = {
    "earn_rate_bp": N_("Which part of a bill there comes to the member as points? In percent, like 5."),
    "spend_max_bp": N_("Which part of a bill there may be paid with points? In percent, like 30."),
    "discount_bp": N_("What do members get off a bill there? In percent, like 10; 0 for nothing."),
    "give_value_bp": N_("How much of a point's value does the partner pay us for each it gives? In percent, like 100."),
    "take_value_bp": N_("How much of a point's value do we pay the partner for each it takes? In percent, like 100."),
    "daily_points": N_("How many points may be earned there in a day, and how many paid? Like 2000."),
}


def _value(seen: PartnerCard, field: str, t: Texts) -> str:
    rate = seen.rates[field]
    return t.points(rate) if field == "daily_points" else t.percent(rate)


def rates(seen: PartnerCard, t: Texts) -> Screen:
    """What was agreed; the owner may change it."""
    told = [_line(t, LABELS[field], _value(seen, field, t)) for field in RATES]
    text = lines(t("📊 <b>{name}: what is agreed</b>", name=seen.name), "", *told, "", t("Changes count from now on."))
    buttons = [Button(t.plain(LABELS[field]), PartnerField(partner=seen.id, field=field)) for field in RATES]
    rows = keys.in_rows(buttons) if seen.may_rate else ()
    return Screen(text, rows=(*rows, keys.back(t, SeePartner(partner=seen.id))))


def _line(t: Texts, label: str, value: str) -> Html:
    # NOTE: a line of a list: what it is, and how much
    return t("{what}: <b>{value}</b>", what=t.plain(label), value=value)


def words(seen: PartnerCard, t: Texts) -> Screen:
    """What is said of it."""
    text = lines(t("✏️ <b>{name}: its words</b>", name=seen.name), t("Which of them shall be different?"))
    buttons = [Button(t.plain(LABELS[field]), PartnerField(partner=seen.id, field=field)) for field in WORDS]
    return Screen(text, rows=(*keys.in_rows(buttons), keys.back(t, SeePartner(partner=seen.id))))


def ask(seen: PartnerCard, field: str, t: Texts) -> Screen:
    means = MEANS.get(field)
    text = lines(
        t("✏️ <b>{name}</b>: {what}", name=seen.name, what=t.plain(LABELS[field])),
        t(means) if means else t("Type it as members should see it."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def ask_reason(seen: PartnerCard, t: Texts) -> Screen:
    text = lines(t("🚫 <b>Refuse {name}?</b>", name=seen.name), t("Write why: they will read it."))
    return Screen(text, rows=(keys.cancel(t),))


def ask_offer(seen: PartnerCard, t: Texts) -> Screen:
    now = seen.offer.get("words", {}).get(t.language)
    text = lines(
        t("🎁 <b>{name}: an offer for members</b>", name=seen.name),
        t("Now: {words}", words=now) if now else None,
        t("Write it in a sentence or two, in this language. A dash takes the offer away."),
    )
    return Screen(text, rows=(keys.cancel(t),))
