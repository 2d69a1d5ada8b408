"""Changing how the brand looks."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.pictures.logo import LARGEST_FILE, BadLogo, normal_logo
from bot.rules import program_fields as fields
from bot.telegram.admin.callbacks import PickColour, ShowBrand
from bot.telegram.admin.handlers.program import propose
from bot.telegram.admin.views import brand as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.sent_picture import sent_picture
from bot.usecases import brand
from bot.usecases.actor import Actor
from db.session import Database

LOGO, COLOUR = "brand.logo", "brand.colour"


async def open_brand(
    press: CallbackQuery,
    callback_data: ShowBrand,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    if callback_data.do == "logo":
        memory.begin(LOGO)
        return views.ask_logo(t)
    if callback_data.do == "no_logo":
        await brand.set_logo(db, actor, None, at=hand.now)
    return views.brand(hand.rules, await brand.logo(db), hand.username, t)


async def pick_colour(
    press: CallbackQuery,
    callback_data: PickColour,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    part = "primary" if callback_data.part == "primary" else "accent"
    if callback_data.colour:
        value = fields.read(part, callback_data.colour, hand.rules.program)
        return await propose(db, actor, t, memory, hand.now, part, value)
    memory.begin(COLOUR, part=part)
    return views.palette(part, t)


async def write_colour(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    part = memory.data["part"]
    value = fields.read(part, message.text or "", hand.rules.program)
    return await propose(db, actor, t, memory, hand.now, part, value)


async def hand_in_logo(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    none, large = BadLogo("logo.not_a_picture"), BadLogo("logo.too_big")
    sent = await sent_picture(bot, message, LARGEST_FILE, none=none, large=large)
    png = await asyncio.to_thread(normal_logo, sent)
    memory.forget()
    await brand.set_logo(db, actor, png, at=hand.now)
    return views.brand(hand.rules, png, hand.username, t)


def router() -> Router:
    router = Router(name="admin.brand")
    router.callback_query.register(open_brand, ShowBrand.filter(), Hands())
    router.callback_query.register(pick_colour, PickColour.filter(), Hands())
    router.message.register(hand_in_logo, At(LOGO), Has("photo", "document"), Hands())
    router.message.register(write_colour, At(COLOUR), Has("text"), Hands())
    return router
