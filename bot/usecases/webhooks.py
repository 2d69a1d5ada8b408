"""Webhooks: addresses that are told what happens; the owner adds, tests, rests and removes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import hook_addresses, hooks
from bot.usecases import audit, outside_events
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.hook_deliveries import host
from db.enums import HookState
from db.models.hooks import Webhook
from db.models.staff import Staff
from db.queries import hook_deliveries
from db.queries import outside_events as events
from db.queries import webhooks as queries
from db.queries.hook_deliveries import FIRST
from db.session import Database

ACT = "webhooks.change"
MOST = 10


@dataclass(frozen=True)
class HookSeen:
    """A webhook and how it goes. `families`: of events it is told of, () for all; `waiting`, `dead`: events on their
    way, and given up; `newest`: the number of the shop's last event."""

    id: int
    url: str
    families: tuple[str, ...]
    edition: int
    state: HookState
    failing_since: datetime | None
    last_status: int | None
    last_at: datetime | None
    waiting: int
    dead: int
    newest: int | None

    @property
    def host(self) -> str:
        return host(self.url)


async def every(db: Database, actor: Actor) -> list[HookSeen]:
    """All webhooks, the oldest first. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [await _seen(session, row) for row in await queries.standing(session)]


async def show(db: Database, actor: Actor, webhook_id: int) -> HookSeen:
    """One webhook. Refuses `access.denied`, `webhook.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await _seen(session, await _found(session, webhook_id))


async def add(db: Database, actor: Actor, url: str, *, sandbox: bool, at: datetime) -> HookSeen:
    """The address is told of everything from now on; the same address again is the same webhook. Refuses
    `access.denied`, `webhook.too_many` (with `most`); raises BadAddress."""
    url = hook_addresses.read(url, sandbox=sandbox)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        standing = await queries.standing(session)
        if same := [row for row in standing if row.url == url]:
            return await _seen(session, same[0])
        if len(standing) >= MOST:
            raise Refused("webhook.too_many", most=MOST)
        row = Webhook(url=url, kinds=[], edition=1, state=HookState.ON, created_by=staff.id, created_at=at)
        session.add(row)
        await session.flush()
        await _noted(session, staff, row, "webhooks.add", at)
        return await _seen(session, row)


async def choose(db: Database, actor: Actor, webhook_id: int, family: str, *, at: datetime) -> HookSeen:
    """The address is told of this family of events, or no longer is; of none chosen, it is told of all. Refuses
    `access.denied`, `webhook.unknown`."""

    def change(row: Webhook) -> None:
        chosen = set(row.kinds) ^ ({family} & set(hooks.FAMILIES))
        row.kinds = [each for each in hooks.FAMILIES if each in chosen]

    return await _changed(db, actor, webhook_id, "webhooks.choose", change, at=at)


async def pause(db: Database, actor: Actor, webhook_id: int, *, at: datetime) -> HookSeen:
    """Nothing leaves for the address; what happens is kept for it, for 30 days. Refuses `access.denied`,
    `webhook.unknown`."""

    def change(row: Webhook) -> None:
        row.state = HookState.PAUSED

    return await _changed(db, actor, webhook_id, "webhooks.pause", change, at=at)


async def resume(db: Database, actor: Actor, webhook_id: int, *, at: datetime) -> HookSeen:
    """Whatever waited leaves now, and the three days of patience begin anew. Refuses `access.denied`,
    `webhook.unknown`."""

    def change(row: Webhook) -> None:
        row.state, row.failing_since = HookState.ON, None

    async with db.whole() as session:
        seen = await _changed(db, actor, webhook_id, "webhooks.resume", change, at=at)
        await hook_deliveries.hurry(session, webhook_id, at=at)
        return seen


async def rotate(db: Database, actor: Actor, webhook_id: int, edition: int, *, at: datetime) -> HookSeen:
    """What leaves from now on is signed with the next secret. Rotated since *edition* was shown: nothing changes.
    Refuses `access.denied`, `webhook.unknown`."""

    def change(row: Webhook) -> None:
        if row.edition == edition:
            row.edition += 1

    return await _changed(db, actor, webhook_id, "webhooks.rotate", change, at=at)


async def remove(db: Database, actor: Actor, webhook_id: int, *, at: datetime) -> None:
    """The address is told of nothing any more. Removed before: nothing changes. Refuses `access.denied`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await session.get(Webhook, webhook_id, with_for_update=True)
        if row is not None and row.state is not HookState.REMOVED:
            row.state, row.ended_at = HookState.REMOVED, at
            await queries.drop(session, webhook_id)
            await _noted(session, staff, row, "webhooks.remove", at)


@dataclass(frozen=True)
class Secrets:
    """What the receiver checks signatures with: now, and after the next change."""

    hook: HookSeen
    current: str
    following: str


async def reveal(db: Database, actor: Actor, webhook_id: int, app_secret: str, *, at: datetime) -> Secrets:
    """The secrets, and a line in the log that they were looked at. Refuses `access.denied`, `webhook.unknown`."""
    seen = await _changed(db, actor, webhook_id, "webhooks.reveal", lambda row: None, at=at)
    now, later = (hooks.secret(app_secret, seen.id, edition) for edition in (seen.edition, seen.edition + 1))
    return Secrets(seen, now, later)


async def test(db: Database, actor: Actor, webhook_id: int, key: str, *, at: datetime) -> HookSeen:
    """An event that says nothing is on its way, once; whoever asked is told what came back, also of an address that is
    paused or dead. Refuses `access.denied`, `webhook.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _found(session, webhook_id)
        told = {"key": f"test:{staff.id}:{key}", "kind": hooks.TEST, "member_id": None, "seq": 0, "at": at}
        event_id = await events.write(session, told | {"facts": {}})
        if event_id is not None:
            await events.send_to(session, event_id, [webhook_id], at=FIRST)
            session.info[outside_events.PLANNED] = True
            await audit.write(session, staff, "webhooks.test", f"webhook:{row.id}", at=at, name=host(row.url))
        return await _seen(session, row)


Change = Callable[[Webhook], None]


async def _changed(db: Database, actor: Actor, webhook_id: int, act: str, change: Change, *, at: datetime) -> HookSeen:
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _found(session, webhook_id, lock=True)
        change(row)
        await session.flush()
        await _noted(session, staff, row, act, at)
        return await _seen(session, row)


async def _noted(session: AsyncSession, staff: Staff, row: Webhook, act: str, at: datetime) -> None:
    session.info.update({outside_events.CHANGED: True, outside_events.PLANNED: True})
    await audit.write(session, staff, act, f"webhook:{row.id}", at=at, name=host(row.url))


async def _found(session: AsyncSession, webhook_id: int, *, lock: bool = False) -> Webhook:
    row = await session.get(Webhook, webhook_id, with_for_update=True if lock else None)
    if row is None or row.state is HookState.REMOVED:
        raise Refused("webhook.unknown")
    return row


async def _seen(session: AsyncSession, row: Webhook) -> HookSeen:
    counts = await hook_deliveries.counts(session, row.id)
    return HookSeen(
        id=row.id,
        url=row.url,
        families=tuple(row.kinds),
        edition=row.edition,
        state=row.state,
        failing_since=row.failing_since,
        last_status=row.last_status,
        last_at=row.last_at,
        waiting=counts.waiting,
        dead=counts.dead,
        newest=await queries.newest(session),
    )
