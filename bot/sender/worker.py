"""The sender: takes what is due out of the outbox, lets it leave, and writes down what became of it."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog

from bot.sender.breaker import Breaker
from bot.sender.delivery import Means, attempt
from bot.sender.gate import NEVER, Errand, errand
from bot.sender.judgement import is_token_refused, is_unreachable
from bot.sender.share import TTL, Share
from bot.telegram.notices import Reader
from bot.usecases import outbox
from bot.usecases.attempts import Outcome, Outgoing, in_doubt, postponed
from bot.usecases.outbox import Wish
from bot.usecases.program import Rules
from bot.usecases.vitals import Vitals
from db.enums import Lane, MessageState

log = structlog.get_logger()
NAP = 1.0  # seconds between two looks when nothing wakes us
SHORT_NAP = 0.1
LOOK_FOR_ORPHANS = 15.0
MUST_BEGIN_WITHIN = 45.0  # seconds of the 60 that a claim lasts
LONGEST_REST = 30.0
BULK_SLOTS = 0.8
PAID_SLOTS = 100  # at a thousand a second: twenty are on their way, the others leave while the next are claimed
AT_ONCE = 3  # bulk is settled when a third of what is under way is known


class Sender:
    """`run` until `stop`; `wake` when something may have become due. `owner`: a name no other run has had."""

    def __init__(
        self, means: Means, *, owner: str, slots: int = 20, vitals: Vitals | None = None, ttl: float = TTL
    ) -> None:
        self._means, self._db, self._owner = means, means.db, owner
        self.username = ""  # the bot's own, for links; known once Telegram was asked
        self._breaker, self._share = Breaker(means.db), Share(means.db, owner, means.gate.pace, ttl=ttl)
        self._slots, self._paid_slots, self.vitals = slots, slots, vitals or Vitals()
        self._busy: dict[int, tuple[Outgoing, asyncio.Task[None], Errand]] = {}  # by chat, until settled
        self._held: set[int] = set()  # broadcasts that were stopped or paused
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
        await self._share.give_up()

    def _heard(self, info: dict[Any, Any]) -> None:
        self._hold(info.get("held", ()))
        if info.get("outbox"):
            self.wake()

    def _hold(self, broadcasts: Collection[int]) -> None:
        """What of these has not begun does not begin any more."""
        self._held |= set(broadcasts)
        for row, _, task in self._busy.values():
            if row.broadcast_id in broadcasts:
                task.until = NEVER

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
        await self._share.renew()
        if now - self._orphans_at >= LOOK_FOR_ORPHANS:
            self._orphans_at = now
            await outbox.recover(self._db, self._owner, at=self._now())
        wish = self._wish()
        if not any((*wish.most.values(), wish.paid)):
            return NAP  # whatever ends next wakes us
        if not woken and not await outbox.anything_due(self._db, at=self._now()):
            return NAP
        held = frozenset(self._held)
        claim = await outbox.claim(self._db, wish, at=self._now())
        self._held -= held  # the claim has seen for itself what became of them
        self._hold({row.broadcast_id for row, _, _ in self._busy.values() if row.broadcast_id} - claim.running)
        for row in claim.leaving:
            self._launch(row, claim.rules, now)
        if claim.looked > len(claim.leaving):
            return 0  # some were put aside, and there may be others behind them
        # What is due may wait for its chat's second message of a second: that is less than a whole nap.
        self._shorter = SHORT_NAP if claim.looked else min(self._shorter * 2, NAP)
        return NAP if claim.looked else self._shorter  # the first that end wake us

    def _wish(self) -> Wish:
        gate, busy = self._means.gate, [row for row, _, _ in self._busy.values()]
        paid = sum(row.paid for row in busy)
        free = self._slots - len(busy) + paid
        bulk = min(free, int(self._slots * BULK_SLOTS) - sum(row.lane is Lane.BULK for row in busy) + paid)
        resting = frozenset(chat for chat in gate.pace.resting_chats() if isinstance(chat, int))
        rests = not self._share.bulk or gate.pace.bulk_rests() > NAP
        most = {Lane.PERSON: free, Lane.SERVICE: free, Lane.BULK: 0 if rests else bulk}
        fast = 0 if not self._share.bulk or gate.fast.bulk_rests() > NAP else self._paid_slots - paid
        return Wish(self._owner, most, frozenset(self._busy), resting, paid=fast)

    def _launch(self, row: Outgoing, rules: Rules, claimed: float) -> None:
        until = NEVER if row.broadcast_id in self._held else claimed + MUST_BEGIN_WITHIN
        task = Errand(row.lane, until, paid=row.paid)
        self._busy[row.chat_id] = row, asyncio.create_task(self._send(row, rules, task)), task

    async def _send(self, row: Outgoing, rules: Rules, task: Errand) -> None:
        errand.set(task)
        try:
            made = await attempt(self._means, row, self._reader(row, rules))
            outcome = made.outcome
            if made.asked:
                self._learn(made.error)
        except asyncio.CancelledError:
            at = self._now()
            outcome = in_doubt(row, "stopped", at=at) if task.begun else postponed(row, at)
        self._outcomes.append((row, outcome))
        self._known(row, outcome)

    def _reader(self, row: Outgoing, rules: Rules) -> Reader:
        means = self._means
        return Reader(means.catalogue.texts(row.language), rules, self.username, means.presenter.pays)

    def _known(self, row: Outgoing, outcome: Outcome) -> None:
        """Bulk is settled and claimed some at a time; what a person waits for, and every refusal, at once."""
        arrived = outcome.change.state is MessageState.SENT
        if row.paid:
            # A broadcast that is refused must not have used up many: at first few are tried.
            self._paid_slots = PAID_SLOTS if arrived else self._slots
        if row.lane is not Lane.BULK or not arrived or len(self._outcomes) >= len(self._busy) / AT_ONCE:
            self.wake()

    def _learn(self, error: Exception | None) -> None:
        """What an answer says about Telegram as a whole."""
        if error is None:
            self._rests, self.vitals.sending, self.vitals.last_sent_at = 0, None, self._now()
        elif is_token_refused(error):
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
