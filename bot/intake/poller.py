"""getUpdates, in our own loop over the raw answer: what comes is kept in the database first and acknowledged after."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientError, ClientTimeout

from bot.usecases.vitals import Vitals

log = structlog.get_logger()
ALLOWED = ("message", "callback_query", "my_chat_member", "pre_checkout_query")
Take = Callable[[list[Any]], Awaitable[object]]


@dataclass(frozen=True)
class Manners:
    """Seconds: how long Telegram may hold an empty poll, how long we wait when another poller is there (409), and the
    first and longest wait after other trouble."""

    hold: int = 25
    aside: float = 30
    first: float = 1
    longest: float = 30


class Trouble(Exception):
    """No updates this time. `wait`: seconds to wait as Telegram asks (None: a little longer each time)."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


class TokenRefused(Exception):
    """Telegram does not know the token: asking again would change nothing."""


class Poller:
    """Hands each batch to *take*; only when it has returned is the batch acknowledged."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        *,
        vitals: Vitals,
        allowed: Sequence[str] = ALLOWED,
        manners: Manners | None = None,
    ) -> None:
        self._bot, self._take, self.vitals = bot, take, vitals
        self._allowed, self._manners = list(allowed), manners or Manners()
        self._offset: int | None = None
        self._stopping = asyncio.Event()
        self._troubles = 0

    async def run(self) -> None:
        """Until stop(), or until Telegram refuses the token."""
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            while not self._stopping.is_set():
                turn = asyncio.ensure_future(self._turn())
                await asyncio.wait({turn, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not turn.done():
                    turn.cancel()
                await asyncio.gather(turn, return_exceptions=False)
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise
        except TokenRefused:
            self.vitals.polling = "Telegram refuses the token."
            log.critical("poller.token_refused")
        finally:
            stopping.cancel()

    def stop(self) -> None:
        """Returns at once; what is being kept is kept, and an empty poll is given up."""
        self._stopping.set()

    async def _turn(self) -> None:
        """One poll, or one wait."""
        try:
            batch = await self._poll()
            await self._take(batch)
        except TokenRefused:
            raise
        except Trouble as trouble:
            await self._rest(str(trouble), trouble.wait)
        except Exception as error:
            log.exception("poller.not_kept")  # the batch was not acknowledged: it comes again
            await self._rest(f"Updates cannot be kept: {type(error).__name__}.", None)
        else:
            self._troubles, self.vitals.polling = 0, None
            self._acknowledge(batch)

    def _acknowledge(self, batch: list[Any]) -> None:
        """The next poll names the highest number so far. An empty answer means that all is acknowledged: then no number
        is named, since after a quiet week Telegram may go on with a lower one, which the old number would skip."""
        ids = [update["update_id"] for update in batch if isinstance(update, dict) and "update_id" in update]
        self._offset = max(ids) + 1 if ids else None

    async def _rest(self, said: str, wait: float | None) -> None:
        self._troubles += 1
        self.vitals.polling = said
        seconds = min(self._manners.first * 2 ** (self._troubles - 1), self._manners.longest) if wait is None else wait
        log.warning("poller.trouble", said=said, wait=seconds)
        await asyncio.sleep(seconds)

    async def _poll(self) -> list[Any]:
        status, answer = await self._asked()
        if answer.get("ok") is True and isinstance(answer.get("result"), list):
            return list(answer["result"])
        said = str(answer.get("description", f"HTTP {status}"))
        if status in (401, 404):
            raise TokenRefused
        if status == 409:
            raise Trouble(said, self._manners.aside)
        asked = (answer.get("parameters") or {}).get("retry_after")
        raise Trouble(said, min(max(float(asked), 1), 3600) if asked else None)

    async def _asked(self) -> tuple[int, dict[str, Any]]:
        session = self._bot.session
        assert isinstance(session, AiohttpSession)
        # A form, as every Bot API server takes it.
        fields = {"timeout": str(self._manners.hold), "allowed_updates": json.dumps(self._allowed)}
        if self._offset is not None:
            fields["offset"] = str(self._offset)
        url, limit = session.api.api_url(self._bot.token, "getUpdates"), ClientTimeout(total=self._manners.hold + 15)
        try:
            client = await session.create_session()
            async with client.post(url, data=fields, timeout=limit) as response:
                answer = json.loads(await response.read())
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise Trouble(f"Telegram cannot be reached: {type(error).__name__}.") from error
        return response.status, answer if isinstance(answer, dict) else {}
