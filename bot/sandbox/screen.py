"""A phone's screen as data: what this person sees of the chat now."""

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.keyboards import Json, button_rows
from bot.sandbox.methods.identity import menu_of
from bot.sandbox.reading import as_html
from bot.sandbox.records import Kept, Phone
from bot.sandbox.world import World

_TYPING_SHOWN = 5.0


def person_of(phone: Phone) -> Json:
    """Who holds this phone."""
    person = phone.person
    return {
        "id": person.id,
        "name": person.first_name,
        "language": person.language_code,
        "note": person.note,
        "phone": phone.phone_number,
        "started": phone.started,
        "blocked": phone.blocked,
        "seq": phone.seq,
    }


def screen_of(world: World, phone: Phone, limit: int) -> Json:
    """The whole screen: messages in order, the keyboard below, the menu, the last toast."""
    button = phone.menu_button or world.menu_button
    typing = phone.typing and world.pulse() - phone.typing["at"] < _TYPING_SHOWN
    return {
        "seq": phone.seq,
        "person": person_of(phone),
        "blocked": phone.blocked,
        "bot": {"name": world.bot["first_name"], "username": world.identity.username, "about": _about(world, phone)},
        "messages": [_message(kept) for kept in list(phone.messages.values())[-limit:]],
        "toast": phone.toast,
        "typing": phone.typing["action"] if phone.typing and typing else None,
        "keyboard": [[_below(button) for button in row] for row in button_rows(phone.keyboard)] or None,
        "placeholder": (phone.keyboard or {}).get("input_field_placeholder"),
        "commands": menu_of(world, phone),
        "menu_button": button,
    }


def _about(world: World, phone: Phone) -> str:
    spoken = world.profile.get(("description", phone.person.language_code))
    return spoken or world.profile.get(("description", ""), "")


def _message(kept: Kept) -> Json:
    body = kept.body
    text = body.get("text") or body.get("caption") or ""
    entities = body.get("entities") or body.get("caption_entities") or []
    reply = body.get("reply_to_message")
    return {
        "id": body["message_id"],
        "seq": kept.seq,
        "from": "bot" if kept.by_bot else "person",
        "text": text,
        "html": as_html(text, entities),
        "buttons": [[_button(button) for button in row] for row in button_rows(body.get("reply_markup"))],
        "photo": _photo(body.get("photo")),
        "document": _document(body.get("document")),
        "contact": body.get("contact"),
        "forwarded_from": body.get("forward_origin", {}).get("sender_user", {}).get("first_name"),
        "invoice": body.get("invoice") and body["invoice"] | {"paid": kept.paid},
        "payment": _payment(body),
        "reply_to": reply and {"id": reply["message_id"], "text": reply.get("text") or reply.get("caption") or ""},
        "edited": kept.edited,
        "taken": kept.taken,
        "time": datetime.fromtimestamp(body["date"], UTC).isoformat(),
    }


def _payment(body: Json) -> Json | None:
    """Money that came or went back, in the words of the line in the chat."""
    moved = body.get("successful_payment") or body.get("refunded_payment")
    if not moved:
        return None
    return {"currency": moved["currency"], "amount": moved["total_amount"], "back": "refunded_payment" in body}


def _button(button: Json) -> Json:
    """A button as the phone shows it: its text, its style, and what it does in one word."""
    kinds = (("url", "url"), ("callback_data", "callback"), ("copy_text", "copy"), ("pay", "pay"))
    kind = next((name for field, name in kinds if field in button), "other")
    shown: dict[str, Any] = {"text": button["text"], "kind": kind, "style": button.get("style")}
    if kind == "url":
        shown["url"] = button["url"]
    elif kind == "callback":
        shown["callback"] = button["callback_data"]
    elif kind == "copy":
        shown["copy"] = button["copy_text"]["text"]
    return shown


def _below(button: Json) -> Json:
    kind = "contact" if button.get("request_contact") else "text"
    return {"text": button["text"], "kind": kind, "style": button.get("style")}


def _photo(sizes: list[Json] | None) -> Json | None:
    if not sizes:
        return None
    best = sizes[-1]
    return {"url": f"/sim/files/{best['file_id']}", "width": best["width"], "height": best["height"]}


def _document(document: Json | None) -> Json | None:
    if not document:
        return None
    return {
        "url": f"/sim/files/{document['file_id']}",
        "name": document.get("file_name", "file"),
        "size": document.get("file_size", 0),
        "mime": document.get("mime_type", ""),
    }
