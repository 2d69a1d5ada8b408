"""Messages that come by themselves: a row in the outbox, written in the transaction of the news it tells."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from db.enums import Lane, MessageState, StaffState, Topic
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from db.quick import quickly
from db.session import insert_once


@dataclass(frozen=True)
class Notice:
    """A kind (`<noun>.<past participle>`, worded by bot/telegram/notices) and the facts its words need (plain JSON).

    `key`: the same key never leaves twice. `thread`: later notices of the thread edit the first message in place
    (unless `fresh` is among the facts). `until`: not worth sending after. Advertising has a `topic`, which a member may
    leave out, and a `worth` to this member in minor units: when their budget is short, most goes first.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    lane: Lane = Lane.SERVICE
    thread: str | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    advertising: bool = False
    topic: Topic | None = None
    worth: int = 0
    silent: bool = False
    broadcast_id: int | None = None


_CHAT = select(Person.chat_id).where(Person.member_id == bindparam("member"))


async def tell(
    session: AsyncSession, chat_id: int, notice: Notice, *, at: datetime, member_id: int | None = None
) -> bool:
    """Plans *notice* for a chat; False when its key was planned before. Nothing leaves unless the unit commits."""
    planned = await insert_once(
        session,
        OutgoingMessage,
        {
            "key": notice.key,
            "chat_id": chat_id,
            "member_id": member_id,
            "broadcast_id": notice.broadcast_id,
            "wave": 0,
            "lane": notice.lane,
            "advertising": notice.advertising,
            "topic": notice.topic,
            "worth": notice.worth,
            "silent": notice.silent,
            "kind": notice.kind,
            "facts": notice.facts,
            "thread": notice.thread,
            "state": MessageState.PLANNED,
            "attempt": 0,
            "created_at": at,
            "due_at": notice.due_at or at,
            "expires_at": notice.until,
        },
        index=["key"],
    )
    if planned:
        session.info["outbox"] = True  # wakes the sender after the commit
    return planned


async def tell_member(session: AsyncSession, member_id: int, notice: Notice, *, at: datetime) -> bool:
    """Plans *notice* for a member; False when there is no person behind the number any more."""
    chat_id = (await quickly(session, _CHAT, {"member": member_id})).scalar_one_or_none()
    return chat_id is not None and await tell(session, chat_id, notice, at=at, member_id=member_id)


async def tell_staff(
    session: AsyncSession, act: str, notice: Notice, *, at: datetime, but: Collection[int] = ()
) -> int:
    """Plans *notice* for everybody of the staff who may perform *act*, but for the chats in *but*; returns how many."""
    rows = await session.execute(select(Staff.chat_id, Staff.role).where(Staff.state == StaffState.ACTIVE))
    told = 0
    for chat_id, role in rows.all():
        if access.may(role, act) and chat_id not in but:
            key = f"{notice.key}:{chat_id}" if notice.key else None
            told += await tell(session, chat_id, _with_key(notice, key), at=at)
    return told


def _with_key(notice: Notice, key: str | None) -> Notice:
    return Notice(**{**notice.__dict__, "key": key})
