"""Questions about one property of a reward: typed answers, levels, switches."""

from collections.abc import Mapping
from typing import get_args

from bot.i18n import N_, Texts, lines
from bot.rules.catalogue import LONGEST_TEXT, EmptyField
from bot.rules.people import LONGEST_NAME
from bot.telegram.admin.reward_callbacks import (
    AllergenReward,
    AskReward,
    EditReward,
    EmptyReward,
    OutletReward,
    SwitchReward,
    TierReward,
)
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import allergens, keys
from bot.telegram.shared import rewards as shared
from bot.telegram.shared.languages import Labels
from bot.telegram.shared.reward_fields import FIELDS
from bot.telegram.shared.tiers import tier_name
from bot.usecases.catalogue import RewardCard
from bot.usecases.program import Rules
from db.enums import Allergen

QUESTIONS: Mapping[str, str] = {
    "price": N_("How many points does it cost? At least one."),
    "stock": N_("How many are left to give out? 0 is sold out."),
    "seats": N_("How many seats are there in all, those already promised counted in?"),
    "per_member": N_("How often may one member take it, ever?"),
    "per_day": N_("How many a day, for all members together?"),
    "early_hours": N_("How many hours before it begins may members above the lowest level have it? 0: none."),
    "valid_days": N_("For how many days is its voucher good?"),
    "cost_minor": N_("What does one cost us? 0 if nothing."),
    "opens_at": N_("From when on can it be had?"),
    "closes_at": N_("Until when can it be had?"),
    "happens_at": N_("When does it take place?"),
}
EMPTY: Mapping[str, str] = {
    "stock": N_("As many as anybody wants"),
    "per_member": N_("Any number"),
    "per_day": N_("Any number"),
    "valid_days": N_("As for all vouchers"),
    "opens_at": N_("At once"),
    "closes_at": N_("No end"),
    "happens_at": N_("No date yet"),
}
MOMENTS = ("opens_at", "closes_at", "happens_at")


def ask(seen: RewardCard, field: str, t: Texts, rules: Rules) -> Screen:
    """One value, typed; or none, by a button, where there may be none."""
    example = t("For example: <i>24.12.2026 18:30</i>, or <i>24.12.2026</i>; clocks of {city}.", city=_city(t, rules))
    text = lines(
        _title(seen, field, t, rules),
        t(QUESTIONS[field]),
        example if field in MOMENTS else None,
    )
    none = (Button(t.plain(EMPTY[field]), _none(seen, field)),) if field in get_args(EmptyField) else ()
    return Screen(text, (none, _leave(seen, t)))


def _city(t: Texts, rules: Rules) -> str:
    return t.city(rules.program.time_zone)


def _none(seen: RewardCard, field: str) -> EmptyReward:
    return EmptyReward.model_validate({"reward": seen.terms.id, "edition": seen.edition, "field": field})


def _title(seen: RewardCard, field: str, t: Texts, rules: Rules) -> str:
    # NOTE: the head of a question: "Miso soup: stock"
    return t(
        "✏️ <b>{name}: {property}</b>", name=shared.name(t, seen.terms.names, rules), property=t.plain(FIELDS[field])
    )


def _leave(seen: RewardCard, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, EditReward(reward=seen.terms.id))


def choose_language(seen: RewardCard, field: str, spoken: Labels, t: Texts, rules: Rules) -> Screen:
    """In which language shall the name or the words be changed?"""
    there = seen.terms.names if field == "name" else seen.texts
    told = [f"{label}: {there[code]}" for code, label in spoken if code in there]
    buttons = [Button(label, _ask(seen, field, code)) for code, label in spoken]
    text = lines(_title(seen, field, t, rules), *told, "", t("In which language?"))
    return Screen(text, (*keys.fitting(buttons), _leave(seen, t)))


def _ask(seen: RewardCard, field: str, language: str) -> AskReward:
    return AskReward.model_validate({"reward": seen.terms.id, "field": field, "language": language})


def ask_words(seen: RewardCard, field: str, spoken: str, t: Texts, rules: Rules) -> Screen:
    """The name or the words in one language; *spoken* is its name."""
    most, question = (
        (LONGEST_NAME, t("Send the name in this language: {language}.", language=spoken))
        if field == "name"
        else (LONGEST_TEXT, t("Send some words about it in this language: {language}.", language=spoken))
    )
    text = lines(_title(seen, field, t, rules), question, t.plural("At most {n} letter.", "At most {n} letters.", most))
    return Screen(text, (_leave(seen, t),))


def ask_picture(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    text = lines(_title(seen, "picture", t, rules), t("Send a photo. Landscape looks best."))
    away = SwitchReward(reward=seen.terms.id, edition=seen.edition, do="no_picture")
    remove = (Button(t.plain("Take the picture away"), away, style="danger"),) if seen.picture else ()
    content = seen.picture
    picture = Picture(f"reward:{seen.terms.id}:{seen.edition}", lambda: content) if content else None
    return Screen(text, (remove, _leave(seen, t)), picture=picture)


def choose_tier(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    """From which level on? The lowest is everybody."""
    text = lines(_title(seen, "tier", t, rules), t("From which level on may members have it?"))
    number, edition = seen.terms.id, seen.edition
    above = [rule.tier for rule in rules.program.tiers[1:]]
    buttons = [
        Button(
            _chosen(tier == seen.terms.tier, tier_name(t, tier)), TierReward(reward=number, edition=edition, tier=tier)
        )
        for tier in above
    ]
    everybody = Button(
        _chosen(seen.terms.tier is None, t.plain("Everybody")), TierReward(reward=number, edition=edition)
    )
    return Screen(text, (*keys.in_rows([everybody, *buttons], 1), _leave(seen, t)))


def _chosen(on: bool, label: str) -> str:
    return f"✅ {label}" if on else label


def choose_allergens(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    """The fourteen, each a switch."""
    text = lines(
        _title(seen, "allergens", t, rules),
        t("Press what it contains. Members who can't eat it are warned and asked."),
    )
    buttons = [_allergen(seen, each, t) for each in Allergen]
    return Screen(text, (*keys.fitting(buttons), _leave(seen, t)))


def _allergen(seen: RewardCard, each: Allergen, t: Texts) -> Button:
    there = each in seen.terms.allergens
    data = AllergenReward(reward=seen.terms.id, edition=seen.edition, allergen=each, on=0 if there else 1)
    return Button(_chosen(there, allergens.name(t, each)), data)


def choose_outlets(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    """The shop's outlets, each a switch; none chosen is everywhere."""
    if not seen.outlets:
        return Screen(lines(_title(seen, "outlets", t, rules), t("There are no outlets yet.")), (_leave(seen, t),))
    text = lines(_title(seen, "outlets", t, rules), t("Where is it served? With none chosen: everywhere."))
    buttons = []
    for each in seen.outlets:
        there = each.id in seen.terms.outlets
        data = OutletReward(reward=seen.terms.id, edition=seen.edition, outlet=each.id, on=0 if there else 1)
        buttons.append(Button(_chosen(there, each.name), data))
    return Screen(text, (*keys.fitting(buttons), _leave(seen, t)))


CHOICES = {"tier": choose_tier, "allergens": choose_allergens, "outlets": choose_outlets}
