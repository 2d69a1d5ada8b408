"""Tiers: reached by net spend in a window, left one step at a time and not without warning."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.program import Program, TierRule
from db.enums import Tier


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the next tier is. At the top `next` is None, nothing is missing and the share is 1."""

    tier: Tier
    next: Tier | None
    missing_minor: int
    share: float


def tier_for(spend_minor: int, program: Program) -> Tier:
    """The tier that *spend_minor* in the window reaches."""
    return [rule.tier for rule in program.tiers if rule.from_minor <= max(0, spend_minor)][-1]


def rule_of(tier: Tier, program: Program) -> TierRule:
    """The rule of *tier*; of the lowest one when the programme does not have that tier (any more)."""
    return next((rule for rule in program.tiers if rule.tier == tier), program.tiers[0])


def progress(spend_minor: int, tier: Tier, program: Program) -> Progress:
    """What is missing from *tier* to the next, and the share of the whole way from 0 that is done."""
    here = rule_of(tier, program)
    above = next((rule for rule in program.tiers if rule.from_minor > here.from_minor), None)
    if above is None:
        return Progress(here.tier, None, 0, 1.0)
    missing = max(0, above.from_minor - spend_minor)
    share = min(1.0, max(0, spend_minor) / above.from_minor)
    return Progress(here.tier, above.tier, missing, share)


@dataclass(frozen=True, slots=True)
class Review:
    """The tier to have now; while in grace, since which day, and what more spend would keep it."""

    tier: Tier
    below_since: date | None
    keeps_missing_minor: int


def review(tier: Tier, spend_minor: int, below_since: date | None, today: date, program: Program) -> Review:
    """Up at once, any number of steps. Down one step, and only after the grace days since the spend fell below."""
    reached, here = tier_for(spend_minor, program), rule_of(tier, program)
    missing = here.from_minor - spend_minor
    if missing <= 0:
        return Review(reached, None, 0)
    since = below_since or today
    if today < since + timedelta(days=program.tier_grace_days):
        return Review(here.tier, since, missing)
    below = [rule for rule in program.tiers if rule.from_minor < here.from_minor][-1]
    still_missing = max(0, below.from_minor - spend_minor)
    return Review(below.tier, today if still_missing else None, still_missing)
