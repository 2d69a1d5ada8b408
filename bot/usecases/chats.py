"""Private chats: meeting a person for the first time, their language, and whether they can be reached."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.chats import Chat
from db.session import Database, insert_once


async def meet(
    db: Database, chat_id: int, *, first_name: str, username: str | None, language: str | None, at: datetime
) -> None:
    """The chat is known afterwards and counts as reachable; what the person chose before is kept."""
    async with db.begin() as session:
        new = await insert_once(
            session,
            Chat,
            {
                "chat_id": chat_id,
                "first_name": first_name[:128],
                "username": username,
                "telegram_language": language,
                "reachable": True,
                "created_at": at,
                "seen_on": at.date(),
            },
            index=["chat_id"],
        )
        if not new:
            await session.execute(
                update(Chat)
                .where(Chat.chat_id == chat_id)
                .values(
                    first_name=first_name[:128],
                    username=username,
                    telegram_language=language,
                    reachable=True,
                    seen_on=at.date(),
                )
            )


async def seen(db: Database, chat_id: int, *, at: datetime) -> None:
    """The person has written or pressed something on this day (UTC). Asked once a day of each."""
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == chat_id).values(seen_on=at.date()))


async def known(db: Database, *, most: int) -> list[int]:
    """Chats in which somebody has spoken to the bot before, those of the smallest ids."""
    async with db.read() as session:
        return list(await session.scalars(select(Chat.chat_id).order_by(Chat.chat_id).limit(most)))


async def choose_language(db: Database, chat_id: int, language: str) -> None:
    """Everything the bot says to this chat is in *language* from now on, messages already planned included."""
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == chat_id).values(language=language))


async def reachable(db: Database, chat_id: int, can: bool, *, at: datetime) -> None:
    """What Telegram said (my_chat_member, 403) is known: an unreachable chat is left out until it comes back."""
    async with db.begin() as session:
        await mark_reachable(session, chat_id, can, at=at)


async def mark_reachable(session: AsyncSession, chat_id: int, can: bool, *, at: datetime) -> None:
    values = {"reachable": can, "blocked_at": None if can else at}
    await session.execute(update(Chat).where(Chat.chat_id == chat_id, Chat.reachable != can).values(**values))


async def menu_shown(db: Database, chat_id: int, menu: str) -> None:
    """Telegram shows this command menu in the chat now."""
    async with db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == chat_id).values(menu=menu))
