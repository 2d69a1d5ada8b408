"""Stops a broadcast whose content Telegram refuses, before it has used up its recipients."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.sender.judgement import CONTENT
from bot.usecases import broadcasts, outbox
from bot.usecases.attempts import Outcome, Outgoing
from db.enums import MessageState
from db.session import Database

EQUAL_REFUSALS = 5
Words = tuple[int | str | None, ...]  # all of a broadcast, one of its versions, or that version in one language
Refusal = tuple[Words, str]  # of which words, for which reason


class Breaker:
    """After five equal refusals of the same words with none of them sent in between the broadcast pauses, and those
    they were for are planned again. What arrives in one version or language says nothing about another."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._refusals: Counter[Refusal] = Counter()

    async def heard(self, settled: Sequence[tuple[Outgoing, Outcome]], *, at: datetime) -> None:
        """Called after the outcomes have been written down."""
        for row, outcome in settled:
            if row.broadcast_id is not None:
                self._count(row, outcome)
        enough = [key for key, count in self._refusals.items() if count >= EQUAL_REFUSALS]
        for broadcast_id, reason in {(int(words[0] or 0), reason) for words, reason in enough}:
            await broadcasts.pause(self._db, broadcast_id, reason.removeprefix(CONTENT))
            await outbox.spare(self._db, broadcast_id, reason, at=at)
        for key in enough:
            # Answers that are still under way refuse for the same reason: the next one is enough.
            self._refusals[key] = EQUAL_REFUSALS - 1

    def _count(self, row: Outgoing, outcome: Outcome) -> None:
        if outcome.change.state is MessageState.SENT:
            arrived = set(_words_of(row))
            for key in [key for key in self._refusals if key[0] in arrived]:
                del self._refusals[key]
        elif outcome.change.state is MessageState.FAILED and outcome.unreachable is None:
            for words in _words_of(row):
                self._refusals[words, (outcome.change.reason or "")[:120]] += 1


def _words_of(row: Outgoing) -> Iterator[Words]:
    yield (row.broadcast_id,)
    yield row.broadcast_id, row.variant
    yield row.broadcast_id, row.variant, row.language
