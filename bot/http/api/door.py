"""Who calls: the key is recognised, its pace kept, and the parts of the shop handed over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Protocol

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.clock import Clock
from bot.http.api.problems import texts_for
from bot.i18n import Catalogue, Texts
from bot.rules.till_codes import card_key
from bot.settings import Settings
from bot.usecases import keys
from bot.usecases.actor import Client
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.vitals import Vitals
from db.session import Database

MINUTE = timedelta(minutes=1)
WRONG_A_MINUTE = 30  # keys that were not recognised, from one address
scheme = HTTPBearer(auto_error=False, description="An API key, as the owner got it in chat.")
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Made by the sender, one for each thing to be done; sent again, nothing is done twice.",
    ),
]


class Open(Protocol):
    """The parts of a shop the API needs."""

    db: Database
    clock: Clock
    settings: Settings
    catalogue: Catalogue
    vitals: Vitals
    username: str
    makers: Makers


@dataclass(frozen=True)
class Call:
    """One request: who asks, when, and of which shop."""

    shop: Open
    client: Client
    now: datetime
    t: Texts

    @property
    def db(self) -> Database:
        return self.shop.db

    @property
    def new(self) -> Makers:
        return self.shop.makers

    @property
    def card_key(self) -> bytes:
        """What the members' cards are sealed with."""
        return card_key(self.shop.settings.app_secret)


@dataclass
class Pace:
    """How many came from each in the minute that is under way; kept in this process."""

    began: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, who: str, most: int, now: datetime) -> None:
        """Refuses `api.too_many`, with the seconds until the next minute."""
        if self.began is None or not self.began <= now < self.began + MINUTE:
            self.began, self.counts = now, {}
        self.counts[who] = self.counts.get(who, 0) + 1
        if self.counts[who] > most:
            raise Refused("api.too_many", seconds=max(1, int((self.began + MINUTE - now).total_seconds())))


class Door:
    """Lets in whoever has a key that is good."""

    def __init__(self, shop: Callable[[], Open | None]) -> None:
        self._shop, self._pace, self._wrong = shop, Pace(), Pace()

    async def __call__(
        self, request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(scheme)]
    ) -> Call:
        """Refuses `api.busy` while the bot is starting or stopping, `api.no_key`, `api.too_many`."""
        shop = self._shop()
        if shop is None or shop.vitals.phase != "open":
            raise Refused("api.busy")
        now = shop.clock.now()
        address = request.client.host if request.client else ""
        found = await keys.recognise(shop.db, given.credentials, at=now) if given else None
        if found is None:
            self._wrong.take(address, WRONG_A_MINUTE, now)
            raise Refused("api.no_key")
        self._pace.take(found.client.signature, found.per_minute, now)
        return Call(shop, found.client, now, texts_for(request, shop.catalogue))
