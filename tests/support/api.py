"""A shop's HTTP API, really served: keys are made as the owner makes them, and requests go over a socket."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.clock import MovableClock
from bot.http import api
from bot.http.server import application, serving
from bot.i18n import Catalogue
from bot.rules.till_codes import card_key
from bot.settings import Settings
from bot.usecases import keys, makers
from bot.usecases.actor import Actor
from bot.usecases.keys import Made, Wanted
from bot.usecases.makers import Makers
from bot.usecases.vitals import Vitals
from db.enums import Role, Scope, StaffState
from db.models.staff import Staff
from db.session import Database
from tests.support.guests import NOON

SECRET = "a secret of thirty-two characters"
CARDS = card_key(SECRET)


@dataclass
class Answered:
    """One answer as it came."""

    status: int
    headers: Any
    body: bytes
    json: Any

    @property
    def code(self) -> str:
        """Of a problem document."""
        return str(self.json["code"])


@dataclass
class Caller:
    """Somebody with a key (or none)."""

    url: str
    http: aiohttp.ClientSession
    key: str = ""

    async def asks(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        """A request; what changes something gets an Idempotency-Key of its own unless one is given (as
        `idempotency_key`)."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if method != "GET":
            said.setdefault("idempotency-key", secrets.token_urlsafe(9))
        if self.key:
            said["Authorization"] = f"Bearer {self.key}"
        async with self.http.request(method, f"{self.url}/api/v1{path}", json=body, headers=said) as answer:
            raw = await answer.read()
            return Answered(
                answer.status,
                answer.headers,
                raw,
                await answer.json(content_type=None) if raw and "json" in answer.content_type else None,
            )

    async def get(self, path: str, **headers: str) -> Answered:
        return await self.asks("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> Answered:
        return await self.asks("POST", path, body, **headers)


@dataclass
class ServedShop:
    """What bot.http.api.door.Open asks for, and a socket in front of it."""

    db: Database
    clock: MovableClock = field(default_factory=lambda: MovableClock(NOON, frozen=True))
    settings: Settings = field(default_factory=lambda: Settings(_env_file=None, app_secret=SECRET))
    catalogue: Catalogue = field(default_factory=Catalogue.load)
    vitals: Vitals = field(default_factory=lambda: Vitals(phase="open"))
    username: str = "okaeri_bot"
    makers: Makers = field(default_factory=makers.from_system)
    url: str = ""
    http: aiohttp.ClientSession | None = None

    async def made(self, scope: Scope, *, outlets: tuple[int, ...] = (), partner_id: int | None = None) -> Made:
        """A new key, by an owner who works here."""
        wanted = Wanted(f"A {scope.value}", scope, outlets, partner_id)
        return await keys.make(self.db, await owner(self.db), wanted, at=self.clock.now(), new=makers.from_system())

    async def caller(self, scope: Scope, *, outlets: tuple[int, ...] = (), partner_id: int | None = None) -> Caller:
        return self.with_key((await self.made(scope, outlets=outlets, partner_id=partner_id)).text)

    def with_key(self, key: str = "") -> Caller:
        assert self.http
        return Caller(self.url, self.http, key)


async def owner(db: Database) -> Actor:
    async with db.begin() as session:
        staff = await session.scalar(select(Staff).where(Staff.role == Role.OWNER, Staff.state == StaffState.ACTIVE))
        if staff is None:
            staff = Staff(chat_id=1001, name="Olga", role=Role.OWNER, state=StaffState.ACTIVE, created_at=NOON)
            session.add(staff)
        await session.flush()
        return Actor(staff.chat_id, known=True, staff_id=staff.id, role=Role.OWNER)


@contextlib.asynccontextmanager
async def served(db: Database) -> AsyncIterator[ServedShop]:
    """The API over *db*, until the block ends."""
    shop = ServedShop(db)
    front = application(shop.catalogue)
    front.include_router(api.router(lambda: shop))
    async with serving(front, "127.0.0.1", 0) as port, aiohttp.ClientSession() as http:
        shop.url, shop.http = f"http://127.0.0.1:{port}", http
        yield shop
