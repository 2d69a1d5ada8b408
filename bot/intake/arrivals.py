"""Reads of a raw update what the inbox needs: its kind, and whose turn it belongs to. Never trusts its shape."""

import json
from typing import Any

from bot.usecases.inbox import Arrival

Json = dict[str, Any]
URGENT = "pre_checkout_query"  # somebody is about to pay: Telegram waits ten seconds for the answer
NOBODYS = 0  # the key of updates that belong to no chat
NUMBERS = range(-(2**63), 2**63)  # what a column holds


def arrival(raw: object) -> Arrival | None:
    """None for what has no number: it can be neither kept nor told apart."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or type(update_id) is not int or update_id not in NUMBERS:
        return None
    body = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    # Half of a surrogate pair, which no database takes as text, becomes the escape it came as.
    body = body.encode(errors="backslashreplace").decode()
    return Arrival(update_id, chat_key(raw), kind_of(raw)[:32], body)


def kind_of(raw: Json) -> str:
    """ "message", "callback_query" …: the one field beside the number."""
    return next((str(name) for name in raw if name != "update_id"), "")


def chat_key(raw: Json) -> int:
    """The private chat or the pressing person (the same number, so that both stay in order), else the chat."""
    content = _inside(raw, kind_of(raw))
    if "chat" in content:
        return _id(content, "chat")
    return _id(content, "from") or _id(content, "user")


def private_chat(raw: Json) -> int | None:
    """The private chat in which an apology would be read."""
    content = _inside(raw, kind_of(raw))
    chat = _inside(content, "chat") or _inside(_inside(content, "message"), "chat")
    return _id({"chat": chat}, "chat") or None if chat.get("type") == "private" else None


def _inside(outer: Json, name: str) -> Json:
    inner = outer.get(name)
    return inner if isinstance(inner, dict) else {}


def _id(content: Json, name: str) -> int:
    number = _inside(content, name).get("id")
    return number if type(number) is int and number in NUMBERS else NOBODYS
