"""Events on their way to webhooks: claimed, tried, and tried again for three days, until they arrive.

An event is marked as arrived after its receiver said so: what is killed in between is sent again with the same number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import hooks
from bot.rules.hooks import Event
from bot.usecases import notify
from bot.usecases.notify import Notice
from db.enums import DeliveryState, HookState
from db.models.hooks import Webhook
from db.models.staff import Staff
from db.queries import hook_deliveries as queries
from db.queries.hook_deliveries import FIRST, Address
from db.session import Database

LEASE = timedelta(seconds=60)
ACT = "webhooks.change"


@dataclass(frozen=True)
class Parcel:
    """One event for one address, and which try this is. `edition`: of the secret it is signed with."""

    id: int
    attempt: int
    webhook_id: int
    url: str
    edition: int
    key: str
    event: Event


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or the word why there is none (see `why` in the webhooks' notices)."""

    status: int | None = None
    why: str | None = None

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class Wish:
    """How many more *owner* can send, how many of them to one address, and how many it is sending to each now."""

    owner: str
    most: int
    each: int
    busy: Mapping[int, int]


async def next_due(db: Database) -> datetime | None:
    """When there is something to send, as far as is known now. Changes nothing."""
    async with db.read() as session:
        moments = [_ready(address) for address in await queries.addresses(session)]
    return min((each for each in moments if each is not None), default=None)


def _ready(address: Address) -> datetime | None:
    if address.first_due is None or address.first_due <= FIRST:
        return address.first_due
    if address.state is not HookState.ON:
        return None
    rest = hooks.rest(address.failing_since, address.last_at)
    return address.first_due if rest is None or address.last_at is None else address.last_at + rest


async def claim(db: Database, wish: Wish, *, at: datetime) -> list[Parcel]:
    """The parcels in the answer are wish.owner's to send for 60 seconds. An address at which nothing arrives gets one
    at a time, now and then; one that is paused or dead gets nothing but a test."""
    async with db.begin() as session:
        claimed: list[Parcel] = []
        for address in await queries.addresses(session):
            most = min(wish.most - len(claimed), wish.each - wish.busy.get(address.id, 0))
            claimed += await _of(session, address, _fit(address, wish, most, at), at)
        await queries.begin(session, [each.id for each in claimed], owner=wish.owner, until=at + LEASE)
    return claimed


def _fit(address: Address, wish: Wish, most: int, at: datetime) -> tuple[datetime, int]:
    """Due until when, and how many of them, may be sent there now."""
    ready = _ready(address)
    if ready is None or ready > at or most <= 0:
        return at, 0
    if address.state is not HookState.ON:
        return FIRST, most
    if hooks.rest(address.failing_since, address.last_at) is not None:
        return at, 0 if wish.busy.get(address.id) else 1
    return at, most


async def _of(session: AsyncSession, address: Address, fit: tuple[datetime, int], at: datetime) -> list[Parcel]:
    until, most = fit
    rows = await queries.due(session, address.id, until, most=most) if most else ()
    return [
        Parcel(
            id=row.id,
            attempt=row.attempt + 1,
            webhook_id=address.id,
            url=address.url,
            edition=address.edition,
            key=row.key,
            event=Event(row.event_id, row.kind, row.member_id, row.seq, row.facts, row.at),
        )
        for row in rows
    ]


async def settle(db: Database, answers: Sequence[tuple[Parcel, Answer]], *, at: datetime) -> None:
    """What came back is written down. What did not arrive is tried again, for three days; an address at which nothing
    arrived for so long is dead, and the owners know; once something arrives again, all that waited is due."""
    async with db.begin() as session:
        for webhook_id in sorted({parcel.webhook_id for parcel, _ in answers}):
            hook = await session.get(Webhook, webhook_id, with_for_update=True)
            assert hook
            for parcel, answer in answers:
                if parcel.webhook_id == webhook_id:
                    await _settled(session, hook, parcel, answer, at)


async def _settled(session: AsyncSession, hook: Webhook, parcel: Parcel, answer: Answer, at: datetime) -> None:
    hook.last_status, hook.last_at = answer.status, at
    if parcel.event.kind == hooks.TEST:
        if await queries.drop(session, parcel.id):
            await _tell_tester(session, hook, parcel, answer, at)
        return
    gone = hook.failing_since is not None and at - hook.failing_since >= hooks.LAST_FOR
    wait = timedelta() if gone else hooks.again_after(parcel.attempt)  # an address that is gone loses nothing
    values: dict[str, Any] = {"status": answer.status, "reason": answer.why}
    if answer.arrived:
        values |= {"state": DeliveryState.SENT, "sent_at": at}
    else:
        values |= {"due_at": at + wait} if wait is not None else {"state": DeliveryState.DEAD}
    if not await queries.finish(session, parcel.id, parcel.attempt, values):
        return
    if answer.arrived:
        await _there_again(session, hook, at)
    else:
        await _failed(session, hook, at, lost=wait is None)


async def _there_again(session: AsyncSession, hook: Webhook, at: datetime) -> None:
    if hook.failing_since is not None:
        hook.failing_since = None
        await queries.hurry(session, hook.id, at=at)


async def _failed(session: AsyncSession, hook: Webhook, at: datetime, *, lost: bool) -> None:
    hook.failing_since = hook.failing_since or at
    facts = {"hook": hook.id, "host": host(hook.url)}
    if hook.state is HookState.ON and at - hook.failing_since >= hooks.LAST_FOR:
        hook.state = HookState.DEAD
        key = f"webhook:{hook.id}:died:{at.timestamp():.0f}"
        await notify.tell_staff(session, ACT, Notice("webhook.died", facts, key=key), at=at)
    elif lost:
        key = f"webhook:{hook.id}:lost:{at.date().isoformat()}"  # once a day
        await notify.tell_staff(session, ACT, Notice("webhook.event_lost", facts, key=key), at=at)


async def _tell_tester(session: AsyncSession, hook: Webhook, parcel: Parcel, answer: Answer, at: datetime) -> None:
    """The key of a test names who asked for it: "test:<staff>:…"."""
    staff = await session.get(Staff, int(parcel.key.split(":")[1]))
    facts = {"hook": hook.id, "host": host(hook.url), "status": answer.status, "why": answer.why}
    if staff is not None:
        await notify.tell(session, staff.chat_id, Notice("webhook.tested", facts, key=parcel.key), at=at)


def host(url: str) -> str:
    """Whose address it is, without the path, which may hold a secret of theirs."""
    return urlsplit(url).hostname or url


async def recover(db: Database, owner: str, *, at: datetime) -> int:
    """What a process that is gone was sending is due at once where that is certain (SQLite: there is one process);
    elsewhere it is when its 60 seconds are over. Returns how many."""
    if db.dialect != "sqlite":
        return 0
    async with db.begin() as session:
        return await queries.left_behind(session, owner, at=at)
