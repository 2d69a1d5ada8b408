"""A message to members, composed and sent as its use-cases do it."""

from datetime import datetime
from typing import Any

from bot.rules.broadcasts import Words
from bot.usecases import broadcast_drafts, broadcast_start
from bot.usecases.actor import Actor
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcasts import Report
from db.session import Database


async def drafted(db: Database, actor: Actor, text: str = "Salmon today", *, at: datetime, **sides: Any) -> Draft:
    """The text for everybody, unless *sides* say more."""
    return await broadcast_drafts.begin(db, actor, {"content": {"A": {"*": Words(text)}}, **sides}, at=at)


async def mailed(
    db: Database, actor: Actor, text: str = "Salmon today", *, at: datetime, message_id: int | None = None, **sides: Any
) -> Report:
    """Drafted and confirmed."""
    draft = await drafted(db, actor, text, at=at, **sides)
    shown = (actor.chat_id, message_id) if message_id else None
    return (await broadcast_start.confirm(db, actor, draft.which, at=at, shown=shown)).report
