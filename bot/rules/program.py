"""Every number of the programme in one frozen value, its presets, and how it is kept in the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, get_type_hints

from babel.numbers import get_currency_precision

from bot.rules import program_limits as limits
from bot.rules.errors import RuleBroken
from db.enums import Role, Tier


class ProgramInvalid(RuleBroken):
    """A number of the programme makes no sense; `facts["field"]` names it."""


@dataclass(frozen=True, slots=True)
class TierRule:
    tier: Tier
    from_minor: int  # net spend in the window at which the tier begins
    multiplier_bp: int  # 10 000 = points × 1.0


@dataclass(frozen=True, slots=True)
class Program:
    """The rules in force. Money is in minor units, shares and rates in basis points, hours are the programme's own."""

    name: str
    currency: str
    time_zone: str
    language: str
    point_value_minor: int  # what one point pays
    tiers: tuple[TierRule, ...]  # lowest first, the lowest begins at 0
    referral_min_net_minor: int
    preset: str = "sushi"
    primary: str = "#22304a"
    accent: str = "#ff6f59"
    tone: str = "warm"

    earn_rate_bp: int = 500
    welcome_points: int = 100
    hold_hours: int = 0  # between delivery and the points' becoming available

    spend_max_bp: int = 3000
    spend_min_points: int = 50
    hold_minutes: int = 15  # how long points stay set aside for a quote

    expiry_months: int = 12
    expiry_warnings: tuple[int, ...] = (30, 7, 1)

    tier_window_days: int = 365
    tier_grace_days: int = 30

    referral_inviter: int = 200
    referral_friend: int = 100
    referral_days: int = 180
    referral_monthly_cap: int = 20
    referral_burst: int = 10  # friends a week that make a person look at it

    birthday_points: int = 150
    birthday_before_days: int = 7
    birthday_after_days: int = 7
    birthday_lock_days: int = 365
    birthday_soon_days: int = 30
    birthday_hour: int = 10

    inactivity_days: int = 30
    inactivity_tries: int = 2
    inactivity_silence_days: int = 90
    inactivity_hour: int = 12
    nudge_points: int = 50
    nudge_valid_days: int = 14

    ads_per_day: int = 1
    ads_per_week: int = 2
    ads_per_month: int = 6
    quiet_from: int = 21
    quiet_until: int = 10
    holdout_bp: int = 500

    adjust_cap_by_role: Mapping[Role, int] = field(default_factory=lambda: {Role.OWNER: 5000, Role.MANAGER: 1000})
    undo_seconds: int = 120
    handover_tries: int = 3
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → name of a text → text


@dataclass(frozen=True, slots=True)
class Scale:
    """The currency's sums, in whole units: what one point pays, where the tiers begin, the friend's smallest order."""

    point: str
    silver: int
    gold: int
    referral: int


# One euro is near 100 roubles and 4 złoty; the sums are then rounded to numbers that look well on a card.
SCALES: Mapping[str, Scale] = {
    "RUB": Scale("1", 15_000, 40_000, 1_000),
    "PLN": Scale("0.05", 750, 2_000, 50),
    "EUR": Scale("0.01", 150, 400, 10),
    "USD": Scale("0.01", 150, 400, 10),
    "BYN": Scale("0.03", 500, 1_300, 30),
    "KZT": Scale("5", 75_000, 200_000, 5_000),
    "UAH": Scale("0.5", 7_500, 20_000, 500),
    "JPY": Scale("1", 20_000, 60_000, 1_500),
}
PRESETS = ("sushi",)


def preset(kind: str, *, name: str, currency: str, time_zone: str, language: str) -> Program:
    """A complete programme of *kind* in *currency*. A currency without a scale of its own gets the euro's numbers,
    which the owner should look over (`currency in SCALES` tells). Raises ProgramInvalid."""
    if kind not in PRESETS:
        raise ProgramInvalid("program.unknown_preset", field="preset")
    currency = currency.upper()
    scale = SCALES.get(currency, SCALES["EUR"])
    one = 10 ** get_currency_precision(currency)
    program = Program(
        name=name,
        currency=currency,
        time_zone=time_zone,
        language=language,
        preset=kind,
        point_value_minor=max(1, int(Decimal(scale.point) * one)),
        tiers=(
            TierRule(Tier.BRONZE, 0, 10_000),
            TierRule(Tier.SILVER, scale.silver * one, 12_000),
            TierRule(Tier.GOLD, scale.gold * one, 15_000),
        ),
        referral_min_net_minor=scale.referral * one,
    )
    check(program)
    return program


def check(program: Program) -> None:
    """Raises ProgramInvalid naming the first field that no programme could run with; returns when all is well."""
    for name, rule in limits.RULES.items():
        value = getattr(program, name)
        if not rule(value):
            raise ProgramInvalid("program.out_of_range", field=name)
    sums = [rule.from_minor for rule in program.tiers]
    if not sums or sums[0] != 0 or sorted(set(sums)) != sums:
        raise ProgramInvalid("program.tiers", field="tiers")
    if not all(limits.multiplier(rule.multiplier_bp) for rule in program.tiers):
        raise ProgramInvalid("program.out_of_range", field="tiers")
    if not all(limits.cap(cap) for cap in program.adjust_cap_by_role.values()):
        raise ProgramInvalid("program.out_of_range", field="adjust_cap_by_role")


def to_json(program: Program) -> dict[str, Any]:
    """The programme as JSON's own kinds; `from_json` of it is equal to it."""
    data = asdict(program)
    data["tiers"] = list(data["tiers"])
    data["expiry_warnings"] = list(program.expiry_warnings)
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


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case "tiers":
                return tuple(
                    TierRule(
                        Tier(row["tier"]),
                        _whole(row["from_minor"]),
                        _whole(row["multiplier_bp"]),
                    )
                    for row in value
                )
            case "expiry_warnings":
                return tuple(_whole(days) for days in value)
            case "adjust_cap_by_role":
                return {Role(role): _whole(cap) for role, cap in value.items()}
            case "words":
                return {_text(lang): {_text(k): _text(v) for k, v in texts.items()} for lang, texts in value.items()}
        return _whole(value) if _KINDS[name] is int else _text(value)
    except (TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise ProgramInvalid("program.wrong_kind", field=name) from wrong


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: Any
    new: Any
    stricter: bool  # somebody gets less, or later, than before: said before it is saved


def changed(old: Program, new: Program) -> list[Change]:
    """What differs between two versions, in the order of the programme's fields."""
    pairs = ((f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(Program))
    return [Change(name, was, now, _stricter(name, was, now)) for name, was, now in pairs if was != now]


def _stricter(name: str, was: Any, now: Any) -> bool:
    if name == "tiers":
        before = {rule.tier: rule for rule in was}
        after = {rule.tier: rule for rule in now}
        return any(
            tier not in after
            or after[tier].from_minor > rule.from_minor
            or after[tier].multiplier_bp < rule.multiplier_bp
            for tier, rule in before.items()
        )
    if name in limits.LESS_IS_STRICTER:
        return bool(now < was)
    return name in limits.MORE_IS_STRICTER and bool(now > was)
