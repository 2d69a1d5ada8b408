"""One call, judged: parameters and types by aiogram's models, lengths by its docstrings, doubts as warnings.

What no schema knows (a missing chat, an old press, a message that is not modified) is refused where the call is played.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from bot.sandbox import schema
from bot.sandbox.keyboards import Markup, judged
from bot.sandbox.refusal import Refusal, bad_request

_WHOLE = re.compile(r"-?\d+")
_KEPT_OUT = ("reply_markup",)
_OWN_WORDS = {
    ("BotCommand", "command"): "BOT_COMMAND_INVALID",
    ("BotCommand", "description"): "BOT_COMMAND_DESCRIPTION_INVALID",
    ("AnswerCallbackQuery", "text"): "MESSAGE_TOO_LONG",
    ("SetWebhook", "secret_token"): "secret token is too long",
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes
    mime: str


@dataclass
class Call:
    """A call that may be played."""

    method: str
    asked: TelegramMethod[Any]
    markup: Markup | None = None
    files: Mapping[str, Upload] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def get(self, name: str) -> Any:
        """The parameter *name*, or ``None`` where the bot did not say."""
        return getattr(self.asked, name) if name in self.asked.model_fields_set else None

    def plain(self, name: str) -> Any:
        """The same as bare JSON values."""
        value = self.get(name)
        return [_bare(item) for item in value] if isinstance(value, list) else _bare(value)


def _bare(value: Any) -> Any:
    """What the bot wrote, and nothing it left to defaults."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return value


def judge(name: str, fields: Mapping[str, Any], files: Mapping[str, Upload]) -> Call:
    """The call *name* with *fields* as they came over the wire; raises Telegram's refusal of a wrong one."""
    method = schema.methods().get(name.lower())
    if method is None:
        raise Refusal(404, "Not Found: method not found")
    warnings: list[str] = []
    data = _decoded(method, fields, files, warnings)
    markup = None
    if isinstance(fields.get("reply_markup"), str):
        markup = judged(fields["reply_markup"])
    elif fields.get("reply_markup") is not None:
        markup = judged(json.dumps(fields["reply_markup"]))
    try:
        asked = method.model_validate(data)
    except ValidationError as error:
        raise _misfit(error) from None
    warnings += markup.warnings if markup else ()
    warnings += _within_limits(asked, method.__api_method__)
    return Call(method.__api_method__, asked, markup, files, warnings)


def _decoded(
    method: schema.Method, fields: Mapping[str, Any], files: Mapping[str, Upload], warnings: list[str]
) -> dict[str, Any]:
    shape = schema.shape(method)
    data: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _KEPT_OUT:
            continue
        if name not in method.model_fields:
            warnings.append(f"{name}: not a parameter of {method.__api_method__}")
        elif value is not None and value != "":
            data[name] = _value(shape, name, value)
    for name in files.keys() & method.model_fields.keys() - data.keys():
        data[name] = f"attach://{name}"
    for name in shape.required:
        if name not in data and name not in _KEPT_OUT:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return data


def _value(shape: schema.Shape, name: str, value: Any) -> Any:
    if isinstance(value, str):
        if name in shape.json:
            return _json(shape, name, value)
        if name in shape.whole_numbers and _WHOLE.fullmatch(value):
            return int(value)
    elif name in shape.texts and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _json(shape: schema.Shape, name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        if name in shape.texts:
            return value
        what = "entities" if "entities" in name else f"{name.replace('_', ' ')} JSON object"
        raise bad_request(f"can't parse {what}") from None


def _misfit(error: ValidationError) -> Refusal:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if place.startswith("chat_id"):
        return bad_request("chat not found")
    if place == "message_id":
        return bad_request("message identifier is not specified")
    return bad_request(f"can't parse {place}: {first['msg']}")


def _within_limits(asked: TelegramMethod[Any], path: str) -> list[str]:
    warnings: list[str] = []
    for place, owner, name, value in _walk(asked, path):
        if name not in type(owner).model_fields:
            if owner is not asked:
                warnings.append(f"{place}: not a Bot API field of {type(owner).__name__}")
            continue
        limit = schema.limits().get((type(owner).__name__, name)) if isinstance(value, str) else None
        if limit and not limit.after_entities and not limit.holds(value):
            raise bad_request(_too_long(type(owner).__name__, name, limit))
    return warnings


def _too_long(owner: str, name: str, limit: schema.Limit) -> str:
    return _OWN_WORDS.get((owner, name)) or f"{name} must be {limit.low}-{limit.high} {limit.unit} long"


def _walk(value: Any, path: str) -> Iterator[tuple[str, BaseModel, str, Any]]:
    """Every field that was set, at any depth: (place, its owner, its name, its value)."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, f"{path}[{number}]")
    elif isinstance(value, BaseModel):
        for name in value.model_fields_set:
            found = getattr(value, name)
            yield f"{path}.{name}", value, name, found
            if isinstance(found, list | BaseModel):
                yield from _walk(found, f"{path}.{name}")
