"""Messages that come by themselves, worded when they leave, in the reader's language: kind + facts -> Screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.i18n import Texts
from bot.telegram.screen import Screen
from bot.usecases.program import Rules


@dataclass(frozen=True)
class Reader:
    """Who will read it: their language, the programme's rules now in force, and the bot's name for links."""

    t: Texts
    rules: Rules
    username: str


Wording = Callable[[Reader, Mapping[str, Any]], Screen]
WORDINGS: dict[str, Wording] = {}


def render(kind: str, facts: Mapping[str, Any], reader: Reader) -> Screen:
    """The Screen of a notice. Raises KeyError for a kind nobody words."""
    return WORDINGS[kind](reader, facts)
