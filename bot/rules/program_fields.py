"""The programme's numbers one by one: in which group and of which kind each is, how a typed value is read, and put in.

Numbers inside a number have dotted names: "tiers.silver.from", "tiers.gold.multiplier", "cap.manager"; so has each
earning rule ("earning_rules.r5": the rule as JSON, or None) and each category ("excluded_categories.wine": a switch).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from babel import Locale, localedata

from bot.rules import discounts, earning_rules
from bot.rules import program_limits as limits
from bot.rules.amounts import parse_amount
from bot.rules.earning_rules import EarningRule
from bot.rules.people import clean_name
from bot.rules.program import DiscountStep, Program, ProgramInvalid, changed, check
from bot.rules.program_groups import GROUP_OF as GROUP_OF
from bot.rules.program_groups import GROUPS as GROUPS
from bot.rules.program_groups import KINDS as KINDS
from bot.rules.public_holidays import countries
from db.enums import Role, Tier

TIER_PARTS: Mapping[str, str] = {
    "from": "from_minor",
    "multiplier": "multiplier_bp",
    "gift": "gift_points",
    "spend": "spend_max_bp",
    "delivery": "free_delivery",
    "early": "early_hours",
    "priority": "priority",
    "reward": "gift_reward_id",
}


def kind_of(field: str) -> str | None:
    """Of which kind a number is; None when the programme has none of this name."""
    parts = {"earning_rules": "rule", "excluded_categories": "switch"}
    head, _, tail = field.partition(".")
    return KINDS.get(field) or (parts.get(head) if tail else None)


def value_of(program: Program, field: str) -> Any:
    """The value *field* has in *program*."""
    match field.split("."):
        case ["tiers", tier, part]:
            rule = next(rule for rule in program.tiers if rule.tier == tier)
            return getattr(rule, TIER_PARTS[part])
        case ["cap", role]:
            return program.adjust_cap_by_role.get(Role(role), 0)
        case ["earning_rules", key]:
            return next((earning_rules.to_json(rule) for rule in program.earning_rules if rule.id == key), None)
        case ["excluded_categories", *_] if "." in field:
            return field.partition(".")[2] in program.excluded_categories
        case ["discount_steps"]:
            return tuple((step.from_minor, step.discount_bp) for step in program.discount_steps)
    return getattr(program, field)


def with_value(program: Program, field: str, value: Any) -> Program:
    """*program* with another value for *field*. Raises ProgramInvalid when no programme could run so; the number it
    names is *field* itself."""
    if kind_of(field) is None and field != "words":
        raise ProgramInvalid("program.no_such_number", field=field)
    try:
        return with_values(program, {field: value})
    except ProgramInvalid as wrong:
        raise ProgramInvalid(wrong.code, field=field, **_range(wrong.facts["field"], field)) from wrong
    except (TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise ProgramInvalid("program.wrong_kind", field=field) from wrong


def with_values(program: Program, values: Mapping[str, Any]) -> Program:
    """*program* with other values for all these numbers, which it once had or could have: between the first and the
    last of them no programme need run. Raises ProgramInvalid when none could run with them all."""
    for field, value in values.items():
        program = replace(program, **_stored(program, field, value))
    check(program)
    return program


def _stored(program: Program, field: str, value: Any) -> dict[str, Any]:
    match field.split("."):
        case ["tiers", tier, part]:
            wanted = {TIER_PARTS[part]: value}
            rules = (replace(rule, **wanted) if rule.tier == Tier(tier) else rule for rule in program.tiers)
            return {"tiers": tuple(rules)}
        case ["cap", role]:
            return {"adjust_cap_by_role": {**program.adjust_cap_by_role, Role(role): value}}
        case ["earning_rules", key]:
            return {"earning_rules": _with_rule(program, key, value)}
        case ["excluded_categories", *_] if "." in field:
            category = field.partition(".")[2]
            others = tuple(name for name in program.excluded_categories if name != category)
            return {"excluded_categories": (*others, category) if value else others}
        case ["discount_steps"]:
            return {field: tuple(DiscountStep(from_minor, bp) for from_minor, bp in value)}
    return {field: value}


def _with_rule(program: Program, key: str, data: Mapping[str, Any] | None) -> tuple[EarningRule, ...]:
    """The programme's earning rules with this one as it should be, in its old place if it had one; None: without it."""
    wanted = () if data is None else (earning_rules.from_json({**data, "id": key}),)
    kept = [(rule,) if rule.id != key else wanted for rule in program.earning_rules]
    there = any(rule.id == key for rule in program.earning_rules)
    return tuple(rule for part in (*kept, () if there else wanted) for rule in part)


def _range(found: str, field: str) -> dict[str, int]:
    rule = limits.RULES.get(found)
    if found == "tiers":
        rule = limits.multiplier
    elif found == "adjust_cap_by_role":
        rule = limits.cap
    return {"low": rule.low, "high": rule.high} if isinstance(rule, limits.between) else {}


def read(field: str, text: str, program: Program) -> Any:
    """The value somebody typed for *field*: "7,5 %", "1.2", "30, 7, 1", "10:00". Raises ProgramInvalid,
    BadName or BadAmount; whether the programme could run with it is for `with_value` to say."""
    kind = kind_of(field)
    if kind is None:
        raise ProgramInvalid("program.no_such_number", field=field)
    bare = " ".join(text.replace("−", "-").split())
    match kind:
        case "name":
            return clean_name(text)
        case "zone":
            return read_zone(bare, program.language)
        case "colour":
            return _colour(field, bare)
        case "country":
            return _country(bare)
        case "tone":
            return bare
        case "switch":
            return bool(_whole(field, bare))
        case "money":
            return 0 if bare == "0" else parse_amount(bare, program.currency)
        case "percent":
            return _decimal(field, bare.removesuffix("%").strip(), 100)
        case "steps":
            return discounts.read_steps(text, program.currency)
        case "factor":
            return _decimal(field, bare.lstrip("×xXхХ* "), 10_000)
        case "days_list":
            return tuple(sorted({_whole(field, part) for part in re.split(r"[,; ]+", bare) if part}, reverse=True))
        case "hour":
            return _whole(field, re.sub(r"[:.]00$", "", bare))
    return _whole(field, bare)


def _country(text: str) -> str:
    if text.upper() not in countries():
        raise ProgramInvalid("program.country", field="country")
    return text.upper()


def _whole(field: str, text: str) -> int:
    found = re.match(r"(\d{1,3}(?: \d{3})+|\d{1,12})(?: ?[^\W\d]+\.?)?$", text)
    if found is None:
        raise ProgramInvalid("program.wrong_kind", field=field)
    return int(found[1].replace(" ", ""))


def _decimal(field: str, text: str, scale: int) -> int:
    """Hundredths of a percent, or ten-thousandths of a factor; finer than that is refused rather than rounded."""
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,4})?", text, re.ASCII):
        raise ProgramInvalid("program.wrong_kind", field=field)
    scaled = Decimal(text.replace(",", ".")) * scale
    if scaled != int(scaled):
        raise ProgramInvalid("program.too_fine", field=field)
    return int(scaled)


def _colour(field: str, text: str) -> str:
    found = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", text)
    if found is None:
        raise ProgramInvalid("program.colour", field=field)
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits.lower()}"


def read_zone(text: str, language: str) -> str:
    """The time zone somebody typed: "Europe/Warsaw", "europe warsaw", or only the city, in English or as *language*
    calls it: "Варшава". Raises ProgramInvalid "program.zone"."""
    wanted = _letters(text)
    own = Locale.parse(language).time_zones if localedata.exists(language) else {}
    for zone in limits.zones():
        names = (zone, zone.rsplit("/", 1)[-1], own.get(zone, {}).get("city") or zone)
        if wanted in map(_letters, names) and "/" in zone and not zone.startswith("Etc/"):
            return zone
    raise ProgramInvalid("program.zone", field="time_zone")


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", normalize("NFKD", text.casefold()))  # accents are no letters


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One number before and after."""

    field: str
    old: Any
    new: Any


def differences(old: Program, new: Program) -> list[FieldChange]:
    """Every number (and "words") in which the two differ."""
    pairs = [(field, value_of(old, field), value_of(new, field)) for field in (*KINDS, *_parts(old, new))]
    pairs.append(("words", dict(old.words), dict(new.words)))
    return [FieldChange(field, was, now) for field, was, now in pairs if was != now]


def _parts(old: Program, new: Program) -> list[str]:
    """The earning rules and excluded categories of either, each once."""
    rules = dict.fromkeys(rule.id for program in (old, new) for rule in program.earning_rules)
    categories = dict.fromkeys(name for program in (old, new) for name in program.excluded_categories)
    return [*(f"earning_rules.{key}" for key in rules), *(f"excluded_categories.{name}" for name in categories)]


def stricter(old: Program, new: Program) -> bool:
    """Whether *new* takes something from members that *old* gave."""
    return any(change.stricter for change in changed(old, new))


def takes(program: Program, change: FieldChange) -> bool:
    """Whether this one change, made in *program*, takes something from members; it need not make sense alone."""
    return stricter(program, replace(program, **_stored(program, change.field, change.new)))


def limits_of(field: str) -> tuple[int, int] | None:
    """The smallest and the largest value of a number; None where there are no two such."""
    stored = {"tiers": "tiers", "cap": "adjust_cap_by_role"}.get(field.split(".")[0], field)
    if field.endswith(".from"):
        return None
    found = _range(stored, field)
    return (found["low"], found["high"]) if found else None
