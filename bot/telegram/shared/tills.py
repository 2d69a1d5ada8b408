"""Words of the till that its screens and its notices share."""

from bot.i18n import N_, Html, Texts

SECOND = {
    # NOTE: why a second person has to agree to a sale or a return at the till.
    "sum": N_("The sum is above what one person may enter alone."),
    "points": N_("More points are to be taken than one person may take alone."),
    "sales": N_("This customer has had many sales today."),
    "return": N_("More comes back than one person may take back alone."),
}


def why_second(t: Texts, why: str) -> Html:
    return t(SECOND[why])


def goods(t: Texts, minor: int, currency: str) -> Html:
    return t("🧾 {money}", money=t.money(minor, currency))


def taken_off(t: Texts, minor: int, currency: str) -> Html | None:
    """By vouchers, codes and the level together."""
    return t("🏷 −{money}", money=t.money(minor, currency)) if minor else None


def paid(t: Texts, points: int, minor: int, currency: str) -> Html | None:
    if not points:
        return None
    # NOTE: a line of a bill: {points} is "300 points", {money} what they pay.
    return t("⭐ {points}: −{money}", points=t.points(points), money=t.money(minor, currency))
