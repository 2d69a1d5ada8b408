"""Kinds of values every resource uses. Nothing is guessed: a sum is a whole number, never a text or a fraction."""

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MOST_MINOR = 10**12
MOST_POINTS = 1_000_000
LARGEST_ID = 2**53

Minor = Annotated[int, Field(ge=0, le=MOST_MINOR, description="Money in minor units (kopecks, grosze, cents).")]
Points = Annotated[int, Field(ge=0, le=MOST_POINTS, description="Whole points.")]
Number = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217; must be the programme's.")]
Moment = Annotated[AwareDatetime, Field(description="A moment with its offset, such as 2026-11-22T10:00:00+00:00.")]


PLAIN = r"^[^\x00-\x1f\x7f]*$"  # no control characters
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=PLAIN)]
Sentence = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Address = Annotated[str, Field(max_length=300, pattern=PLAIN)]


class Asked(BaseModel):
    """A request: of exactly these fields and kinds."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Problem(Told):
    """Why not (RFC 9457). `code` is the same word the chat knows; `detail` a sentence for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    facts: dict[str, Any] = {}
