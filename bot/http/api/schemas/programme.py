"""The programme's rules, as they are told to tills and sites."""

from bot.http.api.schemas.shared import Told
from bot.usecases.program import Rules


class TierOut(Told):
    tier: str
    from_minor: int
    multiplier_bp: int


class ProgrammeOut(Told):
    """Rates and shares in basis points (500 is 5 %), sums in minor units of `currency`."""

    version: int
    name: str
    currency: str
    time_zone: str
    point_value_minor: int
    earn_rate_bp: int
    spend_max_bp: int
    spend_min_points: int
    hold_minutes: int
    expiry_months: int
    tiers: list[TierOut]

    @classmethod
    def of(cls, rules: Rules) -> "ProgrammeOut":
        program = rules.program
        same = {name: getattr(program, name) for name in cls.model_fields if name not in ("version", "tiers")}
        tiers = [
            TierOut(tier=rule.tier.value, from_minor=rule.from_minor, multiplier_bp=rule.multiplier_bp)
            for rule in program.tiers
        ]
        return cls(version=rules.version, tiers=tiers, **same)
