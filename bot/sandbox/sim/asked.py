"""What may be asked of ``/sim``: one model per request body."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.sandbox.faults import Kind


class NewPerson(BaseModel):
    name: str = Field(min_length=1, max_length=64)
    language: str = "en"
    note: str = "customer"
    phone: str = Field("", description="their number; one is made up when left out")
    id: int | None = Field(None, description="their Telegram id; the next free one when left out")


class ChangedPerson(BaseModel):
    name: str | None = None
    language: str | None = None


class Said(BaseModel):
    text: str


class Press(BaseModel):
    """Either words on the button, or its exact place."""

    text: str = Field("", description="words on the button; upper or lower case does not matter")
    message_id: int | None = Field(None, description="in this message only; otherwise the newest that has it")
    row: int | None = None
    column: int | None = None


class Paid(BaseModel):
    """The newest invoice when nothing is said."""

    message_id: int | None = Field(None, description="the invoice in this message of their chat")
    link: str = Field("", description="the invoice behind this link")


class SharedContact(BaseModel):
    """Their own contact when nothing is said."""

    phone: str | None = Field(None, description="this number instead of the known one")
    plus: bool = Field(True, description="whether the number begins with a plus: phones differ")
    of: int | None = Field(None, description="somebody else's contact: the id of a person here, or any id")
    name: str | None = None
    foreign: bool = Field(False, description="a number that is not on Telegram: no user_id")
    forwarded: bool = Field(False, description="forwarded from another chat instead of shared")


class SentFile(BaseModel):
    """A picture or a file; instead of JSON the body may be multipart (``file``, ``caption``)."""

    base64: str = ""
    name: str = "picture.png"
    caption: str = ""
    of_user: int | None = Field(None, description="the picture this person sees …")
    of_message: int | None = Field(None, description="… in this message of their chat")


class OpenedLink(BaseModel):
    link: str


class ClockMove(BaseModel):
    """Forward by a step, or to a moment with a time zone."""

    advance_seconds: float = 0
    advance_days: float = 0
    set: datetime | None = None


class NewFault(BaseModel):
    kind: Kind
    count: int | None = Field(1, description="how many calls are hit; null means until cleared")
    probability: float = Field(1.0, ge=0, le=1)
    seed: int = 0
    method: str | None = Field(None, description="only this method; without it polling is spared")
    chat: int | None = None
    text: str | None = Field(None, description="only calls whose text or caption contains this")
    retry_after: int = 1
    seconds: float = Field(0.0, description="for slow")
    description: str = Field("", description="for 400 and 403, instead of the usual words")


class Limits(BaseModel):
    """Messages a second, overall and to one chat; null lifts a limit."""

    per_second: int | None = None
    per_chat_per_second: int | None = None


class Redelivery(BaseModel):
    count: int = Field(1, ge=1)


RawUpdate = dict[str, Any]
