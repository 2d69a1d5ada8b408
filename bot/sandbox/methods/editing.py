"""Messages that change in place, or go; and the answers to presses."""

from typing import Any

from bot.sandbox.judge import Call
from bot.sandbox.keyboards import Json
from bot.sandbox.methods import Stage, plays
from bot.sandbox.methods.content import caption_of, captioned, document_of, keyboard_of, photo_of, text_of
from bot.sandbox.records import Kept, Phone
from bot.sandbox.refusal import NOT_MODIFIED, QUERY_TOO_OLD, bad_request

_QUERY_LIVES = 150
_DELETABLE = 48 * 3600
_WORDS = ("text", "entities", "caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document")


@plays("editMessageText")
def edit_message_text(stage: Stage, call: Call) -> Json:
    content = text_of(call)
    phone, kept = _editable(stage, call)
    if "text" not in kept.body:
        raise bad_request("there is no text in the message to edit")
    return _replace(stage, phone, kept, {**content, **keyboard_of(call.markup)})


@plays("editMessageCaption")
def edit_message_caption(stage: Stage, call: Call) -> Json:
    words = captioned(call)
    phone, kept = _editable(stage, call)
    media = {name: kept.body[name] for name in _MEDIA if name in kept.body}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    return _replace(stage, phone, kept, {**media, **words, **keyboard_of(call.markup)})


@plays("editMessageMedia")
def edit_message_media(stage: Stage, call: Call) -> Json:
    media: dict[str, Any] = call.plain("media")
    makers = {"photo": photo_of, "document": document_of}
    if media.get("type") not in makers:
        raise bad_request("Sandbox: only photos and documents are played as media")
    phone, kept = _editable(stage, call)
    content = makers[media["type"]](stage.world, media["media"], call.files)
    return _replace(stage, phone, kept, {**content, **caption_of(media), **keyboard_of(call.markup)})


@plays("editMessageReplyMarkup")
def edit_message_reply_markup(stage: Stage, call: Call) -> Json:
    phone, kept = _editable(stage, call)
    content = {name: kept.body[name] for name in (*_WORDS, *_MEDIA) if name in kept.body}
    return _replace(stage, phone, kept, {**content, **keyboard_of(call.markup)})


def _editable(stage: Stage, call: Call) -> tuple[Phone, Kept]:
    if call.get("inline_message_id"):
        raise bad_request("Sandbox: inline messages are not played here")
    if call.get("chat_id") is None:
        raise bad_request("chat_id is empty")
    if call.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    phone = stage.world.reachable(call.get("chat_id"))
    kept = phone.messages.get(call.get("message_id"))
    if kept is None:
        raise bad_request("message to edit not found")
    if not kept.by_bot or "forward_origin" in kept.body:
        raise bad_request("message can't be edited")
    if call.markup and call.markup.kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    return phone, kept


def _replace(stage: Stage, phone: Phone, kept: Kept, content: Json) -> Json:
    """The message with *content* instead of the old one; the old object is left as earlier answers gave it."""
    shown = (*_WORDS, *_MEDIA, "reply_markup")
    if {name: kept.body[name] for name in shown if name in kept.body} == content:
        raise bad_request(NOT_MODIFIED)
    stays = {name: value for name, value in kept.body.items() if name not in shown}
    kept.body = {**stays, "edit_date": stage.world.now(), **content}
    kept.edited = True
    kept.seq = stage.world.changed(phone)
    return kept.body


@plays("deleteMessage")
def delete_message(stage: Stage, call: Call) -> bool:
    phone = stage.world.reachable(call.get("chat_id"))
    kept = phone.messages.get(call.get("message_id"))
    if kept is None:
        raise bad_request("message to delete not found")
    if stage.world.now() - kept.body["date"] > _DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    del phone.messages[call.get("message_id")]
    stage.world.changed(phone)
    return True


@plays("answerCallbackQuery")
def answer_callback_query(stage: Stage, call: Call) -> bool:
    query = stage.world.queries.get(call.get("callback_query_id"))
    if query is None or query.answered or stage.world.pulse() - query.pressed_at > _QUERY_LIVES:
        raise bad_request(QUERY_TOO_OLD)
    query.answered = True
    phone = stage.world.phones.get(query.chat)
    if phone is not None:
        seq = stage.world.changed(phone)
        if call.get("text"):
            phone.toast = {"text": call.get("text"), "alert": bool(call.get("show_alert")), "seq": seq}
    return True
