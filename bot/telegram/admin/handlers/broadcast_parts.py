"""Composing a message to members: what is written or forwarded, in each language and version, and its buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import cast

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import broadcast_fields as fields
from bot.rules.broadcast_checks import MOST_IN_ALBUM
from bot.rules.broadcasts import ANY, DOES, VARIANTS, BadBroadcast, Do, OfferButton, Words
from bot.telegram.admin.broadcast_callbacks import ComposeDo, WriteBroadcast
from bot.telegram.admin.handlers import broadcast_card as cards
from bot.telegram.admin.handlers.broadcast_card import card, change, seen, which
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_parts as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.telegram.shared import broadcast_words
from bot.telegram.shared.sent_message import called, sent
from bot.usecases import broadcast_drafts
from bot.usecases.actor import Actor
from bot.usecases.broadcast_drafts import Draft, Which
from bot.usecases.errors import Refused
from db.session import Database

NEW, WORDS, ALBUM, LINK = "broadcasts.new", "broadcasts.words", "broadcasts.album", "broadcasts.link"
FIRST = f"A.{ANY}"


async def begin_writing(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(NEW)
    return views.ask_new(t)


async def hand_in(
    message: Message,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
    presenter: Presenter,
) -> Screen | None:
    """The words of a new draft, or of one place in a draft: typed, or forwarded."""
    desk, words = Desk(db, actor, t, memory, hand), fields.checked(sent(message))
    place = memory.data.get("place", FIRST)
    draft = await _put(desk, place, words, called(message))
    if message.media_group_id is None:
        return await _told(desk, draft, words, place)
    screen = await card(desk, draft)
    shown = await presenter.send(actor.chat_id, screen)
    memory.begin(ALBUM, draft=draft.id, place=place, group=message.media_group_id, card=shown.message_id)
    return None


async def _put(desk: Desk, place: str, words: Words, name: str) -> Draft:
    known, at = desk.memory.data, desk.hand.now
    version, _, language = place.partition(".")
    desk.memory.forget()
    if "draft" not in known:
        sides = {"content": {version: {language: words}}, "name": name}
        return await broadcast_drafts.begin(desk.db, desk.actor, sides, at=at)
    seen_as = Which(known["draft"], known["edition"])
    return await broadcast_drafts.put(desk.db, desk.actor, seen_as, version, language, words, at=at)


async def _told(desk: Desk, draft: Draft, words: Words, place: str) -> Screen:
    """Words are shown as they will arrive; what is sent on the person has just seen."""
    screen = await card(desk, draft)
    if words.copy:
        return screen
    version, _, language = place.partition(".")
    shown = await cards.preview(desk, draft.id, version, language)
    return replace(shown, fresh=True, then=screen)


async def hand_in_more(
    message: Message,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
    presenter: Presenter,
) -> None:
    """The next part of the album: the card that is there counts it."""
    desk, known = Desk(db, actor, t, memory, hand), dict(memory.data)
    if message.media_group_id != known["group"]:
        raise Refused("broadcast.complete")
    words = cards.written(await seen(desk, known["draft"]), known["place"]) or Words()
    if len(words.copy) >= MOST_IN_ALBUM:
        raise BadBroadcast("broadcast.album", count=len(words.copy) + 1, most=MOST_IN_ALBUM)
    version, _, language = known["place"].partition(".")
    number = message.message_id
    draft = await broadcast_drafts.add_part(db, actor, known["draft"], version, language, number, at=hand.now)
    screen = await card(desk, draft)
    memory.begin(ALBUM, **known)
    await presenter.edit_by_id(actor.chat_id, known["card"], screen)


async def _texts(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    return views.texts(await seen(desk, data.draft), desk.hand.catalogue.languages, desk.t)


async def _place(desk: Desk, data: ComposeDo) -> Screen:
    """What is written there; what is not, is asked for at once."""
    draft = await seen(desk, data.draft)
    words = cards.written(draft, _checked(desk, data.value))
    return views.place(draft, data.value, words, desk.t) if words else await _write(desk, data)


def _checked(desk: Desk, place: str) -> str:
    version, _, language = place.partition(".")
    if version not in tuple(VARIANTS) or language not in (ANY, *desk.hand.catalogue.languages):
        raise Refused("broadcast.question_gone")
    return place


async def _write(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    desk.memory.begin(WORDS, draft=draft.id, edition=draft.edition, place=_checked(desk, data.value))
    return views.ask_words(draft, data.value, desk.t)


async def _clear(desk: Desk, data: ComposeDo) -> Screen:
    version, _, language = _checked(desk, data.value).partition(".")
    at = desk.hand.now
    draft = await broadcast_drafts.put(desk.db, desk.actor, which(data), version, language, None, at=at)
    return views.texts(draft, desk.hand.catalogue.languages, desk.t)


async def _topics(desk: Desk, data: ComposeDo) -> Screen:
    return views.topics(await seen(desk, data.draft), desk.t)


async def _buttons(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    return views.buttons(await seen(desk, data.draft), desk.t)


async def _add(desk: Desk, data: ComposeDo) -> Screen:
    """A button with our words on it; of a link they are asked for."""
    draft = await seen(desk, data.draft)
    if data.value == "link":
        desk.memory.begin(LINK, draft=draft.id, edition=draft.edition)
        return views.ask_link(draft, desk.t)
    if data.value not in DOES:
        raise Refused("broadcast.question_gone")
    sides = {"buttons": (*draft.plan.buttons, button(desk, data.value))}
    return views.buttons(await change(desk, which(data), sides), desk.t)


def button(desk: Desk, do: str) -> OfferButton:
    """A button of this kind with our words in every language."""
    words, catalogue = broadcast_words.LABELS[do], desk.hand.catalogue
    label = {code: catalogue.texts(code).plain(words) for code in catalogue.languages} if words else {}
    return OfferButton(cast(Do, do), label)


async def _take(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    kept = tuple(each for n, each in enumerate(draft.plan.buttons) if str(n) != data.value)
    return views.buttons(await change(desk, which(data), {"buttons": kept}), desk.t)


async def write_link(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    desk, known = Desk(db, actor, t, memory, hand), dict(memory.data)
    label, url = fields.link(message.text or "")
    draft = await seen(desk, known["draft"])
    sides = {"buttons": (*draft.plan.buttons, OfferButton("link", {t.language: label}, url))}
    return views.buttons(await change(desk, Which(draft.id, known["edition"]), sides), t)


DOES_PARTS: dict[str, Callable[[Desk, ComposeDo], Awaitable[Screen]]] = {
    "words": _texts,
    "place": _place,
    "write": _write,
    "clear": _clear,
    "topics": _topics,
    "buttons": _buttons,
    "add": _add,
    "take": _take,
}


def router() -> Router:
    router = Router(name="admin.broadcast_parts")
    router.callback_query.register(begin_writing, WriteBroadcast.filter())
    router.message.register(hand_in, At(NEW, WORDS), Hands())
    router.message.register(hand_in_more, At(ALBUM), Hands())
    router.message.register(write_link, At(LINK), Has("text"), Hands())
    return router
