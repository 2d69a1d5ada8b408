"""What a comparison of two groups is worth, in words."""

from bot.i18n import Html, Texts
from bot.rules.broadcast_results import Compared


def verdict(compared: Compared, currency: str, t: Texts) -> Html:
    """What to make of the difference; its 95 % intervals stand in brackets above."""
    assert compared.net is not None
    if compared.net.low > 0:
        money = t.money(compared.extra_minor, currency)
        return t("✅ It brought more than chance would: about <b>{money}</b> in all.", money=money)
    if compared.net.high < 0:
        return t("⚠️ Members who got it spent less, and by more than chance.")
    return t("🤔 This can still be chance: 19 times of 20 the truth lies within the brackets.")


def lacking(compared: Compared, t: Texts) -> list[Html]:
    """Why nobody can say yet, and what it would take."""
    if compared.lack == "nobody":
        return [t("Nobody was left without it, so nobody can tell what it brought. Keep a share without next time.")]
    return [
        t("🕰 Not enough data yet to tell a difference from chance."),
        t.plural(
            "To see five buyers more in a hundred, each group needs about {n} member.",
            "To see five buyers more in a hundred, each group needs about {n} members.",
            compared.needed,
        ),
    ]
