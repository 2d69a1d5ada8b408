"""The Bot API as the installed aiogram describes it: methods, types, and the length limits written in its docstrings.

Nothing is copied by hand, so an upgrade of aiogram upgrades the sandbox; a test notices when limits disappear.
"""

import ast
import functools
import inspect
import re
import sys
import types
import typing
from dataclasses import dataclass
from typing import Any

import aiogram.methods
import aiogram.types
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from pydantic import BaseModel, TypeAdapter

Method = type[TelegramMethod[Any]]

_LIMIT = re.compile(r"(?<![\w.])(\d+)\s*-\s*(\d+)\s+(characters|bytes)")
_AFTER = re.compile(r"after entit(y|ies) parsing")


@dataclass(frozen=True)
class Limit:
    """How long a text may be; *after_entities* means: counted on what remains when the markup is taken out."""

    low: int
    high: int
    unit: str
    after_entities: bool

    def length(self, text: str) -> int:
        return len(text.encode()) if self.unit == "bytes" else utf16(text)

    def holds(self, text: str) -> bool:
        return self.low <= self.length(text) <= self.high


def utf16(text: str) -> int:
    """Telegram counts in UTF-16 code units: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@functools.cache
def methods() -> dict[str, Method]:
    """Every method aiogram knows, by its lower-cased name: Telegram does not mind the case."""
    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        cls.__api_method__.lower(): cls
        for cls in found
        if isinstance(cls, type) and issubclass(cls, TelegramMethod) and cls is not TelegramMethod
    }


@functools.cache
def limits() -> dict[tuple[str, str], Limit]:
    """``(class, field) -> Limit`` as read from the docstrings under the fields."""
    prefixes = ("aiogram.methods.", "aiogram.types.")
    sources = [module for name, module in sorted(sys.modules.items()) if name.startswith(prefixes)]
    return {key: limit for module in sources for key, limit in _limits_in(module)}


def _limits_in(module: types.ModuleType) -> typing.Iterator[tuple[tuple[str, str], Limit]]:
    for cls in ast.parse(inspect.getsource(module)).body:
        if not isinstance(cls, ast.ClassDef):
            continue
        for field, text in zip(cls.body, cls.body[1:], strict=False):
            limit = _limit_of(text)
            if limit and isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                yield (cls.name, field.target.id), limit


def _limit_of(node: ast.stmt) -> Limit | None:
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return None
    text = str(node.value.value)
    found = _LIMIT.search(text)
    return found and Limit(int(found[1]), int(found[2]), found[3], bool(_AFTER.search(text)))


@dataclass(frozen=True)
class Shape:
    """What must be known of a method's parameters before pydantic may judge them."""

    json: frozenset[str]
    whole_numbers: frozenset[str]
    texts: frozenset[str]
    required: tuple[str, ...]


@functools.cache
def shape(method: Method) -> Shape:
    """Which parameters come as JSON, which may be numbers or names, which are texts only."""
    members = {name: _members(field.annotation) for name, field in method.model_fields.items()}
    return Shape(
        json=frozenset(name for name, kinds in members.items() if any(map(_is_structure, kinds))),
        whole_numbers=frozenset(name for name, kinds in members.items() if int in kinds and str in kinds),
        texts=frozenset(name for name, kinds in members.items() if str in kinds and int not in kinds),
        required=tuple(name for name, field in method.model_fields.items() if field.is_required()),
    )


def _members(annotation: Any) -> list[Any]:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return [member for part in typing.get_args(annotation) for member in _members(part)]
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    return [annotation]


def _is_structure(member: Any) -> bool:
    if typing.get_origin(member) in (list, dict, tuple):
        return True
    return isinstance(member, type) and issubclass(member, BaseModel) and not issubclass(member, InputFile)


@functools.cache
def answer_of(method: Method) -> TypeAdapter[Any]:
    """What *method* promises to return."""
    return TypeAdapter(method.__returning__)
