"""Where this person's dialogue stands during one update: read with the actor, kept in the transaction of the effect."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.usecases import chat_state

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


class ChatMemory:
    """Handlers move it (`at`, `forget`) *before* they ask the use-case, so that both are kept in one transaction."""

    def __init__(self, chat_id: int, step: str | None, data: dict[str, Any]) -> None:
        self.chat_id = chat_id
        self.step = step
        self.data = data
        self.moved = False
        self._kept = step, data

    def at(self, step: str, **data: Any) -> None:
        """The dialogue now waits at *step*, knowing *data* (plain JSON) besides what it knew."""
        self.step, self.data, self.moved = step, {**self.data, **data}, True

    def begin(self, step: str, **data: Any) -> None:
        """A new dialogue at *step* that knows only *data*."""
        self.step, self.data, self.moved = step, data, True

    def forget(self) -> None:
        """No dialogue is open; what was typed so far is gone."""
        self.moved = self.moved or self.step is not None
        self.step, self.data = None, {}

    def drop(self) -> None:
        """Moves that were not kept did not happen: a refusal changes nothing, the dialogue included."""
        if self.moved:
            (self.step, self.data), self.moved = self._kept, False

    async def keep(self, session: "AsyncSession", at: datetime) -> None:
        """Written if it moved; called by the unit that commits the update's effect."""
        if self.moved:
            await chat_state.keep(session, self.chat_id, self.step, self.data, at=at)
            self._kept, self.moved = (self.step, self.data), False
