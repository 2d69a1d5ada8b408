"""What goes into a message: its words, its picture or file, its keyboard; shared by sending and editing."""

import mimetypes
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.sandbox.judge import Call, Upload
from bot.sandbox.keyboards import Json, Markup, button_rows
from bot.sandbox.records import Phone, StoredFile
from bot.sandbox.refusal import bad_request
from bot.sandbox.schema import limits, utf16
from bot.sandbox.wording import Worded, with_entities, worded
from bot.sandbox.world import World

_BIGGEST_PHOTO = 10_000_000
_WIDEST_PHOTO = 10_000
_THUMBNAILS = (90, 320, 800)


def text_of(call: Call) -> Json:
    """``text`` and ``entities`` of a text message; raises when there is nothing to read or too much."""
    said = _said(call.get("text") or "", call.get("parse_mode"), call.plain("entities"))
    if not said.text:
        raise bad_request("text must be non-empty")
    if utf16(said.text) > limits()["SendMessage", "text"].high:
        raise bad_request("message is too long")
    return _fields(said, "text", "entities")


def caption_of(given: Mapping[str, Any]) -> Json:
    """``caption`` and ``caption_entities``; both may be missing."""
    said = _said(given.get("caption") or "", given.get("parse_mode"), given.get("caption_entities"))
    if utf16(said.text) > limits()["SendPhoto", "caption"].high:
        raise bad_request("message caption is too long")
    fields = _fields(said, "caption", "caption_entities") if said.text else {}
    if fields and given.get("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields


def captioned(call: Call) -> Json:
    """The same, asked for as parameters of a method."""
    names = ("caption", "parse_mode", "caption_entities", "show_caption_above_media")
    return caption_of({name: call.plain(name) for name in names})


def _said(text: str, parse_mode: str | None, entities: list[Json] | None) -> Worded:
    return with_entities(text, entities) if entities and not parse_mode else worded(text, parse_mode)


def _fields(said: Worded, text: str, entities: str) -> Json:
    return {text: said.text, **({entities: list(said.entities)} if said.entities else {})}


def file_of(world: World, source: Any, files: Mapping[str, Upload], kind: str) -> StoredFile:
    """The file meant by a ``file_id`` or an ``attach://`` name."""
    source = str(source)
    if source.startswith("attach://"):
        upload = files.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        mime = mimetypes.guess_type(upload.name)[0] or upload.mime or "application/octet-stream"
        return world.keep_file(upload.content, upload.name, mime)
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.get(source)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def photo_of(world: World, source: Any, files: Mapping[str, Upload]) -> Json:
    """``photo``: the picture in the sizes Telegram would offer (they share the same bytes here)."""
    file = file_of(world, source, files, "photo")
    return {"photo": photo_sizes(world, file)}


def photo_sizes(world: World, file: StoredFile) -> list[Json]:
    """The list of sizes of a stored picture; raises when it is none, or too big."""
    try:
        with Image.open(BytesIO(file.content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if (
        len(file.content) > _BIGGEST_PHOTO
        or width + height > _WIDEST_PHOTO
        or max(width, height) > 20 * min(width, height)
    ):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    longest = max(width, height)
    scales = [size / longest for size in _THUMBNAILS if size < longest] + [1.0]
    return [
        {
            "file_id": file.file_id,
            "file_unique_id": f"{file.unique_id}{number}",
            "width": max(1, round(width * scale)),
            "height": max(1, round(height * scale)),
            "file_size": len(file.content),
        }
        for number, scale in enumerate(scales)
    ]


def document_of(world: World, source: Any, files: Mapping[str, Upload]) -> Json:
    """``document``: a file with its name."""
    return {"document": document_fields(file_of(world, source, files, "document"))}


def document_fields(file: StoredFile) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime,
        "file_size": len(file.content),
    }


def reply_of(call: Call, phone: Phone) -> Json:
    """``reply_to_message`` when the bot replies to something; raises when that is not there."""
    parameters = call.plain("reply_parameters") or {}
    wanted = parameters.get("message_id") or call.get("reply_to_message_id")
    if not wanted:
        return {}
    kept = phone.messages.get(wanted)
    if kept is not None:
        return {"reply_to_message": {k: v for k, v in kept.body.items() if k != "reply_to_message"}}
    if parameters.get("allow_sending_without_reply") or call.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def keyboard_of(markup: Markup | None) -> Json:
    """The part of a markup that stays with the message: an inline keyboard and nothing else."""
    return {"reply_markup": markup.inline} if markup and markup.inline else {}


def nothing_to_pay(markup: Markup | None) -> None:
    """Raises when a message that is no invoice has a button to pay it."""
    if any("pay" in button for row in button_rows(markup.body if markup else None) for button in row):
        raise bad_request("BUTTON_TYPE_INVALID")


def show_keyboard(phone: Phone, markup: Markup | None) -> None:
    """A reply keyboard appears under the chat, or goes away."""
    if markup and markup.kind == "keyboard":
        phone.keyboard = markup.body
    elif markup and markup.kind == "remove_keyboard":
        phone.keyboard = None
