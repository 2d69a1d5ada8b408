"""Keyboards: which kind a markup is, whether Telegram would take it, and what a person can press on it."""

import functools
import json
from dataclasses import dataclass
from typing import Any

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiogram.types.base import TelegramObject
from pydantic import ValidationError

from bot.sandbox.links import normal_link
from bot.sandbox.refusal import bad_request
from bot.sandbox.schema import limits, utf16

Json = dict[str, Any]

_KINDS: dict[str, type[TelegramObject]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_STYLES = {"danger", "success", "primary"}
_MOST_BUTTONS = 100
_WIDEST_ROW = 8


@dataclass(frozen=True)
class Markup:
    """A judged keyboard; *body* is what Telegram keeps of it."""

    kind: str
    body: Json
    warnings: tuple[str, ...] = ()

    @property
    def inline(self) -> Json | None:
        return self.body if self.kind == "inline_keyboard" and any(self.body["inline_keyboard"]) else None


@functools.lru_cache(maxsize=4096)
def judged(source: str) -> Markup | None:
    """The markup in the JSON text *source*, ``None`` for an empty one; raises Telegram's refusal of a bad one."""
    try:
        body = json.loads(source)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if body in (None, {}):
        return None
    if not isinstance(body, dict):
        raise bad_request("object expected as reply markup")
    kind = next((kind for kind in _KINDS if kind in body), None)
    if kind is None:
        return None
    _fits(kind, body)
    buttons = [button for row in button_rows(body) for button in row]
    if len(buttons) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    judge = _inline_button if kind == "inline_keyboard" else _reply_button
    warnings = [warning for button in buttons for warning in judge(button)]
    return Markup(kind, _kept(kind, body), (*warnings, *_wide_rows(body), *_unknown(kind, body)))


def _fits(kind: str, body: Json) -> None:
    if kind in ("inline_keyboard", "keyboard"):
        if not isinstance(body[kind], list) or not all(isinstance(row, list) for row in body[kind]):
            raise bad_request(f'field "{kind}" must be of type Array of Arrays')
        if kind == "keyboard":
            body[kind] = [
                [{"text": button} if isinstance(button, str) else button for button in row] for row in body[kind]
            ]
        for button in (button for row in body[kind] for button in row):
            _has_text(kind, button)
    try:
        _KINDS[kind].model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise bad_request(f"can't parse reply keyboard markup JSON object: {place}: {first['msg']}") from None


def _has_text(kind: str, button: Any) -> None:
    name = "inline keyboard button" if kind == "inline_keyboard" else "keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {name}: Object expected")
    if "text" not in button:
        raise bad_request(f"can't parse {name}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {name}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{name} text must be non-empty")


def _inline_button(button: Json) -> list[str]:
    actions = [action for action in _ACTIONS if button.get(action) not in (None, False)]
    if not actions or (actions == ["callback_data"] and not button["callback_data"]):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _limited(button, "callback_data", "BUTTON_DATA_INVALID")
    if "url" in button and not normal_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= utf16(str(button["copy_text"].get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    _style(button)
    if len(actions) > 1:
        return [f'button "{button["text"]}" has several actions ({", ".join(actions)}): the first one wins']
    return []


def _reply_button(button: Json) -> list[str]:
    _style(button)
    return []


def _style(button: Json) -> None:
    if button.get("style") not in (None, "", *_STYLES):
        raise bad_request("BUTTON_STYLE_INVALID")


def _limited(button: Json, field: str, refusal: str) -> None:
    limit = limits()["InlineKeyboardButton", field]
    if field in button and not limit.holds(button[field]):
        raise bad_request(refusal)


def _wide_rows(body: Json) -> list[str]:
    wide = [len(row) for row in button_rows(body) if len(row) > _WIDEST_ROW]
    return [f"a row of {length} buttons: phones show {_WIDEST_ROW}" for length in wide]


def _unknown(kind: str, body: Json) -> list[str]:
    model = _KINDS[kind].model_validate(body)
    found = [f"reply_markup.{name}" for name in model.model_extra or {}]
    for row in getattr(model, kind) if kind in ("inline_keyboard", "keyboard") else []:
        found += [f'button "{button.text}".{name}' for button in row for name in button.model_extra or {}]
    return [f"{place}: not a Bot API field" for place in found]


def _kept(kind: str, body: Json) -> Json:
    """What Telegram keeps: the fields it knows, and of several actions the first."""
    known = _KINDS[kind].model_fields
    kept = {name: value for name, value in body.items() if name in known}
    if kind == "inline_keyboard":
        kept[kind] = [[_kept_button(button) for button in row] for row in body[kind]]
    return kept


def _kept_button(button: Json) -> Json:
    winner = next(action for action in _ACTIONS if button.get(action) not in (None, False))
    looks = [name for name in InlineKeyboardButton.model_fields if name not in _ACTIONS]
    return {name: button[name] for name in (*looks, winner) if button.get(name) is not None}


def button_rows(body: Json | None) -> list[list[Json]]:
    """The rows of an inline or a reply keyboard, whichever *body* is."""
    if not body:
        return []
    rows: list[list[Json]] = body.get("inline_keyboard") or body.get("keyboard") or []
    return rows
