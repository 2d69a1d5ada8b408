"""Messages from the bot: sent, copied, forwarded, several at once, or only "typing…"."""

from itertools import pairwise
from typing import Any

from bot.sandbox.judge import Call
from bot.sandbox.keyboards import Json
from bot.sandbox.methods import Stage, plays
from bot.sandbox.methods.content import (
    caption_of,
    captioned,
    document_of,
    keyboard_of,
    nothing_to_pay,
    photo_of,
    reply_of,
    show_keyboard,
    text_of,
)
from bot.sandbox.records import Kept, Phone
from bot.sandbox.refusal import bad_request

_COPIED = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "video",
    "poll",
    "contact",
    "location",
)
_MOST_COPIED = 100


@plays("sendMessage")
def send_message(stage: Stage, call: Call) -> Json:
    return _deliver(stage, call, text_of(call))


@plays("sendPhoto")
def send_photo(stage: Stage, call: Call) -> Json:
    words = captioned(call)
    return _deliver(stage, call, {**photo_of(stage.world, call.get("photo"), call.files), **words})


@plays("sendDocument")
def send_document(stage: Stage, call: Call) -> Json:
    words = captioned(call)
    return _deliver(stage, call, {**document_of(stage.world, call.get("document"), call.files), **words})


def _deliver(stage: Stage, call: Call, content: Json) -> Json:
    nothing_to_pay(call.markup)
    phone = stage.world.reachable(call.get("chat_id"))
    stage.world.pace.take(phone.person.id)
    extras = {**reply_of(call, phone), **({"has_protected_content": True} if call.get("protect_content") else {})}
    show_keyboard(phone, call.markup)
    return stage.world.put(phone, {**extras, **content, **keyboard_of(call.markup)}, by_bot=True).body


@plays("sendMediaGroup")
def send_media_group(stage: Stage, call: Call) -> list[Json]:
    media: list[Any] = call.plain("media")
    if not 2 <= len(media) <= 10:
        raise bad_request("number of media to send must be 2-10")
    phone = stage.world.reachable(call.get("chat_id"))
    makers = {"photo": photo_of, "document": document_of}
    if any(item["type"] not in makers for item in media):
        raise bad_request("Sandbox: only photos and documents are played in a media group")
    contents = [{**makers[item["type"]](stage.world, item["media"], call.files), **caption_of(item)} for item in media]
    stage.world.pace.take(phone.person.id)
    group = f"{phone.person.id}{stage.world.now()}{len(phone.messages)}"
    return [stage.world.put(phone, {"media_group_id": group, **content}, by_bot=True).body for content in contents]


@plays("copyMessage")
def copy_message(stage: Stage, call: Call) -> Json:
    source = _source(stage, call, "copy")
    if "invoice" in source.body:
        raise bad_request("message can't be copied")
    content = _copy_of(source)
    if call.get("caption") is not None and "text" not in content:
        content = {k: v for k, v in content.items() if "caption" not in k} | captioned(call)
    return {"message_id": _deliver(stage, call, content)["message_id"]}


@plays("copyMessages")
def copy_messages(stage: Stage, call: Call) -> list[Json]:
    """What cannot be found is skipped; an album stays one."""
    numbers: list[int] = call.plain("message_ids")
    if not 1 <= len(numbers) <= _MOST_COPIED:
        raise bad_request("too many messages to copy" if numbers else "message identifiers are not specified")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    theirs = stage.world.known(call.get("from_chat_id")).messages
    found = [theirs[number] for number in numbers if number in theirs]
    if not found:
        raise bad_request("there are no messages to copy")
    phone = stage.world.reachable(call.get("chat_id"))
    stage.world.pace.take(phone.person.id)
    group = f"{phone.person.id}{stage.world.now()}{len(phone.messages)}"
    contents = [{**_copy_of(kept), **_in_group(kept, group)} for kept in found]
    if call.get("remove_caption"):
        contents = [{key: value for key, value in each.items() if "caption" not in key} for each in contents]
    return [{"message_id": stage.world.put(phone, each, by_bot=True).body["message_id"]} for each in contents]


def _copy_of(kept: Kept) -> Json:
    return {key: kept.body[key] for key in _COPIED if key in kept.body}


def _in_group(kept: Kept, group: str) -> Json:
    return {"media_group_id": group} if "media_group_id" in kept.body else {}


@plays("forwardMessage")
def forward_message(stage: Stage, call: Call) -> Json:
    source = _source(stage, call, "forward")
    content = _copy_of(source)
    origin = {"type": "user", "date": source.body["date"], "sender_user": source.body["from"]}
    return _deliver(stage, call, {"forward_origin": origin, **content})


def _source(stage: Stage, call: Call, deed: str) -> Kept:
    phone: Phone = stage.world.known(call.get("from_chat_id"))
    kept = phone.messages.get(call.get("message_id"))
    if kept is None:
        raise bad_request(f"message to {deed} not found")
    return kept


@plays("sendChatAction")
def send_chat_action(stage: Stage, call: Call) -> bool:
    phone = stage.world.reachable(call.get("chat_id"))
    phone.typing = {"action": call.get("action"), "at": stage.world.pulse()}
    stage.world.changed(phone)
    return True
