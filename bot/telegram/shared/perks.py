"""What a tier brings, line by line; and the picture of the way from tier to tier."""

from decimal import Decimal
from hashlib import sha256

from bot.i18n import Html, Texts
from bot.pictures.progress import ProgressFace, Station, progress_png
from bot.rules.discounts import Discount
from bot.rules.program import Program, TierRule
from bot.rules.stamps import StampCard
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


def discount(now: Discount, currency: str, t: Texts) -> Html | None:
    """The discount for what was spent so far, and what makes it larger; None when there is none to have."""
    have, more = t.percent(now.bp), t.percent(now.next_bp)
    missing = t.money(now.missing_minor, currency)
    if now.bp and now.next_bp:
        # NOTE: {percent} and {more} are like "3 %", {money} like "4 200 ₽".
        return t(
            "🏷 Your discount: <b>{percent}</b>; {money} more make it {more}", percent=have, money=missing, more=more
        )
    if now.bp:
        return t("🏷 Your discount: <b>{percent}</b>", percent=have)
    if now.next_bp:
        return t("🏷 {money} more bring you a discount of {more}", money=missing, more=more)
    return None


def stamps(card: StampCard | None, t: Texts) -> Html | None:
    """ "●●●○○○ 3 of 6"; None without a stamp card."""
    if card is None:
        return None
    bar = "●" * card.stamps + "○" * (card.every - card.stamps)
    # NOTE: a stamp card: {bar} is drawn, {n} of {every} stamps are on it.
    return t("🔖 {bar} {n} of {every}", bar=bar, n=card.stamps, every=card.every)


def way_picture(program: Program, tier: Tier, spent_minor: int, t: Texts) -> Picture | None:
    """The tiers' rail up to what was spent; equal for everybody who is about as far. None with one tier only."""
    top = program.tiers[-1].from_minor
    if not top:
        return None
    done = min(STEPS, max(0, spent_minor) * STEPS // top)
    reached = max(rule.from_minor / top for rule in program.tiers if rule.from_minor <= max(0, spent_minor))
    face = ProgressFace(
        headline=tier_name(t, tier),
        line=program.name,
        stations=tuple(
            Station(
                rule.tier, tier_name(t, rule.tier), t.money(rule.from_minor, program.currency), rule.from_minor / top
            )
            for rule in program.tiers
        ),
        share=max(done / STEPS, reached),
        primary=program.primary,
        accent=program.accent,
    )
    return Picture(key=f"way:{_fingerprint(face)}", draw=lambda: progress_png(face))


def _fingerprint(face: ProgressFace) -> str:
    return sha256(repr(face).encode()).hexdigest()[:32]
