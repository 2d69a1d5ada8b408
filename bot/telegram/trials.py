"""A look at a message that comes by itself, before anybody gets it. Handed to the staff's screens by the dispatcher:
they must not import the words of the other audiences."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Texts
from bot.telegram import notices
from bot.telegram.screen import Screen
from bot.usecases.program import Rules


def trial(kind: str, facts: Mapping[str, Any], t: Texts, rules: Rules, username: str) -> Screen | None:
    """The notice *kind* as its reader would see it; None when no notice is called so."""
    return notices.render(kind, facts, notices.Reader(t, rules, username)) if kind in notices.WORDINGS else None
