"""For whom a notice is worded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.i18n import Texts
from bot.telegram.screen import Screen
from bot.usecases.program import Rules


@dataclass(frozen=True)
class Reader:
    """Who will read it: their language, the programme's rules now in force, the bot's name for links, and whether one
    can pay in chat."""

    t: Texts
    rules: Rules
    username: str
    pays: bool = False


Wording = Callable[[Reader, Mapping[str, Any]], Screen]
