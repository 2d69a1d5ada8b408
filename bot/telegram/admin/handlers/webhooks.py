"""The owner adds, tests, rests, rotates and removes webhooks, and sends events again."""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.integration_callbacks import HookDo, HookFamily, HookSince, NewHook, ShowHooks
from bot.telegram.admin.views import webhooks as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import hook_replays, webhooks
from bot.usecases.actor import Actor
from db.session import Database

ADDRESS, NUMBER = "webhooks.address", "webhooks.number"
ASKED = {"events": views.ask_events, "again": views.ask_again, "remove": views.ask_remove}


async def open_hooks(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    memory.forget()
    return views.listed(await webhooks.every(db, actor), t)


async def ask_address(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(ADDRESS)
    return views.ask_address(t)


async def type_address(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    sandbox = not hand.settings.bot_token
    return views.card(
        await webhooks.add(db, actor, message.text or "", sandbox=sandbox, at=hand.now), t, hand.rules.zone
    )


async def choose(
    press: CallbackQuery,
    callback_data: HookDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    number, do = callback_data.hook, callback_data.do
    memory.forget()
    if do in ("pause", "resume", "rotate"):
        return await _turned(db, actor, callback_data, t, hand)
    if do in ("test", "secret", "revive", "removed"):
        return await _done(db, actor, callback_data, t, hand)
    if do == "number":
        memory.begin(NUMBER, hook=number)
        return views.ask_number(t)
    seen = await webhooks.show(db, actor, number)
    return ASKED[do](seen, t) if do in ASKED else views.card(seen, t, hand.rules.zone)


async def _turned(db: Database, actor: Actor, wanted: HookDo, t: Texts, hand: AtHand) -> Screen:
    toast = None
    if wanted.do == "rotate":
        seen = await webhooks.rotate(db, actor, wanted.hook, wanted.edition, at=hand.now)
        toast = t.plain("Signed with the next secret from now on.")
    elif wanted.do == "pause":
        seen = await webhooks.pause(db, actor, wanted.hook, at=hand.now)
    else:
        seen = await webhooks.resume(db, actor, wanted.hook, at=hand.now)
    return views.card(seen, t, hand.rules.zone, toast=toast)


async def _done(db: Database, actor: Actor, wanted: HookDo, t: Texts, hand: AtHand) -> Screen:
    number, now = wanted.hook, hand.now
    match wanted.do:
        case "test":
            return views.tested(await webhooks.test(db, actor, number, hand.makers.key(), at=now), t)
        case "secret":
            return views.secret(await webhooks.reveal(db, actor, number, hand.settings.app_secret, at=now), t)
        case "revive":
            return views.under_way(number, await hook_replays.revive(db, actor, number, at=now), t)
    await webhooks.remove(db, actor, number, at=now)
    return views.listed(await webhooks.every(db, actor), t)


async def choose_family(
    press: CallbackQuery, callback_data: HookFamily, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    seen = await webhooks.choose(db, actor, callback_data.hook, callback_data.family, at=hand.now)
    return views.ask_events(seen, t)


async def send_again(
    press: CallbackQuery, callback_data: HookSince, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    wanted, hours = callback_data, callback_data.hours if callback_data.hours in views.SPANS else 1
    since = hand.now - timedelta(hours=hours)
    if not wanted.sure:
        return views.ask_sure(await hook_replays.weigh(db, actor, wanted.hook, since), hours, t)
    done = await hook_replays.again(db, actor, wanted.hook, since, at=hand.now)
    return views.under_way(wanted.hook, done.number, t)


async def type_number(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    number, hook = hook_replays.event_number(message.text or ""), memory.data["hook"]
    memory.forget()
    await hook_replays.one(db, actor, hook, number, at=hand.now)
    return views.under_way(hook, 1, t)


def router() -> Router:
    router = Router(name="admin.webhooks")
    router.callback_query.register(open_hooks, ShowHooks.filter())
    router.callback_query.register(ask_address, NewHook.filter())
    router.callback_query.register(choose, HookDo.filter(), Hands())
    router.callback_query.register(choose_family, HookFamily.filter(), Hands())
    router.callback_query.register(send_again, HookSince.filter(), Hands())
    router.message.register(type_address, At(ADDRESS), Has("text"), Hands())
    router.message.register(type_number, At(NUMBER), Has("text"), Hands())
    return router
