"""Tiers: reached by net spend in a window, left one step at a time and not without warning."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import mechanics
from bot.rules.program import Program, TierRule
from db.enums import Tier

HAND_NOTICE = timedelta(days=7)  # before a tier set by hand ends


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
    """The rule of *tier*; of the lowest one when the programme does not have that tier (any more), or levels at all."""
    if not mechanics.on(program, "levels"):
        return program.tiers[0]
    return next((rule for rule in program.tiers if rule.tier == tier), program.tiers[0])


def payable_bp(rule: TierRule, program: Program) -> int:
    """The largest share of an order that a member of the tier may pay with points."""
    return rule.spend_max_bp or program.spend_max_bp


def passed(old: Tier, new: Tier, program: Program) -> list[TierRule]:
    """The tiers that lie above *old* up to *new*, lowest first: somebody may reach two with one order."""
    before, after = rule_of(old, program).from_minor, rule_of(new, program).from_minor
    return [rule for rule in program.tiers if before < rule.from_minor <= after]


def progress(spend_minor: int, tier: Tier, program: Program) -> Progress:
    """What is missing from *tier* to the next, and the share of the whole way from 0 that is done."""
    here = rule_of(tier, program)
    above = next((rule for rule in program.tiers if rule.from_minor > here.from_minor), None)
    if above is None or not mechanics.on(program, "levels"):
        return Progress(here.tier, None, 0, 1.0)
    missing = max(0, above.from_minor - spend_minor)
    share = min(1.0, max(0, spend_minor) / above.from_minor)
    return Progress(here.tier, above.tier, missing, share)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: the tier they have, their net spend in the window, the local day on which they were told
    they would lose it, and, when the staff gave it by hand, its last local day."""

    tier: Tier
    spend_minor: int
    drops_on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """All stays as it is."""


@dataclass(frozen=True, slots=True)
class Up:
    """A higher tier, at once; any number of steps. One set by hand has been earned meanwhile."""

    tier: Tier


@dataclass(frozen=True, slots=True)
class Notice:
    """To be told: on `drops_on` the tier becomes `tier`, unless `missing_minor` more is spent before."""

    tier: Tier
    drops_on: date
    missing_minor: int


@dataclass(frozen=True, slots=True)
class Down:
    """The lower tier; while the spend is below that one, too, its own grace begins: `drops_on`, `missing_minor`."""

    tier: Tier
    drops_on: date | None = None
    missing_minor: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """The spend is enough for the tier after all: what was said of losing it, or the end set by hand, is off."""


Step = Nothing | Up | Notice | Down | Kept


def next_step(standing: Standing, today: date, program: Program) -> Step:
    """What the programme does about a member *today*; asked again after it was done, it is Nothing.

    Up at once. Down one step, only after a notice and the grace days. What was set by hand stays at least to its last
    day and then becomes what the spending says, told a week before. A programme without levels leaves them alone."""
    if not mechanics.on(program, "levels"):
        return Nothing()
    reached, here = rule_of(tier_for(standing.spend_minor, program), program), rule_of(standing.tier, program)
    if reached.from_minor > here.from_minor:
        return Up(reached.tier)
    if reached.from_minor == here.from_minor:
        ended = standing.until is not None and today > standing.until
        return Kept() if standing.drops_on or ended else Nothing()
    if standing.until is not None:
        return _by_hand(standing, standing.until, reached.tier, today, program)
    return _below(standing, today, program)


def after_return(standing: Standing, before: Tier | None, today: date, program: Program) -> Step:
    """What follows at once when goods came back. *before* is the tier the member had when the order was delivered, if
    they stepped up by spending since: what that spend no longer reaches was never earned, and goes without grace, but
    not below *before*. Otherwise it is as on any other day."""
    if before is None or standing.until is not None or not mechanics.on(program, "levels"):
        return next_step(standing, today, program)
    here = rule_of(standing.tier, program)
    reached = max(
        rule_of(tier_for(standing.spend_minor, program), program),
        rule_of(before, program),
        key=lambda rule: rule.from_minor,
    )
    return Down(reached.tier) if reached.from_minor < here.from_minor else next_step(standing, today, program)


def without_hand(tier: Tier, spend_minor: int, program: Program) -> Step:
    """What follows at once when the staff end a *tier* they had set by hand: the tier of the spending. Raises
    SwitchedOff where there are no levels."""
    mechanics.need(program, "levels")
    reached, here = rule_of(tier_for(spend_minor, program), program), rule_of(tier, program)
    if reached.from_minor > here.from_minor:
        return Up(reached.tier)
    return Kept() if reached.tier == tier else Down(reached.tier)


def _by_hand(standing: Standing, until: date, reached: Tier, today: date, program: Program) -> Step:
    if standing.drops_on:
        return Down(reached) if today >= standing.drops_on else Nothing()
    drops_on = until + timedelta(days=1)
    if today < drops_on - HAND_NOTICE:
        return Nothing()
    missing = rule_of(standing.tier, program).from_minor - standing.spend_minor
    return Notice(reached, max(drops_on, today + HAND_NOTICE), missing)


def _below(standing: Standing, today: date, program: Program) -> Step:
    here, grace = rule_of(standing.tier, program), timedelta(days=program.tier_grace_days)
    below = [rule for rule in program.tiers if rule.from_minor < here.from_minor][-1]
    if standing.drops_on is None and grace:
        return Notice(below.tier, today + grace, here.from_minor - standing.spend_minor)
    if standing.drops_on and today < standing.drops_on:
        return Nothing()
    missing = max(0, below.from_minor - max(0, standing.spend_minor))
    return Down(below.tier, today + grace, missing) if missing and grace else Down(below.tier)
