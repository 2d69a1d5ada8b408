"""Finding a member by what they say or show, and looking after their profile."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.filters.command import CommandObject
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.callbacks import FindMember, MemberDo, RemoveTag, ShowMember
from bot.telegram.admin.views import buying as buying_views
from bot.telegram.admin.views import member_history
from bot.telegram.admin.views import members as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has, Idle, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import buying, member_remarks, members
from bot.usecases.actor import Actor
from db.session import Database

WHO, NOTE, TAG = "members.who", "members.note", "members.tag"
PAGE = 8


async def look_up(
    message: Message, command: CommandObject, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    if command.args:
        memory.forget()
        return await _found(db, actor, command.args, t, hand)
    return await ask_who(message, t, memory)


async def ask_who(event: Message | CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(WHO)
    return views.ask_who(t)


async def find(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    screen = await _found(db, actor, message.text or "", t, hand)
    memory.forget()
    return screen


async def find_by_photo(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    text = (await texts_in(bot, message))[0]
    memory.forget()
    return await _found(db, actor, text, t, hand)


async def find_by_contact(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    phone = message.contact.phone_number if message.contact else ""
    return await _found(db, actor, f"+{phone.removeprefix('+')}", t, hand)


async def open_card_link(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    return await _found(db, actor, (message.text or "").partition(" ")[2], t, hand)


async def _found(db: Database, actor: Actor, text: str, t: Texts, hand: AtHand) -> Screen:
    found = await members.find(db, actor, text, at=hand.now, card_key=hand.card_key)
    if not found:
        return views.nobody(t)
    if len(found) > 1:
        return views.several(found, t)
    seen = await members.profile(db, actor, found[0].member_id, at=hand.now)
    return views.profile(seen, t, hand.rules.zone, fresh=found[0].fresh)


async def open_profile(
    press: CallbackQuery,
    callback_data: ShowMember,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    return views.profile(await members.profile(db, actor, callback_data.member, at=hand.now), t, hand.rules.zone)


async def choose(
    press: CallbackQuery,
    callback_data: MemberDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    number = callback_data.member
    if callback_data.do == "history":
        page = await members.history(db, actor, number, before=callback_data.before, limit=PAGE)
        return member_history.page(page, t, hand.rules)
    if callback_data.do == "buying":
        return buying_views.buying(await buying.look(db, actor, number, at=hand.now), t)
    phone = await members.phone(db, actor, number, at=hand.now) if callback_data.do == "phone" else None
    seen = await members.profile(db, actor, number, at=hand.now)
    if callback_data.do == "note":
        memory.begin(NOTE, member=number)
        return views.ask_note(seen.row.name or "", t)
    if callback_data.do == "tags":
        memory.begin(TAG, member=number)
        return views.tags(seen, t)
    return views.profile(seen, t, hand.rules.zone, phone=phone)


async def write_note(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    number, text = memory.data["member"], member_remarks.tidy_note(message.text or "")
    memory.forget()
    await member_remarks.add_note(db, actor, number, text, at=hand.now)
    return views.profile(await members.profile(db, actor, number, at=hand.now), t, hand.rules.zone)


async def write_tag(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    number = memory.data["member"]
    await member_remarks.add_tag(db, actor, number, message.text or "", at=now)
    return views.tags(await members.profile(db, actor, number, at=now), t)


async def remove_tag(
    press: CallbackQuery, callback_data: RemoveTag, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    number = callback_data.member
    for tag in (await members.profile(db, actor, number, at=now)).tags:
        if views.mark_of(tag) == callback_data.mark:
            await member_remarks.remove_tag(db, actor, number, tag, at=now)
    return views.tags(await members.profile(db, actor, number, at=now), t)


def router() -> Router:
    router = Router(name="admin.members")
    router.message.register(look_up, Command("member"), Hands())
    router.message.register(open_card_link, Opens("card"), Hands())
    router.callback_query.register(ask_who, FindMember.filter())
    router.callback_query.register(open_profile, ShowMember.filter(), Hands())
    router.callback_query.register(choose, MemberDo.filter(), Hands())
    router.callback_query.register(remove_tag, RemoveTag.filter())
    router.message.register(find, At(WHO), Has("text"), Hands())
    router.message.register(find_by_photo, At(WHO), Has("photo"), Hands())
    router.message.register(find_by_photo, Idle(), Has("photo"), Hands())
    router.message.register(find_by_contact, At(WHO), Has("contact"), Hands())
    router.message.register(write_note, At(NOTE), Has("text"), Hands())
    router.message.register(write_tag, At(TAG), Has("text"))
    return router
