"""Messages the programme writes itself, in every language it speaks, as drafts that only want a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rules.broadcasts import OfferButton, Words


@dataclass(frozen=True)
class Said:
    """The message by language: its text (Telegram HTML), and what stands on its buttons to take it and to decline."""

    texts: Mapping[str, str]
    take: Mapping[str, str]
    decline: Mapping[str, str]

    @property
    def sides(self) -> dict[str, Any]:
        """Of a draft that says so."""
        return {
            "content": {"A": {language: Words(text) for language, text in self.texts.items()}},
            "buttons": (OfferButton("claim", self.take), OfferButton("decline", self.decline)),
        }
