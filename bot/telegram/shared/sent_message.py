"""What somebody wrote or forwarded to the bot, as words for members."""

import re

from aiogram.enums import ContentType
from aiogram.types import Message

from bot.rules.broadcasts import Words
from bot.telegram.shared.broadcast_words import first_words, short
from bot.usecases.errors import Refused

FORMATTED = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "text_link", "code", "pre", "blockquote"}
)
TAG = re.compile(r"</?(?:b|strong|i|em|u|ins|s|strike|del|a|code|pre|blockquote|tg-spoiler|span)\b", re.IGNORECASE)
PREMIUM = re.compile(r"</?tg-emoji[^<>]*>")  # around the ordinary emoji; the text's own "<" are escaped
LONGEST_NAME = 40
MEDIA = frozenset({"photo", "video", "animation", "document", "audio", "voice"})  # may have a caption
COPIED = MEDIA | {"video_note", "sticker", "poll", "location", "venue"}


def sent(message: Message) -> Words:
    """Words are said anew, so that their gaps can be filled; everything else is sent on by copy, with new words in
    place of its caption where something in that is to be filled. Raises `Refused` "broadcast.not_copied" for what
    Telegram does not copy, and "broadcast.quiz"."""
    kind = ContentType(message.content_type).value
    if kind == "text":
        return _words(message)
    if kind not in COPIED:
        raise Refused("broadcast.not_copied")
    if message.poll and message.poll.type == "quiz":
        raise Refused("broadcast.quiz")  # copied only by a bot that knows the right answer
    return Words(_caption(message), message.chat.id, (message.message_id,), kind)


def called(message: Message) -> str:
    """What the staff call it until somebody gives it another name: how it begins."""
    if message.poll:
        return short(message.poll.question, LONGEST_NAME)
    return first_words(_html(message, message.text or message.caption or ""), LONGEST_NAME)


def _words(message: Message) -> Words:
    """A premium emoji goes by copy alone: a bot may not say it itself. Beside a gap it is the ordinary one, since what
    is copied is filled in for nobody."""
    premium = any(entity.type == "custom_emoji" for entity in message.entities or ())
    if premium and "{" not in (message.text or ""):
        return Words(None, message.chat.id, (message.message_id,), "text")
    return Words(_html(message, message.text or ""))


def _caption(message: Message) -> str | None:
    """Copied as it is, unless something in it is to be filled in."""
    caption = message.caption or ""
    return _html(message, caption) if "{" in caption or TAG.search(caption) else None


def _html(message: Message, typed: str) -> str:
    """With the formatting Telegram gave it, or else with the tags somebody typed."""
    entities = message.entities or message.caption_entities or ()
    formatted = any(entity.type in FORMATTED for entity in entities)
    return typed if TAG.search(typed) and not formatted else PREMIUM.sub("", message.html_text)
