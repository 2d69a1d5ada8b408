"""The audience of a broadcast is frozen: one statement writes a row of the outbox for everybody it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    case,
    cast,
    column,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Lane, MessageState, Topic
from db.models.base import UTCDateTime
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage as Message
from db.patience import patiently
from db.queries.broadcast_audience import WHOLE_BP, Four, Whom, against, people, place
from db.queries.outbox import PARKED

HOURS = 25  # those of a day, and none


@dataclass(frozen=True)
class Shares:
    """How the frozen audience is parted. `arms`: the variants in their order; `test_bp`: how many get one of them at
    once (0: all); `wave_size` None: all at once; `slots`: parts of the spread."""

    variant: Four
    test: Four
    order: Four
    arms: Sequence[str]
    test_bp: int
    wave_size: int | None
    slots: int


@dataclass(frozen=True)
class Row:
    """What every row of the broadcast has in common."""

    broadcast_id: int
    topic: Topic
    worth: int
    silent: bool
    at: datetime
    until: datetime | None


@dataclass(frozen=True)
class Times:
    """When it leaves: `single` for everybody, or by place (number of the zone's name; "" is any other), usual hour
    (`by_hour`; -1: none) and slot of the spread, of which there are `slots`."""

    single: datetime | None
    places: Mapping[str, int]
    moments: Sequence[tuple[int, int, int, datetime]]  # (place, hour, slot, moment)
    by_hour: bool
    slots: int

    def key(self, place: Any, hour: Any, slot: Any) -> Any:
        """One number for the three, of a row or of a moment: a join by it alone is never cut in two."""
        return (place * HOURS + hour + 1) * self.slots + slot


async def freeze(session: AsyncSession, row: Row, whom: Whom, shares: Shares, times: Times) -> int:
    """One row of the outbox for everybody it is for, in one statement; returns how many. The control share is skipped
    from the beginning; who waits for a wave or a winner is parked."""
    chosen = _chosen(whom, shares, times)
    due = _due(times)
    held = chosen.c.wave > 1 if shares.wave_size else chosen.c.rest
    planned = {
        "key": literal(f"broadcast:{row.broadcast_id}:") + cast(chosen.c.id, String),
        "chat_id": chosen.c.chat_id,
        "member_id": chosen.c.id,
        "broadcast_id": literal(row.broadcast_id, BigInteger),
        "variant": case((chosen.c.control | chosen.c.rest, null()), else_=_arm(chosen.c.arm, shares.arms)),
        "wave": chosen.c.wave,
        "lane": literal(Lane.BULK, Message.lane.type),
        "advertising": literal(True),
        "topic": literal(row.topic, Message.topic.type),
        "worth": literal(row.worth, BigInteger),
        "silent": literal(row.silent),
        "kind": literal("broadcast.sent"),
        "facts": literal({"broadcast": row.broadcast_id}, Message.facts.type),
        "state": case((chosen.c.control, _state(MessageState.SKIPPED)), else_=_state(MessageState.PLANNED)),
        "reason": case((chosen.c.control, literal("control")), else_=null()),
        "attempt": literal(0, BigInteger),
        "created_at": literal(row.at, UTCDateTime),
        "due_at": case((held & ~chosen.c.control, literal(PARKED, UTCDateTime)), else_=due),
        "expires_at": literal(row.until, UTCDateTime),
    }
    rows = _timed(select(*planned.values()), chosen, times).order_by(chosen.c.id)
    await patiently(session, insert(Message).from_select(list(planned), rows))
    # SQLite's driver does not tell how many rows a statement that begins with WITH has written.
    theirs = select(func.count()).where(Message.broadcast_id == row.broadcast_id)
    return await session.scalar(theirs) or 0


def _chosen(whom: Whom, shares: Shares, times: Times) -> Any:
    control = place(whom.control, Member.id) < whom.control_bp if whom.control_bp else literal(False)
    rest = place(shares.test, Member.id) >= shares.test_bp if shares.test_bp else literal(False)
    order = place(shares.order, Member.id)
    nth = func.row_number().over(partition_by=control, order_by=(order, Member.id)) if shares.wave_size else None
    wave = (nth - 1) // shares.wave_size + 1 if nth is not None and shares.wave_size else literal(0, BigInteger)
    spoken = {
        "id": Member.id,
        "chat_id": Person.chat_id,
        "control": control,
        "rest": rest,
        "arm": place(shares.variant, Member.id) * len(shares.arms) // WHOLE_BP
        if len(shares.arms) > 1
        else literal(0, BigInteger),
        "wave": wave,
        "slot": _nth(order, shares.slots),
        "hour": func.coalesce(Member.usual_hour, -1) if times.by_hour else literal(-1, BigInteger),
        "zone": func.coalesce(Person.time_zone, "") if times.single is None else literal(""),
    }
    labelled = [expression.label(name) for name, expression in spoken.items()]
    found = people(whom, *labelled).where(*(~holds for holds in against(whom).values())).cte("chosen")
    return found.prefix_with("MATERIALIZED", dialect="postgresql")  # each member's places are worked out once


def _nth(place: Any, parts: int) -> Any:
    """Which of so many equal parts it falls into, from 0 on."""
    return place * parts // WHOLE_BP if parts > 1 else literal(0, BigInteger)


def _arm(arm: Any, arms: Sequence[str]) -> ColumnElement[Any]:
    if len(arms) == 1:
        return literal(arms[0])
    return case(*((arm == number, literal(name)) for number, name in enumerate(arms)))


def _state(state: MessageState) -> ColumnElement[Any]:
    return literal(state, Message.state.type)


_places = (column("zone", String), column("place", BigInteger))
_moments = (column("key", BigInteger), column("due", UTCDateTime))


def _due(times: Times) -> Any:
    return (
        literal(times.single, UTCDateTime) if times.single is not None else literal_column("moments.due", UTCDateTime)
    )


def tables(times: Times) -> tuple[Any, Any]:
    """The places, and the moments by their key, as tables of this one statement."""
    keyed = [(times.key(place, hour, slot), due) for place, hour, slot, due in times.moments]
    places = values(*_places, name="places").data(list(times.places.items())).cte("places")
    return places, values(*_moments, name="moments").data(keyed).cte("moments")


def _timed(rows: Select[Any], chosen: Any, times: Times) -> Select[Any]:
    """Each of *rows* beside its moment."""
    rows = rows.select_from(chosen)
    if times.single is not None:
        return rows
    places, moments = tables(times)
    here = func.coalesce(places.c.place, literal(times.places[""], BigInteger))
    same = moments.c.key == times.key(here, chosen.c.hour, chosen.c.slot)
    return rows.select_from(chosen.outerjoin(places, places.c.zone == chosen.c.zone).join(moments, same))
