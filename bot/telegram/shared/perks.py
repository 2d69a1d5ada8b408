"""What a tier brings, line by line; and the picture of the way from tier to tier."""

from decimal import Decimal
from hashlib import sha256

from bot.i18n import Html, Texts
from bot.pictures.progress import ProgressFace, Station, progress_png
from bot.rules.program import Program, TierRule
from bot.telegram.screen import Picture
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier

ONE = 10_000  # basis points
STEPS = 40  # the picture shows the way in so many steps, so that few pictures serve everybody


def perks(rule: TierRule, program: Program, t: Texts) -> list[Html]:
    """Everything the tier brings beyond what everybody has."""
    times = (Decimal(rule.multiplier_bp) / ONE).normalize()
    told = []
    if times != 1:
        # NOTE: {times} is a number such as "1.2".
        told.append(t("⭐ {times} × the points of every order", times=t.number(times)))
    if rule.spend_max_bp > program.spend_max_bp:
        told.append(t("💳 up to {percent} of an order paid with points", percent=t.percent(rule.spend_max_bp)))
    if rule.free_delivery:
        told.append(t("🛵 free delivery"))
    if rule.early_hours:
        told.append(t.plural("👀 new rewards {n} hour earlier", "👀 new rewards {n} hours earlier", rule.early_hours))
    if rule.priority:
        told.append(t("👑 your orders go first"))
    return told


def mark(t: Texts, tier: Tier | None = None) -> Html:
    """On an order that is to be served first: for the kitchen, the desk and the courier."""
    if tier is None:
        return t("👑 First, please")
    # NOTE: {tier} is a level such as "Gold".
    return t("👑 {tier}: first, please", tier=tier_name(t, tier))


def way_picture(program: Program, tier: Tier, spent_minor: int, t: Texts) -> Picture | None:
    """The tiers' rail up to what was spent; equal for everybody who is about as far. None with one tier only."""
    top = program.tiers[-1].from_minor
    if not top:
        return None
    done = min(STEPS, max(0, spent_minor) * STEPS // top)
    face = ProgressFace(
        headline=tier_name(t, tier),
        line=program.name,
        stations=tuple(
            Station(
                rule.tier, tier_name(t, rule.tier), t.money(rule.from_minor, program.currency), rule.from_minor / top
            )
            for rule in program.tiers
        ),
        share=done / STEPS,
        primary=program.primary,
        accent=program.accent,
    )
    return Picture(key=f"way:{_fingerprint(face)}", draw=lambda: progress_png(face))


def _fingerprint(face: ProgressFace) -> str:
    return sha256(repr(face).encode()).hexdigest()[:32]
