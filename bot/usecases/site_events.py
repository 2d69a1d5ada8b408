"""What members do on a site or in an app, told to the same profile: by any sender, as often as they like, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from db.enums import MemberState
from db.models.clients import ApiKey, SiteEvent
from db.models.members import Member
from db.models.staff import Outlet
from db.session import Database, insert_once

MOST_AT_ONCE = 100
CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True)
class Event:
    """`event_id` is the sender's own number of it; `kind` such as "cart.left"; `facts` are flat."""

    event_id: str
    member_id: int
    kind: str
    at: datetime
    facts: dict[str, str | int | bool] = field(default_factory=dict)
    campaign: str | None = None
    outlet_id: int | None = None


@dataclass(frozen=True)
class Told:
    """What became of one event: `code` is None when it is in the profile (`already`: it was there before), else why it
    is not."""

    event_id: str
    already: bool = False
    code: str | None = None


async def tell(db: Database, by: Client, events: Sequence[Event], *, at: datetime) -> list[Told]:
    """Every event that can be is in its member's profile, once for its sender and number; what became of each, in
    their order: `member.unknown`, `outlet.unknown`, `outlet.not_yours` and `event.from_the_future` leave out that one
    alone. Refuses `access.denied`, `event.too_many`."""
    async with db.begin() as session:
        key = await allow(session, by, "events.tell", at=at)
        if len(events) > MOST_AT_ONCE:
            raise Refused("event.too_many", most=MOST_AT_ONCE)
        members = await _known(session, Member, {event.member_id for event in events})
        outlets = await _known(session, Outlet, {event.outlet_id for event in events if event.outlet_id})
        told = []
        for event in events:
            code = _why_not(key, event, members, outlets, at)
            already = code is None and not await insert_once(session, SiteEvent, _row(key, event, at), index=_ONCE)
            told.append(Told(event.event_id, already, code))
        return told


_ONCE = ["key_id", "event_id"]


async def _known(session: AsyncSession, kind: type[Member | Outlet], ids: Collection[int]) -> set[int]:
    found = select(kind.id).where(kind.id.in_(ids))
    if kind is Member:  # so long nobody erases themselves, or what is told of them would stay
        found = found.where(Member.state == MemberState.ACTIVE).order_by(Member.id).with_for_update(read=True)
    return set(await session.scalars(found))


def _why_not(key: ApiKey, event: Event, members: Collection[int], outlets: Collection[int], at: datetime) -> str | None:
    if event.member_id not in members:
        return "member.unknown"
    if event.outlet_id is not None and event.outlet_id not in outlets:
        return "outlet.unknown"
    if event.outlet_id is not None and key.outlets and event.outlet_id not in key.outlets:
        return "outlet.not_yours"
    return "event.from_the_future" if event.at > at + CLOCKS_APART else None


def _row(key: ApiKey, event: Event, at: datetime) -> dict[str, Any]:
    return {"key_id": key.id, **event.__dict__, "told_at": at}
