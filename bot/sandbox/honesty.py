"""The sandbox judged by the same models as the bot: what Telegram could not have sent is a bug."""

from typing import Any

from aiogram.types import Update
from pydantic import BaseModel, ValidationError

from bot.sandbox import schema


class Dishonest(AssertionError):
    """The sandbox was about to say something that does not fit the Bot API."""


def check_answer(method: str, answer: Any) -> None:
    """Raises ``Dishonest`` unless *answer* is what *method* promises, without a made-up field."""
    try:
        fitted = schema.answer_of(schema.methods()[method.lower()]).validate_python(answer)
    except ValidationError as error:
        raise Dishonest(f"{method} -> {error}") from None
    _no_inventions(fitted, method)


def check_update(update: dict[str, Any]) -> None:
    """Raises ``Dishonest`` unless *update* is one that Telegram could send."""
    try:
        fitted = Update.model_validate(update)
    except ValidationError as error:
        raise Dishonest(f"update {error}") from None
    _no_inventions(fitted, "update")


def _no_inventions(value: Any, path: str) -> None:
    if isinstance(value, list):
        for number, item in enumerate(value):
            _no_inventions(item, f"{path}[{number}]")
    elif isinstance(value, BaseModel):
        if value.model_extra:
            raise Dishonest(f"{path}: {sorted(value.model_extra)} are no fields of {type(value).__name__}")
        for name in value.model_fields_set:
            _no_inventions(getattr(value, name), f"{path}.{name}")
