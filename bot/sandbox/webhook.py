"""Updates pushed to the bot's own address, as Telegram does it: one chat in order, many chats at once, until taken.

Telegram wants an ``https`` address; a sandbox on the loopback accepts ``http`` there, and only there. A reply that
carries a method call in its body is not played. Retries begin after a quarter of a second and stretch to half a minute.
"""

import asyncio
import http.client
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.mailbox import Mailbox, Update
from bot.sandbox.refusal import bad_request

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0
_PATIENCE = 30
_SENDERS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")


@dataclass(frozen=True)
class Target:
    """Where updates go, and the secret that proves they come from here."""

    url: str
    secret: str = ""
    max_connections: int = 40


def checked(target: Target) -> Target:
    """*target* if Telegram would take it; raises its refusal otherwise."""
    parts = urlsplit(target.url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if target.secret and not _SECRET.fullmatch(target.secret):
        raise bad_request("secret token contains unallowed characters")
    return target


class Webhook:
    """Carries the mailbox's updates to one target at a time."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self.target: Target | None = None
        self.last_error = ""
        self._lanes: dict[Any, deque[Update]] = {}
        self._handed: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def set(self, target: Target) -> None:
        """Sends updates to *target* from now on, those waiting included."""
        self.remove()
        self.target = target
        self.last_error = ""
        self._mailbox.webhook_active = True
        self._mailbox.interrupt_poller()
        self._slots = asyncio.Semaphore(target.max_connections)
        self._spawn(self._sort())

    def remove(self) -> None:
        """Nothing is pushed any more; what was not taken waits."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._lanes.clear()
        self._handed.clear()
        self.target = None
        self._mailbox.webhook_active = False

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sort(self) -> None:
        while True:
            while self._mailbox.again:
                self._hand(self._mailbox.again.popleft())
            for update in [u for u in self._mailbox.waiting if u["update_id"] not in self._handed]:
                self._handed.add(update["update_id"])
                self._hand(update)
            await self._mailbox.more()

    def _hand(self, update: Update) -> None:
        key = _lane_of(update)
        lane = self._lanes.setdefault(key, deque())
        lane.append(update)
        if len(lane) == 1:
            self._spawn(self._drive(key, lane))

    async def _drive(self, key: Any, lane: deque[Update]) -> None:
        while lane:
            await self._insist(lane[0])
            self._mailbox.confirm(lane[0])
            lane.popleft()
        self._lanes.pop(key, None)

    async def _insist(self, update: Update) -> None:
        pause = _FIRST_PAUSE
        while not await self._taken(update):
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _taken(self, update: Update) -> bool:
        async with self._slots:
            assert self.target is not None
            try:
                status = await asyncio.to_thread(_post, self.target, json.dumps(update).encode())
            except (OSError, http.client.HTTPException) as error:
                problem = f"Connection failed: {error}"
            else:
                if 200 <= status < 300:
                    return True
                problem = f"Wrong response from the webhook: {status} {http.client.responses.get(status, '')}"
        self.last_error = problem.strip()
        return False


def _post(target: Target, body: bytes) -> int:
    parts = urlsplit(target.url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=_PATIENCE)
    headers = {"Content-Type": "application/json"}
    if target.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _lane_of(update: Update) -> Any:
    """Messages keep their order per chat, presses per person."""
    for kind in _SENDERS:
        body = update.get(kind)
        if isinstance(body, dict):
            chat = body.get("chat") or body.get("from") or {}
            return kind == "callback_query", chat.get("id")
    return None
