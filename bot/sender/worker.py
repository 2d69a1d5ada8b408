"""The sender: takes what is due out of the outbox, words it for its reader, and writes down what became of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.i18n import Catalogue
from bot.sender import lean
from bot.sender.breaker import Breaker
from bot.sender.gate import Errand, Gate, errand
from bot.sender.judgement import is_token_refused, is_unreachable, judged
from bot.telegram import notices
from bot.telegram.notices import Reader
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import outbox
from bot.usecases.attempts import Outcome, Outgoing, failed, in_doubt, postponed, sent
from bot.usecases.outbox import Wish
from bot.usecases.program import Rules
from bot.usecases.vitals import Vitals
from db.enums import Lane
from db.session import Database

log = structlog.get_logger()
NAP = 1.0  # seconds between two looks when nothing wakes us
SHORT_NAP = 0.1
LOOK_FOR_ORPHANS = 15.0
MUST_BEGIN_WITHIN = 45.0  # seconds of the 60 that a claim lasts
LONGEST_REST = 30.0
BULK_SLOTS = 0.8


@dataclass(frozen=True)
class Means:
    """What a sender works with; `gate` is the middleware of the presenter's bot."""

    db: Database
    clock: Clock
    presenter: Presenter
    catalogue: Catalogue
    gate: Gate


class Sender:
    """`run` until `stop`; `wake` when something may have become due. `owner`: a name no other run has had."""

    def __init__(self, means: Means, *, owner: str, slots: int = 20, vitals: Vitals | None = None) -> None:
        self._means, self._db, self._owner = means, means.db, owner
        self.username = ""  # the bot's own, for links; known once Telegram was asked
        self._breaker = Breaker(means.db)
        self._slots, self.vitals = slots, vitals or Vitals()
        self._busy: dict[int, tuple[Outgoing, asyncio.Task[None], Errand]] = {}  # by chat, until settled
        self._outcomes: list[tuple[Outgoing, Outcome]] = []
        self._awake, self._stopping, self._halted = asyncio.Event(), False, False
        self._rests_until = self._orphans_at = float("-inf")
        self._rests, self._shorter = 0, SHORT_NAP
        self._running: asyncio.Task[Any] | None = None

    def wake(self) -> None:
        """Something may be due: look now."""
        self._awake.set()

    async def run(self) -> None:
        """Sends until stop(); never raises for what a message or the database does to it."""
        self._running = asyncio.current_task()
        self._db.on_commit.append(self._heard)
        try:
            while not self._stopping:
                try:
                    nap = await self._round()
                except Exception:
                    log.exception("sender.stumbled")
                    nap = NAP
                await self._nap(nap)
        finally:
            self._db.on_commit.remove(self._heard)

    async def stop(self, timeout: float = 10) -> None:  # noqa: ASYNC109 - part of the promise: calls get so long
        """Claims nothing more, gives back what had not begun, lets calls under way end within *timeout* seconds."""
        self._stopping = True
        self.wake()
        if self._running is not None:
            await asyncio.wait({self._running})
        tasks = {task for _, task, _ in self._busy.values()}
        for _, task, begun in self._busy.values():
            if not begun.begun:
                task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self._settle()

    def _heard(self, info: dict[Any, Any]) -> None:
        if info.get("outbox"):
            self.wake()

    async def _nap(self, seconds: float) -> None:
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), seconds)

    async def _round(self) -> float:
        """Settles, looks, launches; returns how long to nap unless woken."""
        woken = self._awake.is_set()
        self._awake.clear()
        await self._settle()
        now = asyncio.get_running_loop().time()
        if self._halted or now < self._rests_until:
            return NAP
        if now - self._orphans_at >= LOOK_FOR_ORPHANS:
            self._orphans_at = now
            await outbox.recover(self._db, self._owner, at=self._now())
        if not woken and not await outbox.anything_due(self._db, at=self._now()):
            return NAP
        claim = await outbox.claim(self._db, self._wish(), at=self._now())
        for row in claim.leaving:
            self._launch(row, claim.rules)
        # What is due may wait for its chat's second message of a second: that is less than a whole nap.
        self._shorter = SHORT_NAP if claim.looked else min(self._shorter * 2, NAP)
        return 0 if claim.looked else self._shorter

    def _wish(self) -> Wish:
        pace = self._means.gate.pace
        free = self._slots - len(self._busy)
        bulk_busy = sum(row.lane is Lane.BULK for row, _, _ in self._busy.values())
        bulk = 0 if pace.bulk_rests() > NAP else min(free, int(self._slots * BULK_SLOTS) - bulk_busy)
        resting = frozenset(chat for chat in pace.resting_chats() if isinstance(chat, int))
        most = {Lane.PERSON: free, Lane.SERVICE: free, Lane.BULK: bulk}
        return Wish(self._owner, most, frozenset(self._busy), resting)

    def _launch(self, row: Outgoing, rules: Rules) -> None:
        now = asyncio.get_running_loop().time()
        task = Errand(row.lane, until=now + MUST_BEGIN_WITHIN)
        self._busy[row.chat_id] = row, asyncio.create_task(self._send(row, rules, task)), task

    async def _send(self, row: Outgoing, rules: Rules, task: Errand) -> None:
        errand.set(task)
        try:
            outcome = await self._attempt(row, rules)
        except asyncio.CancelledError:
            at = self._now()
            outcome = in_doubt(row, "stopped", at=at) if task.begun else postponed(row, at)
        self._outcomes.append((row, outcome))
        self.wake()

    async def _attempt(self, row: Outgoing, rules: Rules) -> Outcome:
        reader = Reader(self._means.catalogue.texts(row.language), rules, self.username)
        try:
            screen = notices.render(row.kind, row.facts, reader)
        except Exception:
            log.exception("notice.not_worded", kind=row.kind)
            return failed(row, "render")
        edits = None if screen.fresh or row.facts.get("fresh") else row.edits
        try:
            if edits is not None and await self._means.presenter.edit_by_id(row.chat_id, edits, screen):
                return self._arrived(row, edits)
            edits = None
            return self._arrived(row, await self._new_message(row, screen))
        except Exception as error:
            self._learn(error)
            return judged(row, error, at=self._now(), edited=edits is not None)

    async def _new_message(self, row: Outgoing, screen: Screen) -> int:
        presenter, chat = self._means.presenter, row.chat_id
        if not lean.is_plain(screen):
            return (await presenter.send(chat, screen, silent=row.silent)).message_id
        return await self._means.gate.through(
            chat, lambda: lean.send_text(presenter.bot, chat, screen, silent=row.silent)
        )

    def _arrived(self, row: Outgoing, message_id: int) -> Outcome:
        self._rests, self.vitals.sending, self.vitals.last_sent_at = 0, None, self._now()
        return sent(row, message_id)

    def _learn(self, error: Exception) -> None:
        """What an error says about Telegram as a whole."""
        if is_token_refused(error):
            self._halted, self.vitals.sending = True, "Telegram refuses the token: nothing is sent."
            log.critical("sender.token_refused")
        elif is_unreachable(error):
            now = asyncio.get_running_loop().time()
            if now >= self._rests_until:
                self._rests_until = now + min(2**self._rests, LONGEST_REST)
                self._rests += 1
            self.vitals.sending = "Telegram cannot be reached."
            log.warning("sender.unreachable", rounds=self._rests)
        else:
            log.info("message.refused", error=type(error).__name__)

    async def _settle(self) -> None:
        """What is known is written down; kept and tried again when the database cannot be reached."""
        if not self._outcomes:
            return
        known = list(self._outcomes)
        await outbox.settle(self._db, [outcome for _, outcome in known], at=self._now())
        del self._outcomes[: len(known)]
        for row, outcome in known:
            del self._busy[row.chat_id]
            self.vitals.messages[row.lane.value, outcome.change.state.value] += 1
        await self._breaker.heard(known, at=self._now())

    def _now(self) -> datetime:
        return self._means.clock.now()
