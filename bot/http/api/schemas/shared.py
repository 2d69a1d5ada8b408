"""Kinds of values every resource uses. Nothing is guessed: a sum is a whole number, never a text or a fraction."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.rules.codes import CROCKFORD, crockford

MOST_MINOR = 10**12
MOST_POINTS = 1_000_000
LARGEST_ID = 2**53
MOST_LISTED = 100
CURSOR = "[0-9A-HJKMNP-TV-Z]{1,10}"


def like(*bodies: dict[str, Any], **limits: int) -> ConfigDict:
    """For a request's `model_config`: bodies that work in the demo shop, shown on /docs and tried by the tests;
    *limits* such as minProperties go into its JSON Schema."""
    return ConfigDict(json_schema_extra={"examples": list(bodies), **limits})


def _whole(given: Any) -> Any:
    """In an address numbers are texts: of nothing but digits."""
    if isinstance(given, str) and not (given.isascii() and given.isdecimal()):
        raise ValueError("Input should be a whole number")
    return given


def _moment(given: Any) -> Any:
    """A text alone: a bare number could be seconds or milliseconds."""
    if not isinstance(given, str | datetime):
        raise ValueError("Input should be a moment with its offset, as a text")
    return given


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Input should be a moment between the years 1 and 9999") from None


Minor = Annotated[int, Field(ge=0, le=MOST_MINOR, description="Money in minor units (kopecks, grosze, cents).")]
Points = Annotated[int, Field(ge=0, le=MOST_POINTS, description="Whole points.")]
Number = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217; must be the programme's.")]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    AfterValidator(_utc),
    Field(strict=False, description="A moment with its offset, such as 2026-11-22T10:00:00+00:00."),
]

PLAIN = r"^[^\x00-\x1f\x7f]*$"  # no control characters
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=PLAIN)]
Sentence = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Address = Annotated[str, Field(max_length=300, pattern=PLAIN)]

# In a path, such as /members/{member_id}: `member_id: Id`.
Id = Annotated[int, Field(ge=1, le=LARGEST_ID, examples=[1]), BeforeValidator(_whole), Path()]
Whose = Annotated[
    int | None,
    Field(ge=1, le=LARGEST_ID),
    BeforeValidator(_whole),
    Query(description="Only of this number."),
]
Limit = Annotated[
    int,
    Field(ge=1, le=MOST_LISTED),
    BeforeValidator(_whole),
    Query(description="The longest page wanted."),
]


def cursor(number: int | None) -> str | None:
    """Where the next page begins, as it is told; None: there is none."""
    return None if number is None else crockford(number, max(1, -(-number.bit_length() // 5)))


def _number(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    if not re.fullmatch(CURSOR, given):
        raise ValueError("Input should be what `next` said")
    return sum(CROCKFORD.index(letter) << 5 * place for place, letter in enumerate(reversed(given)))


Cursor = Annotated[
    int | None,
    AfterValidator(lambda number: number or None),
    BeforeValidator(_number),
    Query(description="`next` of the page before."),
    WithJsonSchema({"type": "string", "pattern": f"^{CURSOR}$"}),
]

Item = TypeVar("Item", bound=BaseModel)


class Asked(BaseModel):
    """A request: of exactly these fields and kinds."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Page(Told, Generic[Item]):
    """Some of many; `next`, where there is one, is the `cursor` of the page after this."""

    items: list[Item]
    next: str | None = None


class Problem(Told):
    """Why not (RFC 9457). `code` is the same word the chat knows; `detail` a sentence for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    facts: dict[str, Any] = {}
