"""For whom a notice is worded."""

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
