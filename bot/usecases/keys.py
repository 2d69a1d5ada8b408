"""API keys: made, shown once, revoked, and recognised when somebody speaks by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import api_keys
from bot.rules.orders import clean_words
from bot.usecases import audit
from bot.usecases.actor import Actor, Client, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from db.enums import Scope
from db.models.clients import ApiKey
from db.models.staff import Outlet
from db.quick import quickly
from db.session import Database

ACT = "keys.change"
LONGEST_NAME = 64
PER_MINUTE = 1_200  # requests of one key
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class KeyLine:
    """A key as the owner sees it; the secret is nowhere."""

    id: int
    name: str
    prefix: str
    scope: Scope
    outlets: tuple[int, ...]
    partner_id: int | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class Made:
    """A new key. `text` is shown now and never again."""

    line: KeyLine
    text: str


@dataclass(frozen=True)
class Wanted:
    """What a key is to be for."""

    name: str
    scope: Scope
    outlets: tuple[int, ...] = ()
    partner_id: int | None = None
    expires_at: datetime | None = None


async def make(db: Database, actor: Actor, wanted: Wanted, *, at: datetime, new: Makers) -> Made:
    """The key works from now on. Refuses `access.denied`, `outlet.unknown`, `key.needs_partner` (the scope `partner`
    and only it belongs to one); raises BadWords."""
    name = clean_words(wanted.name, LONGEST_NAME)
    if (wanted.scope is Scope.PARTNER) != (wanted.partner_id is not None):
        raise Refused("key.needs_partner")
    written = new.api_key()
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        await _known(session, wanted.outlets)
        row = ApiKey(
            name=name,
            prefix=written.prefix,
            secret_hash=api_keys.hashed(written.secret),
            scope=wanted.scope,
            outlets=list(wanted.outlets),
            partner_id=wanted.partner_id,
            per_minute=PER_MINUTE,
            created_by=staff.id,
            created_at=at,
            expires_at=wanted.expires_at,
        )
        session.add(row)
        await session.flush()
        await audit.write(session, staff, "keys.make", f"key:{row.id}", at=at, scope=wanted.scope.value)
        return Made(_line(row), written.text)


async def _known(session: AsyncSession, outlets: Collection[int]) -> None:
    found = await session.scalars(select(Outlet.id).where(Outlet.id.in_(outlets)))
    if set(outlets) - set(found):
        raise Refused("outlet.unknown")


async def revoke(db: Database, actor: Actor, key_id: int, *, at: datetime) -> KeyLine:
    """The key opens nothing any more. Revoked before: nothing changes. Refuses `access.denied`, `key.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await session.get(ApiKey, key_id, with_for_update=True)
        if row is None:
            raise Refused("key.unknown")
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = at, staff.id
            await session.flush()
            await audit.write(session, staff, "keys.revoke", f"key:{row.id}", at=at)
        return _line(row)


async def every(db: Database, actor: Actor) -> list[KeyLine]:
    """All keys, those in use first, the newest first. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rows = await session.scalars(select(ApiKey).order_by(ApiKey.revoked_at.is_not(None), ApiKey.id.desc()))
        return [_line(row) for row in rows]


async def show(db: Database, actor: Actor, key_id: int) -> KeyLine:
    """One key. Refuses `access.denied`, `key.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        row = await session.get(ApiKey, key_id)
        if row is None:
            raise Refused("key.unknown")
        return _line(row)


_BY_PREFIX = select(
    ApiKey.secret_hash,
    ApiKey.id,
    ApiKey.scope,
    ApiKey.outlets,
    ApiKey.partner_id,
    ApiKey.per_minute,
    ApiKey.revoked_at,
    ApiKey.expires_at,
    ApiKey.last_used_at,
).where(ApiKey.prefix == bindparam("prefix"))


@dataclass(frozen=True)
class Recognised:
    """Who speaks, and how many requests a minute they may make."""

    client: Client
    per_minute: int


async def recognise(db: Database, text: str, *, at: datetime) -> Recognised | None:
    """Whose key this is; None when it is nobody's, was revoked or has ended. Which of these, nobody outside learns."""
    written = api_keys.read(text)
    if written is None:
        return None
    async with db.read() as session:
        row = (await quickly(session, _BY_PREFIX, {"prefix": written.prefix})).first()
    if row is None:
        return None
    secret_hash, number, scope, outlets, partner_id, per_minute, revoked_at, expires_at, last_used_at = row
    if not api_keys.fits(written, secret_hash) or revoked_at or (expires_at and expires_at <= at):
        return None
    if last_used_at is None or at - last_used_at >= SEEN_EVERY:
        await _seen(db, number, at)
    return Recognised(Client(number, scope, frozenset(outlets), partner_id), per_minute)


async def _seen(db: Database, key_id: int, at: datetime) -> None:
    async with db.begin() as session:
        await session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=at))


def _line(row: ApiKey) -> KeyLine:
    return KeyLine(
        row.id,
        row.name,
        row.prefix,
        row.scope,
        tuple(row.outlets),
        row.partner_id,
        row.created_at,
        row.expires_at,
        row.revoked_at,
        row.last_used_at,
    )
