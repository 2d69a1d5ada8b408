"""Ratings in words: stars, reasons, parts, topics."""

from collections.abc import Sequence

from bot.i18n import N_, Texts

REASONS = {
    # NOTE: a button a member presses to say what was wrong (or right) with an order.
    "cold": N_("It was cold"),
    "late": N_("It came late"),
    "missing": N_("Something was missing or wrong"),
    "taste": N_("It did not taste good"),
    "courier": N_("The courier was not kind"),
    "packing": N_("It was badly packed"),
    "tasty": N_("Tasty"),
    "fresh": N_("Fresh"),
    "fast": N_("Fast"),
    "kind": N_("A kind courier"),
    "pretty": N_("Lovely to look at"),
    "price": N_("Worth its price"),
}
PARTS = {
    # NOTE: what of an order gets stars of its own: "🍣 Food: 4".
    "food": (N_("🍣 Food"), N_("🍣 Food: {n}")),
    "courier": (N_("🛵 Courier"), N_("🛵 Courier: {n}")),
    "speed": (N_("⏱ Speed"), N_("⏱ Speed: {n}")),
}
TOPICS = {
    # NOTE: what members wrote about, as a heading in a list.
    "cold": N_("🥶 Cold"),
    "late": N_("🐢 Late"),
    "missing": N_("📦 Missing or wrong"),
    "taste": N_("😋 Taste"),
    "fresh": N_("🌿 Freshness"),
    "courier": N_("🛵 The courier"),
    "packing": N_("🥡 Packing"),
    "portion": N_("🍚 Portions"),
    "price": N_("💰 Prices"),
    "service": N_("☎️ Service"),
    "programme": N_("💳 Points and the bot"),
}


def stars(number: int) -> str:
    """ "⭐⭐⭐" """
    return "⭐" * number


def reasons(t: Texts, given: Sequence[str]) -> str:
    """The reasons in one line, plain; nothing for none."""
    return ", ".join(t.plain(REASONS[each]) for each in given if each in REASONS)


def part(t: Texts, name: str, given: int | None) -> str:
    """ "🍣 Food: 4", or "🍣 Food" while it has no stars."""
    bare, said = PARTS[name]
    return t.plain(bare) if given is None else t.plain(said, n=given)
