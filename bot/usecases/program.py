"""The programme's rules in force, as numbered versions."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Text, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.presets import preset
from bot.rules.program import Program
from bot.rules.program_json import from_json
from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from db.models.program import ProgramVersion
from db.quick import quickly
from db.session import Database


@dataclass(frozen=True)
class Rules:
    """A version of the programme. Version 0 with no name means that the owner has not set the shop up yet."""

    version: int
    program: Program

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.program.time_zone)


@lru_cache(maxsize=64)
def _parsed(version: int, settings: str) -> Rules:
    return Rules(version, from_json(json.loads(settings)))


# As it is written: every unit asks for the rules, and reading them anew each time would cost more than the question.
_WRITTEN = cast(ProgramVersion.settings, Text)
_IN_FORCE = (
    select(ProgramVersion.version, _WRITTEN)
    .where(ProgramVersion.effective_at <= bindparam("at"))
    .order_by(ProgramVersion.version.desc())
    .limit(1)
)
NOT_SET_UP = Rules(0, preset("sushi", name="Okaeri", currency="RUB", time_zone="Europe/Moscow", language="en"))


async def in_force(session: AsyncSession, at: datetime) -> Rules:
    """The newest version whose effective_at has come; NOT_SET_UP before the first."""
    row = (await quickly(session, _IN_FORCE, {"at": at})).first()
    return NOT_SET_UP if row is None else _parsed(*row)


async def numbered(session: AsyncSession, version: int) -> Rules:
    """The rules of that version; NOT_SET_UP when there is none."""
    settings = await session.scalar(select(_WRITTEN).where(ProgramVersion.version == version))
    return NOT_SET_UP if settings is None else _parsed(version, settings)


async def seen_by(db: Database, client: Client, *, at: datetime) -> Rules:
    """The rules in force, for tills and sites. Refuses `access.denied`, `program.not_set_up`."""
    async with db.read() as session:
        await allow(session, client, "program.see")
        rules = await in_force(session, at)
    if not rules.version:
        raise Refused("program.not_set_up")
    return rules


def same_currency(rules: Rules, currency: str | None) -> None:
    """Refuses `api.currency` (with the programme's) when a sum is in another one; None says nothing of it."""
    if currency not in (None, rules.program.currency):
        raise Refused("api.currency", currency=rules.program.currency)


async def current(db: Database, at: datetime) -> Rules:
    """The rules in force at *at*, for screens."""
    async with db.read() as session:
        return await in_force(session, at)


async def first_published(session: AsyncSession) -> datetime | None:
    """When the shop was set up; None before."""
    return await session.scalar(select(func.min(ProgramVersion.published_at)))
