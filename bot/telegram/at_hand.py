"""What lies within reach of a handler that needs more than a few things: one parameter, `hand`, instead of many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.filters import Filter

from bot.i18n import Catalogue, Texts
from bot.settings import Settings
from bot.telegram.screen import Screen
from bot.usecases.makers import Makers
from bot.usecases.program import Rules


@dataclass(frozen=True)
class AtHand:
    """This update's moment and rules, and what the dispatcher was given."""

    now: datetime
    rules: Rules
    username: str
    settings: Settings
    makers: Makers
    catalogue: Catalogue
    card_key: bytes
    trial: Callable[[str, Mapping[str, Any], Texts, Rules, str], Screen | None]  # see trials.py


class Hands(Filter):
    """Lets everything pass; the handlers behind it may ask for `hand`."""

    async def __call__(self, event: Any, **data: Any) -> dict[str, Any]:
        names = ("now", "rules", "username", "settings", "makers", "catalogue", "card_key", "trial")
        return {"hand": AtHand(**{name: data[name] for name in names})}
