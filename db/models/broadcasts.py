"""Broadcasts: a message to many members, who answered it how, and the test of how often to write at all."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import BroadcastOrigin, BroadcastState, Response, SendWhen, Topic
from db.models.base import Base, BigInt, Id, words


class Broadcast(Base):
    """One row from the draft to the report. The shapes of the JSON are in bot/rules/broadcasts.py; the audience is
    frozen at the start, and its members are rows of the outbox."""

    __tablename__ = "broadcasts"

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))  # for the staff
    origin: Mapped[BroadcastOrigin] = mapped_column(
        words(BroadcastOrigin), default=BroadcastOrigin.HAND, server_default="hand"
    )
    edition: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # "changed meanwhile, look again"
    state: Mapped[BroadcastState] = mapped_column(words(BroadcastState))
    template: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # kept to be used again

    # what
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # variant → language → …
    buttons: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    silent: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    topic: Mapped[Topic] = mapped_column(words(Topic), default=Topic.OFFERS, server_default="offers")
    offer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    stock: Mapped[int | None]  # most claims; None: as many as are asked for
    claimed: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # changed behind the row's lock
    budget_minor: Mapped[int | None]  # what all claims may cost
    cost_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    worth: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # minor units, as OutgoingMessage.worth
    deadline: Mapped[datetime | None]  # of the offer; nothing leaves after it

    # whom and when
    segment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # None: everybody
    when: Mapped[SendWhen] = mapped_column(words(SendWhen), default=SendWhen.NOW, server_default="now")
    starts_at: Mapped[datetime | None]  # the audience is frozen then; None: on the last yes
    hour: Mapped[int | None]  # of LOCAL_HOUR; of USUAL_HOUR for those who have none
    spread_minutes: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    wave_size: Mapped[int | None]  # None: everybody at once
    wave_goal: Mapped[int | None]  # no more waves once so many have used it (claimed, where nothing can be used)
    wave_minutes: Mapped[int] = mapped_column(default=120, server_default=text("120"))  # from one wave to the next
    wave: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # the newest one that was let go
    wave_at: Mapped[datetime | None]
    control_bp: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # get nothing, to compare with
    test_bp: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # get the variants; the rest the winner
    winner: Mapped[str | None] = mapped_column(String(1))
    winner_hours: Mapped[int | None]  # then the best goes to the rest by itself; None: a person chooses
    window_days: Mapped[int] = mapped_column(default=7, server_default=text("7"))  # in which what it brought is counted
    paid: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # up to 1,000 a second, for Stars
    paid_most: Mapped[int | None]  # messages: the budget in Stars times ten
    paid_calls: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    # how it went
    audience: Mapped[int] = mapped_column(default=0)  # rows in the outbox, those who get nothing to compare included
    left_out: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # reason → members
    pause_reason: Mapped[str | None]
    report_chat_id: Mapped[int | None] = mapped_column(BigInt)
    report_message_id: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    goes_at: Mapped[datetime | None]  # without a second person's yes, from then on
    approved_by: Mapped[int | None]  # staff.id of the second person
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    measured_at: Mapped[datetime | None]  # its report was sent to whoever sent it, after the window

    __table_args__ = (Index("ix_broadcasts_state_starts_at", "state", "starts_at"),)


class OfferResponse(Base):
    """What a member did with an offer, the first time they did it. `source`: "broadcast:7", "automation:birthday"."""

    __tablename__ = "offer_responses"

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(48))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    what: Mapped[Response] = mapped_column(words(Response))
    detail: Mapped[str] = mapped_column(String(32), default="")  # which button, which rating
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("source", "member_id", "what"),
        Index("ix_offer_responses_member_id_at", "member_id", "at"),
    )


class CadenceTest(Base):
    """A test of how often to write: members of each arm have its limits, by a stable share; one runs at a time."""

    __tablename__ = "cadence_tests"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64))
    arms: Mapped[list[Any]] = mapped_column(JSON)  # [{"week": 2, "month": 6}, …]; the first is as the programme has it
    share_bp: Mapped[int]  # of all members, over all arms together
    staff_id: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
