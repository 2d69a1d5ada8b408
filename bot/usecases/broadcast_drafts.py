"""A broadcast while it is composed: one row, changed bit by bit by whoever may send; nobody has been written to."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcasts as shapes
from bot.rules import segments
from bot.rules.broadcast_checks import Fault, Known, check
from bot.rules.broadcasts import Content, Plan, Words
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastOrigin, BroadcastState, SendWhen, Topic
from db.models.broadcasts import Broadcast
from db.models.staff import Staff
from db.queries import broadcasts as queries
from db.session import Database

ACT = "broadcasts.send"
LONGEST_NAME = 64
WORDS = {"when": SendWhen, "topic": Topic}  # a button carries the word
SIDES = frozenset(each.name for each in fields(Plan)) | {"name"}


@dataclass(frozen=True)
class Which:
    """A broadcast as somebody saw it: changed since then, it is not changed, nor sent, by them."""

    id: int
    edition: int


@dataclass(frozen=True)
class Draft:
    """A broadcast as it stands. `faults`: without the numbers of its audience (broadcast_plan.numbers has those);
    `author`: the name of whoever writes it; `goes_at`: when it goes without a second yes."""

    id: int
    edition: int
    state: BroadcastState
    name: str
    template: bool
    origin: BroadcastOrigin
    author: str
    plan: Plan
    faults: tuple[Fault, ...]
    rules: Rules
    confirmed_at: datetime | None = None
    goes_at: datetime | None = None

    @property
    def segment(self) -> segments.Segment:
        return segments.from_json(self.plan.segment)

    @property
    def which(self) -> Which:
        return Which(self.id, self.edition)


def plan_of(row: Broadcast) -> Plan:
    """What the row holds of a plan. A draft before its first words has none."""
    read = {
        "content": shapes.content_of(row.content),
        "buttons": shapes.buttons_of(row.buttons),
        "offer": shapes.offer_of(row.offer),
    }
    kept = {each.name: getattr(row, each.name) for each in fields(Plan) if each.name not in read}
    return Plan(**kept | read)


def _columns(sides: Mapping[str, Any]) -> dict[str, Any]:
    written = dict(sides)
    if "content" in sides:
        written["content"] = shapes.content_json(sides["content"])
    if "buttons" in sides:
        written["buttons"] = shapes.buttons_json(sides["buttons"])
    if "offer" in sides:
        written["offer"] = shapes.offer_json(sides["offer"])
    return written | {name: kind(sides[name]) for name, kind in WORDS.items() if name in sides}


async def begin(
    db: Database,
    actor: Actor,
    sides: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    origin: BroadcastOrigin = BroadcastOrigin.HAND,
) -> Draft:
    """There is a new draft with these sides (fields of Plan, and `name`); nobody has been written to.

    Refuses `access.denied`; raises BadBroadcast, SegmentInvalid.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = made(staff.id, at, origin)
        write(row, sides or {})
        session.add(row)
        await session.flush()
        return await draft_of(session, row, at)


def made(staff_id: int, at: datetime, origin: BroadcastOrigin) -> Broadcast:
    """A new draft's row with everything as it is usually."""
    usual = _columns({each.name: getattr(Plan(), each.name) for each in fields(Plan)})
    first = int(at.timestamp() * 1_000)  # SQLite gives a dropped draft's number to the next: an old yes fits no other
    own = {"name": "", "template": False, "edition": first, "audience": 0, "left_out": {}, "wave": 0, "claimed": 0}
    counted = {"cost_minor": 0, "paid_calls": 0, "worth": 0}
    state = BroadcastState.DRAFT
    return Broadcast(staff_id=staff_id, state=state, origin=origin, created_at=at, **usual, **own, **counted)


async def see(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Draft:
    """The broadcast as it was composed, whatever became of it. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await draft_of(session, await found(session, broadcast_id), at)


async def change(db: Database, actor: Actor, which: Which, sides: Mapping[str, Any], *, at: datetime) -> Draft:
    """The draft has these sides (fields of Plan, and `name`) from now on.

    Refuses `access.denied`, `broadcast.unknown`, `broadcast.started`, `broadcast.changed_meanwhile`; raises
    BadBroadcast and SegmentInvalid.
    """
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await to_change(session, which)
        write(row, sides)
        return await _kept(session, row, at)


async def put(
    db: Database, actor: Actor, which: Which, variant: str, language: str, words: Words | None, *, at: datetime
) -> Draft:
    """The variant says *words* in that language ("*": in every one that has none of its own); None takes them out.
    Refuses as `change` does."""
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await to_change(session, which)
        row.content = shapes.content_json(_with(shapes.content_of(row.content), variant, language, words))
        return await _kept(session, row, at)


def _with(content: Content, variant: str, language: str, words: Words | None) -> Content:
    assert variant in shapes.VARIANTS
    theirs = {spoken: each for spoken, each in content.get(variant, {}).items() if spoken != language}
    if words is not None:
        theirs[language] = words
    others = {name: dict(each) for name, each in content.items() if name != variant}
    return dict(sorted({**others, variant: theirs}.items()))


async def add_part(
    db: Database, actor: Actor, broadcast_id: int, variant: str, language: str, message_id: int, *, at: datetime
) -> Draft:
    """One more message of the album is sent on with these words: Telegram tells of an album one by one, so this asks
    for no edition. Refuses as `change` does, also where by now somebody else's album stands."""
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await to_change(session, Which(broadcast_id, 0), any_edition=True)
        content = shapes.content_of(row.content)
        words = content.get(variant, {}).get(language, Words())
        if words.chat not in (None, actor.chat_id):
            raise Refused("broadcast.changed_meanwhile")  # these numbers are of another chat
        longer = replace(words, copy=tuple(sorted({*words.copy, message_id})), chat=actor.chat_id)
        row.content = shapes.content_json(_with(content, variant, language, longer))
        return await _kept(session, row, at)


async def drop(db: Database, actor: Actor, broadcast_id: int) -> None:
    """The draft or template is gone; dropping it twice is dropping it once. Refuses `access.denied` and
    `broadcast.started`."""
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await session.get(Broadcast, broadcast_id, with_for_update=True)
        if row is None:
            return
        if row.state is not BroadcastState.DRAFT:
            raise Refused("broadcast.started")
        await session.delete(row)


async def drafts(db: Database, actor: Actor, *, at: datetime, templates: bool = False, limit: int = 10) -> list[Draft]:
    """The newest drafts, or the templates. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rows = await queries.drafts(session, templates=templates, limit=limit)
        return [await draft_of(session, row, at) for row in rows]


def write(row: Broadcast, sides: Mapping[str, Any]) -> None:
    """The row has these sides from now on. Raises BadBroadcast and SegmentInvalid."""
    assert set(sides) <= SIDES
    shapes.in_range(sides)
    if "segment" in sides:
        segments.from_json(sides["segment"])
    for column, value in _columns(sides).items():
        setattr(row, column, value[:LONGEST_NAME] if column == "name" else value)


async def _kept(session: AsyncSession, row: Broadcast, at: datetime) -> Draft:
    row.edition += 1
    await session.flush()
    return await draft_of(session, row, at)


async def found(session: AsyncSession, broadcast_id: int, *, lock: bool = False) -> Broadcast:
    """The row. Refuses `broadcast.unknown`."""
    row = await session.get(Broadcast, broadcast_id, with_for_update=True if lock else None)
    if row is None:
        raise Refused("broadcast.unknown")
    return row


async def to_change(session: AsyncSession, which: Which, *, any_edition: bool = False) -> Broadcast:
    """The draft's row, locked, as it was seen. Refuses `broadcast.unknown`, `broadcast.started` and
    `broadcast.changed_meanwhile`."""
    row = await found(session, which.id, lock=True)
    if row.state is not BroadcastState.DRAFT:
        raise Refused("broadcast.started")
    if row.edition != which.edition and not any_edition:
        raise Refused("broadcast.changed_meanwhile")
    return row


async def draft_of(session: AsyncSession, row: Broadcast, at: datetime) -> Draft:
    """The row as people see it."""
    rules = await program.in_force(session, at)
    author = await session.get(Staff, row.staff_id)
    plan = plan_of(row)
    return Draft(
        id=row.id,
        edition=row.edition,
        state=row.state,
        name=row.name,
        template=row.template,
        origin=row.origin,
        author=author.name if author else "",
        plan=plan,
        faults=tuple(check(plan, Known(rules.program, at))),
        rules=rules,
        confirmed_at=row.confirmed_at,
        goes_at=row.goes_at,
    )
