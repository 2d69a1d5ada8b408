"""What the staff write down about members: notes and tags."""

import re
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import audit
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from db.enums import MemberState
from db.models.members import Member, MemberNote, MemberTag
from db.session import Database, insert_once

LONGEST_TAG = 32
LONGEST_NOTE = 500
MOST_TAGS = 20


def tidy_note(text: str) -> str:
    """The remark on one line. Refuses `note.empty`, `note.too_long`."""
    told = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not told:
        raise Refused("note.empty")
    if len(told) > LONGEST_NOTE:
        raise Refused("note.too_long", longest=LONGEST_NOTE)
    return told


async def add_note(db: Database, actor: Actor, member_id: int, text: str, *, at: datetime) -> None:
    """The remark stands in the member's profile. Refuses `access.denied`, `member.unknown`, and as `tidy_note` does."""
    told = tidy_note(text)
    async with db.begin() as session:
        me = await allow(session, actor, "members.note")
        await _alive(session, member_id)
        session.add(MemberNote(member_id=member_id, staff_id=me.id, text=told, at=at))
        await audit.write(session, me, "members.note", f"member:{member_id}", at=at)


async def add_tag(db: Database, actor: Actor, member_id: int, tag: str, *, at: datetime) -> str:
    """The member bears the tag (once); it is kept in small letters and returned.

    Refuses `access.denied`, `member.unknown`, `tag.wrong`, `tag.too_many`.
    """
    word = " ".join(tag.lstrip("# ").lower().split())
    if not word or len(word) > LONGEST_TAG or not re.fullmatch(r"[\w -]+", word):
        raise Refused("tag.wrong", longest=LONGEST_TAG)
    async with db.begin() as session:
        me = await allow(session, actor, "members.note")
        await _alive(session, member_id)
        count = select(func.count()).where(MemberTag.member_id == member_id)
        if (await session.execute(count)).scalar_one() >= MOST_TAGS:
            raise Refused("tag.too_many", most=MOST_TAGS)
        values = {"member_id": member_id, "tag": word, "at": at}
        if await insert_once(session, MemberTag, values, index=["member_id", "tag"]):
            await audit.write(session, me, "members.tag", f"member:{member_id}", at=at)
    return word


async def remove_tag(db: Database, actor: Actor, member_id: int, tag: str, *, at: datetime) -> None:
    """The member bears the tag no more. Refuses `access.denied`."""
    async with db.begin() as session:
        me = await allow(session, actor, "members.note")
        gone = await session.execute(delete(MemberTag).where(MemberTag.member_id == member_id, MemberTag.tag == tag))
        if gone.rowcount:  # type: ignore[attr-defined]
            await audit.write(session, me, "members.untag", f"member:{member_id}", at=at)


async def _alive(session: AsyncSession, member_id: int) -> Member:
    """Locked, so that a member who erases themselves at this moment leaves no remark behind."""
    member = await session.get(Member, member_id, with_for_update=True)
    if member is None or member.state != MemberState.ACTIVE:
        raise Refused("member.unknown")
    return member
