"""Points for a bill, asked for at the till: the question goes to the member, and the till's screen waits for it."""

from datetime import datetime

from bot.usecases import shown, spendings
from bot.usecases.actor import Actor
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import SpendingState
from db.session import Database


async def ask(
    db: Database, actor: Actor, wanted: SpendWanted, *, at: datetime, message_id: int | None = None
) -> SpendSeen:
    """The member is asked in their own chat, and message *message_id* of whoever asks turns by itself once they have
    answered. Refuses what `spendings.ask` refuses."""
    async with db.whole() as session:
        seen = await spendings.ask(db, actor, wanted, at=at)
        if message_id is not None:
            await shown.remember(session, actor.chat_id, f"spending:{seen.id}", message_id, at=at)
        return seen


async def look(db: Database, actor: Actor, spending_id: int, *, at: datetime) -> SpendSeen:
    """Whether the member has answered, for whoever waits; an answer that is seen here does not come by itself any more.
    Refuses what `spendings.look` refuses."""
    async with db.whole() as session:
        seen = await spendings.look(db, actor, spending_id, at=at)
        if seen.state is not SpendingState.ASKED or seen.until <= at:
            await shown.forget(session, actor.chat_id, f"spending:{seen.id}")
        return seen


async def cancel(db: Database, actor: Actor, spending_id: int, *, at: datetime) -> SpendSeen:
    """The points are let go, and no answer turns the screen any more. Refuses what `spendings.cancel` refuses."""
    async with db.whole() as session:
        seen = await spendings.cancel(db, actor, spending_id, at=at)
        await shown.forget(session, actor.chat_id, f"spending:{seen.id}")
        return seen
