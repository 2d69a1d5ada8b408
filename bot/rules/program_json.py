"""How the programme is kept in the database: JSON that an older or a newer release can read."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, get_type_hints

from bot.rules import earning_rules
from bot.rules.presets import preset
from bot.rules.program import DiscountStep, Program, ProgramInvalid, TierRule, check
from db.enums import Role, Tier


def to_json(program: Program) -> dict[str, Any]:
    """The programme as JSON's own kinds; `from_json` of it is equal to it."""
    data = asdict(program)
    data["tiers"] = list(data["tiers"])
    for name in ("expiry_warnings", "excluded_categories", "without", "discount_steps"):
        data[name] = list(data[name])
    data["earning_rules"] = [earning_rules.to_json(rule) for rule in program.earning_rules]
    data["adjust_cap_by_role"] = {str(role): cap for role, cap in program.adjust_cap_by_role.items()}
    return data


def from_json(data: Mapping[str, Any]) -> Program:
    """The programme that was written. Missing numbers take the preset's, unknown keys are passed over (an older release
    may read what a newer one wrote). Raises ProgramInvalid when a value is of the wrong kind or out of range."""
    given = {f.name: _read(f.name, data[f.name]) for f in fields(Program) if f.name in data}
    for name in ("name", "currency", "time_zone", "language"):
        if name not in given:
            raise ProgramInvalid("program.missing", field=name)
    base = preset(
        given.get("preset", "sushi"),
        name=given["name"],
        currency=given["currency"],
        time_zone=given["time_zone"],
        language=given["language"],
    )
    program = replace(base, **given)
    check(program)
    return program


_KINDS = get_type_hints(Program)
_PERKS = get_type_hints(TierRule)


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case "tiers":
                return tuple(_tier(row) for row in value)
            case "discount_steps":
                return tuple(DiscountStep(_whole(row["from_minor"]), _whole(row["discount_bp"])) for row in value)
            case "earning_rules":
                return tuple(earning_rules.from_json(row) for row in value)
            case "expiry_warnings":
                return tuple(_whole(days) for days in value)
            case "excluded_categories" | "without":
                return tuple(_text(word) for word in value)
            case "adjust_cap_by_role":
                return {Role(role): _whole(cap) for role, cap in value.items()}
            case "words":
                return {_text(lang): {_text(k): _text(v) for k, v in texts.items()} for lang, texts in value.items()}
        return _whole(value) if _KINDS[name] is int else _text(value)
    except (TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise ProgramInvalid("program.wrong_kind", field=name) from wrong


def _tier(row: Mapping[str, Any]) -> TierRule:
    """A level; perks that an older release did not know are none."""
    perks = {f.name: row[f.name] for f in fields(TierRule) if f.name in row and f.name != "tier"}
    for name, value in perks.items():
        if type(value) is not _PERKS[name]:
            raise TypeError
    return TierRule(tier=Tier(row["tier"]), **perks)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value
