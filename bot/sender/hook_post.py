"""One event on its way over HTTPS: signed, to a public address only, answered within ten seconds or not at all."""

import asyncio
import socket
from collections.abc import Callable

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.clock import Clock
from bot.rules import hook_addresses, hooks
from bot.rules.hook_addresses import BadAddress
from bot.usecases.hook_deliveries import Answer, Parcel

log = structlog.get_logger()
PATIENCE = 10.0  # seconds for all of it: finding, greeting, sending, hearing
MOST_READ = 1024  # bytes of an answer that are taken in; nobody asks what it says


class Forbidden(Exception):
    """The name leads to a machine that is not of the public internet."""


class Guard(AbstractResolver):
    """Names become numbers once, here: whatever passes is what is connected to, so that a name cannot lead somewhere
    else between the look and the step. One number that is not public and the whole name is refused."""

    def __init__(self, inner: AbstractResolver, *, sandbox: bool) -> None:
        self._inner, self._sandbox = inner, sandbox

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(hook_addresses.reachable(each["host"], sandbox=self._sandbox) for each in found):
            raise Forbidden(host)
        return found

    async def close(self) -> None:
        await self._inner.close()


class HookPost:
    """Sends parcels. `resolver`: how names become numbers (None: as the machine does)."""

    def __init__(
        self,
        app_secret: str,
        clock: Clock,
        *,
        sandbox: bool = False,
        resolver: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
        patience: float = PATIENCE,
    ) -> None:
        self._secret, self._clock, self._sandbox = app_secret, clock, sandbox
        self._resolver, self._patience = resolver, patience
        self._session: aiohttp.ClientSession | None = None

    async def send(self, parcel: Parcel) -> Answer:
        """What came back; never raises for what is at the other end."""
        try:
            url = hook_addresses.read(parcel.url, sandbox=self._sandbox)
            return Answer(status=await self._posted(url, parcel))
        except (BadAddress, Forbidden):
            return Answer(why="address")
        except TimeoutError:
            return Answer(why="silence")
        except aiohttp.ClientConnectorDNSError:
            return Answer(why="name")
        except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
            return Answer(why="certificate")
        except aiohttp.ClientConnectorError:
            return Answer(why="nobody")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.info("hook.broken", error=type(error).__name__)
            return Answer(why="broken")

    async def _posted(self, url: str, parcel: Parcel) -> int:
        content = hooks.body(parcel.event)
        key = hooks.secret(self._secret, parcel.webhook_id, parcel.edition)
        headers = {
            "Content-Type": "application/json",
            "Okaeri-Event-Id": str(parcel.event.id),
            "Okaeri-Seq": str(parcel.event.seq),
            "Okaeri-Signature": hooks.signature(key, content, self._clock.now()),
        }
        async with self._client().post(url, data=content, headers=headers, allow_redirects=False) as answer:
            return answer.status  # what it says beside is left where it is

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            guard = Guard(self._resolver(), sandbox=self._sandbox)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=guard, use_dns_cache=False, limit=0),
                timeout=aiohttp.ClientTimeout(total=self._patience),
                headers={"User-Agent": "Okaeri"},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                read_bufsize=MOST_READ,
                trust_env=False,
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # connections say goodbye
