"""Telegram says who has blocked the bot, and who is back."""

from datetime import datetime

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from bot.usecases import chats
from bot.usecases.actor import Actor
from db.session import Database

GONE = ("kicked", "left")


async def come_or_go(event: ChatMemberUpdated, actor: Actor, now: datetime, db: Database) -> None:
    await chats.reachable(db, actor.chat_id, event.new_chat_member.status not in GONE, at=now)


def router() -> Router:
    router = Router(name="customer.reach")
    router.my_chat_member.register(come_or_go)
    return router
