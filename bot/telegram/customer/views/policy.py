"""The policy people agree to. Change a word of it, and the version in bot/usecases/consents.py changes with it."""

from bot.i18n import N_, Html, Texts, lines
from bot.usecases.consents import POLICY
from bot.usecases.inbox import BODIES_KEPT
from bot.usecases.program import Rules

PARAGRAPHS = (
    N_(
        "<b>What we keep.</b> Your Telegram id and name, your language, the phone you share, your birthday and "
        "what else you tell us of yourself, your orders with their addresses and what you say of them, what you "
        "write to the shop, your points, and what you agreed to."
    ),
    N_(
        "<b>What for.</b> To keep your card and your points right, to bring your orders, to tell you about "
        "them. The law calls this our agreement with you; a birthday and offers rest on your consent alone."
    ),
    N_(
        "<b>Offers.</b> Only if you said yes to them, and until you say no: in the settings, or by one tap "
        "under any offer. Messages about your orders and your own points come without it."
    ),
    N_(
        "<b>Who sees it.</b> The staff who serve you: the courier sees your name and address, not your "
        "birthday. We sell and lend it to nobody. Messages travel through Telegram."
    ),
    N_(
        "<b>Your rights.</b> See it, take it with you as a file, correct it, erase it: by /privacy and "
        "/settings, at any time, for nothing. You can also ask at the shop, or complain to the data "
        "protection authority."
    ),
)


def _paragraphs(t: Texts) -> list[Html]:
    *told, rights = [t(paragraph) for paragraph in PARAGRAPHS]
    how_long = t.plural(
        "<b>How long.</b> As long as you have a card. What else you write here is removed after {n} day. When "
        "you erase your data, everything that leads to you goes at once; the sums of the books stay under a "
        "number.",
        "<b>How long.</b> As long as you have a card. What else you write here is removed after {n} days. When "
        "you erase your data, everything that leads to you goes at once; the sums of the books stay under a "
        "number.",
        BODIES_KEPT.days,
    )
    return [*told, how_long, rights]


def text(t: Texts, rules: Rules) -> Html:
    """The whole policy with its version."""
    parts: list[Html | str] = [t("<b>📄 How {shop} treats your data</b>", shop=rules.program.name)]
    for paragraph in _paragraphs(t):
        parts += ["", paragraph]
    # NOTE: the edition of this text, like "2026-11".
    return lines(*parts, "", t("<i>Version {version}</i>", version=POLICY))
