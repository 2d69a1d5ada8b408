"""One presenter shows every Screen: edits where it can, sends where it can't, swaps pictures, answers the press."""

import asyncio
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Chat,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.telegram.keyboard import asked, keyboard
from bot.telegram.screen import POINTS_UP, Copied, Picture, Rows, Screen

log = structlog.get_logger()

EPOCH = datetime.fromtimestamp(0, UTC)
SCREENS_KEPT = 5_000
LONGEST_WAIT = 30.0  # seconds, for a sequel Telegram finds too hasty
DOUBLE_TAP = 5.0  # seconds in which the same edit again is a double tap; another process may have edited later
Looks = tuple[str, Rows, str | None]
T = TypeVar("T")


class Presenter:
    """Keeps Telegram's ids of pictures it has sent, so that an equal picture is neither drawn nor uploaded again, and
    how the screens it edited look now, and which took another's place."""

    def __init__(self, bot: Bot, *, pictures_kept: int = 10_000, provider_token: str = "") -> None:
        self.bot = bot
        self.provider_token = provider_token  # a secret, which only invoices need
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._most = pictures_kept
        self._shown: OrderedDict[tuple[int, int], tuple[Looks, float]] = OrderedDict()
        self._replaced: OrderedDict[tuple[int, int], tuple[Message, float]] = OrderedDict()

    @property
    def pays(self) -> bool:
        """Whether there is somebody who takes money for us."""
        return bool(self.provider_token)

    async def show(self, event: Message | CallbackQuery, screen: Screen) -> None:
        """The person sees *screen*; a press is answered in any case."""
        if isinstance(event, CallbackQuery):
            await asyncio.gather(self._answer(event, screen), self._after_press(event, screen))
        elif screen.shows:
            await self.send(event.chat.id, screen)

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> Message:
        """A new message (and what follows it); raises what Telegram answers. A message whose sequel is refused has
        arrived all the same: whoever tried again would send it twice."""
        sent = await self._send_one(chat_id, screen, silent)
        after = follows(screen)
        if after is not None:
            await self._follow(chat_id, after)
        return sent

    async def _follow(self, chat_id: int, screen: Screen) -> None:
        try:
            try:
                await self.send(chat_id, screen, silent=True)
            except TelegramRetryAfter as hasty:
                await asyncio.sleep(min(hasty.retry_after, LONGEST_WAIT))
                await self.send(chat_id, screen, silent=True)
        except TelegramAPIError as error:
            log.warning("sequel.not_shown", chat=chat_id, error=type(error).__name__)

    async def edit(self, message: Message, screen: Screen) -> bool:
        """Turns *message* into *screen*; False when it can't be, so that the caller sends instead."""
        if screen.fresh or screen.file or screen.copy or screen.ask_contact or screen.drop_keyboard:
            return False
        if screen.invoice or message.invoice:
            return False
        if screen.picture and screen.picture.optional and not message.photo:
            screen = replace(screen, picture=None)
        if bool(message.photo) != bool(screen.picture) or message.document:
            return False
        return await self.edit_by_id(message.chat.id, message.message_id, screen)

    async def edit_by_id(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """The same for a message known by number. What was just shown there (a double tap) costs no call."""
        looks = (screen.text, screen.rows, screen.picture.key if screen.picture else None)
        known, until = self._shown.get((chat_id, message_id), (None, 0))
        if known == looks and asyncio.get_running_loop().time() < until:
            return True
        done = await self._edited(chat_id, message_id, screen)
        if done:
            _remember(self._shown, (chat_id, message_id), looks)
        return done

    async def _edited(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        keys = keyboard(screen)
        inline = keys if isinstance(keys, InlineKeyboardMarkup) else None
        try:
            if screen.picture is not None:
                media = InputMediaPhoto(media=await self._media(screen.picture), caption=screen.text, parse_mode="HTML")
                done = await self.bot.edit_message_media(
                    media, chat_id=chat_id, message_id=message_id, reply_markup=inline
                )
                self._keep(screen.picture, done)
            else:
                await self.bot.edit_message_text(
                    screen.text, chat_id=chat_id, message_id=message_id, reply_markup=inline, parse_mode="HTML"
                )
        except TelegramBadRequest as refusal:
            return "message is not modified" in refusal.message
        return True

    async def _answer(self, press: CallbackQuery, screen: Screen) -> None:
        try:
            await self.bot.answer_callback_query(press.id, text=screen.toast, show_alert=screen.alert or None)
        except TelegramBadRequest:
            log.debug("press.too_old", query=press.id)

    async def _after_press(self, press: CallbackQuery, screen: Screen) -> None:
        if not screen.shows:
            return
        message = press.message
        if message is None or isinstance(message, InaccessibleMessage):
            await self.send(press.from_user.id, screen)
            return
        message = self._in_its_place(message)
        if await self.edit(message, screen):
            if screen.then is not None:
                await self.send(message.chat.id, screen.then)
        else:
            sent = await self.send(message.chat.id, screen)
            await self._retire(message, screen, sent)

    def _in_its_place(self, message: Message) -> Message:
        """The screen that has just replaced *message*, for a second tap on a button that is gone; else *message*."""
        instead, until = self._replaced.get((message.chat.id, message.message_id), (message, 0.0))
        return instead if asyncio.get_running_loop().time() < until else message

    async def _retire(self, message: Message, screen: Screen, instead: Message) -> None:
        """The screen that was left goes when the new one replaces it."""
        if screen.fresh or screen.file or message.document:  # a file is kept, whatever is looked at next
            return
        _remember(self._replaced, (message.chat.id, message.message_id), instead)
        try:
            await self.bot.delete_message(message.chat.id, message.message_id)
        except TelegramAPIError:
            log.debug("screen.not_retired", message=message.message_id)

    async def _send_one(self, chat_id: int, screen: Screen, silent: bool) -> Message:
        keys, quiet = keyboard(screen), silent or None
        if screen.copy is not None:
            return await self._copy(chat_id, screen, screen.copy, quiet)
        if screen.invoice is not None:
            form, inline = asked(screen.invoice, self.provider_token), keys
            assert not isinstance(inline, ReplyKeyboardMarkup | ReplyKeyboardRemove), (
                "an invoice has buttons of its own"
            )
            return await self.bot.send_invoice(chat_id, **form, reply_markup=inline, disable_notification=quiet)
        if screen.file is not None:
            file = BufferedInputFile(screen.file.content, screen.file.name)
            return await self.bot.send_document(
                chat_id, file, caption=screen.text, parse_mode="HTML", reply_markup=keys, disable_notification=quiet
            )
        if screen.picture is None:
            return await self.bot.send_message(
                chat_id, screen.text, parse_mode="HTML", reply_markup=keys, disable_notification=quiet
            )
        sent = await self.bot.send_photo(
            chat_id,
            await self._media(screen.picture),
            caption=screen.text,
            parse_mode="HTML",
            reply_markup=keys,
            disable_notification=quiet,
        )
        self._keep(screen.picture, sent)
        return sent

    async def _copy(self, chat_id: int, screen: Screen, copied: Copied, quiet: bool | None) -> Message:
        source = copied.chat_id
        if len(copied.message_ids) > 1:
            album = await self.bot.copy_messages(
                chat_id,
                source,
                list(copied.message_ids),
                disable_notification=quiet,
                remove_caption=bool(screen.text) or None,  # said below with its gaps filled, not once more with them
            )
            return numbered(self.bot, chat_id, album[0].message_id)
        sent = await self.bot.copy_message(
            chat_id,
            source,
            copied.message_ids[0],
            caption=screen.text or None,
            parse_mode="HTML",
            reply_markup=keyboard(screen),
            disable_notification=quiet,
        )
        return numbered(self.bot, chat_id, sent.message_id)

    async def _media(self, picture: Picture) -> str | BufferedInputFile:
        if picture.key in self._kept:
            self._kept.move_to_end(picture.key)
            return self._kept[picture.key]
        return BufferedInputFile(await asyncio.to_thread(picture.draw), "picture.png")

    def _keep(self, picture: Picture, message: Message | bool) -> None:
        if isinstance(message, Message) and message.photo:
            self._kept[picture.key] = message.photo[-1].file_id
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _remember(kept: OrderedDict[tuple[int, int], tuple[T, float]], where: tuple[int, int], what: T) -> None:
    """For as long as a double tap may take."""
    kept[where] = what, asyncio.get_running_loop().time() + DOUBLE_TAP
    kept.move_to_end(where)
    while len(kept) > SCREENS_KEPT:
        kept.popitem(last=False)


def numbered(bot: Bot, chat_id: int, message_id: int) -> Message:
    """A message of which only its number and its chat are known."""
    return Message(message_id=message_id, date=EPOCH, chat=Chat(id=chat_id, type="private")).as_(bot)


def follows(screen: Screen) -> Screen | None:
    """What comes after it as a message of its own."""
    if screen.copy and len(screen.copy.message_ids) > 1 and (screen.text or screen.rows):
        return replace(screen, copy=None, text=screen.text or POINTS_UP)
    return screen.then
