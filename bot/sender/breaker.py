"""Stops a broadcast whose content Telegram refuses, before it has used up its recipients."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.sender.judgement import CONTENT
from bot.usecases import broadcasts, outbox
from bot.usecases.attempts import Outcome, Outgoing
from db.enums import MessageState
from db.session import Database

EQUAL_REFUSALS = 5
LONGEST_REASON = 120  # of those that are kept
NUMBER = re.compile(r"\d+")  # where in the text a mistake is depends on the name before it
Words = tuple[int | str | None, ...]  # all of a broadcast, one of its versions, or that version in one language
Refusal = tuple[Words, str]  # of which words, for which reason


class Breaker:
    """After five equal refusals of the same words with none of them sent in between the broadcast pauses, and those
    they were for are planned again. What arrives in one version or language says nothing about another."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._refusals: defaultdict[Refusal, list[str]] = defaultdict(list)  # as they were said

    async def heard(self, settled: Sequence[tuple[Outgoing, Outcome]], *, at: datetime) -> None:
        """Called after the outcomes have been written down."""
        for row, outcome in settled:
            if row.broadcast_id is not None:
                self._count(row, outcome)
        for (words, _), reasons in self._refusals.items():
            if len(reasons) >= EQUAL_REFUSALS:
                await self._halt(int(words[0] or 0), set(reasons), at)
                # Answers that are still under way refuse for the same reason: the next one is enough.
                del reasons[: 1 - EQUAL_REFUSALS]

    async def _halt(self, broadcast_id: int, reasons: set[str], at: datetime) -> None:
        await broadcasts.pause(self._db, broadcast_id, min(reasons).removeprefix(CONTENT))
        for reason in reasons:
            await outbox.spare(self._db, broadcast_id, reason, at=at)

    def _count(self, row: Outgoing, outcome: Outcome) -> None:
        if outcome.change.state is MessageState.SENT:
            arrived = set(_words_of(row))
            for key in [key for key in self._refusals if key[0] in arrived]:
                del self._refusals[key]
        elif outcome.change.state is MessageState.FAILED and outcome.unreachable is None:
            reason = (outcome.change.reason or "")[:LONGEST_REASON]
            for words in _words_of(row):
                self._refusals[words, NUMBER.sub("", reason)].append(reason)


def _words_of(row: Outgoing) -> Iterator[Words]:
    yield (row.broadcast_id,)
    yield row.broadcast_id, row.variant
    yield row.broadcast_id, row.variant, row.language
