"""Stops a broadcast whose content Telegram refuses, before it has used up its recipients."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.sender.judgement import CONTENT
from bot.usecases import broadcasts, outbox
from bot.usecases.attempts import Outcome, Outgoing
from db.enums import MessageState
from db.session import Database

EQUAL_REFUSALS = 5
Refusal = tuple[int, str]  # of which broadcast, for which reason


class Breaker:
    """After five equal refusals with nothing sent between them the broadcast pauses, and those they were for are
    planned again."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._refusals: Counter[Refusal] = Counter()

    async def heard(self, settled: Sequence[tuple[Outgoing, Outcome]], *, at: datetime) -> None:
        """Called after the outcomes have been written down."""
        for row, outcome in settled:
            if row.broadcast_id is not None:
                self._count(row.broadcast_id, outcome.change.state, outcome.change.reason or "")
        for broadcast_id, reason in [key for key, count in self._refusals.items() if count >= EQUAL_REFUSALS]:
            await broadcasts.pause(self._db, broadcast_id, reason.removeprefix(CONTENT))
            await outbox.spare(self._db, broadcast_id, reason, at=at)
            # Answers that are still under way refuse for the same reason: the next one is enough.
            self._refusals[broadcast_id, reason] = EQUAL_REFUSALS - 1

    def _count(self, broadcast_id: int, state: MessageState, reason: str) -> None:
        if state is MessageState.SENT:
            for key in [key for key in self._refusals if key[0] == broadcast_id]:
                del self._refusals[key]
        elif state is MessageState.FAILED and reason.startswith(CONTENT):
            self._refusals[broadcast_id, reason[:120]] += 1
