"""Members: the number the books know, and, apart from it, the person behind the number."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import ConsentKind, Gender, MemberState, Tier
from db.models.base import PERSONAL, Base, BigInt, Id, words


class Member(Base):
    """A member without the person: stays when the person is erased, so that the books keep adding up."""

    __tablename__ = "members"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)  # with its check digit
    card_code: Mapped[str] = mapped_column(String(32), unique=True)  # in the card's QR; finds, never pays
    referral_code: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[MemberState] = mapped_column(words(MemberState), default=MemberState.ACTIVE)
    tier: Mapped[Tier] = mapped_column(words(Tier), default=Tier.BRONZE)
    tier_until: Mapped[date | None]  # by hand: the last local day of it; by spending: None
    tier_by: Mapped[int | None]  # staff.id of whoever set it by hand
    tier_reason: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    tier_drops_on: Mapped[date | None]  # told to the member: one step down on this local day unless they spend
    stamps: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # on the stamp card now
    holdout: Mapped[bool] = mapped_column(default=False)  # never gets advertising, so that its effect can be told
    source: Mapped[str | None] = mapped_column(String(64))
    joined_at: Mapped[datetime]
    orders_count: Mapped[int] = mapped_column(default=0)  # delivered ones
    spent_minor: Mapped[int] = mapped_column(default=0)  # net, lifetime
    first_order_at: Mapped[datetime | None]  # delivered
    last_order_at: Mapped[datetime | None]
    # How they buy, worked out from their newest orders whenever one is delivered or taken back (bot/rules/habits.py).
    rhythm_days: Mapped[int | None] = mapped_column(info=PERSONAL)  # rounded up; None: too few orders to tell
    usual_hour: Mapped[int | None] = mapped_column(info=PERSONAL)  # 0–23 by their own clocks
    usual_weekday: Mapped[int | None] = mapped_column(info=PERSONAL)  # 0: Monday
    favourite: Mapped[str | None] = mapped_column(String(32), info=PERSONAL)  # category most of their money goes to
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_members_last_order_at", "last_order_at"),
        Index("ix_members_first_order_at", "first_order_at"),
        Index("ix_members_joined_at", "joined_at"),
        Index(
            "ix_members_above",  # who can lose a tier
            "id",
            sqlite_where=text("tier <> 'bronze'"),
            postgresql_where=text("tier <> 'bronze'"),
        ),
        Index(
            "ix_members_tier_drops_on",
            "tier_drops_on",
            sqlite_where=text("tier_drops_on IS NOT NULL"),
            postgresql_where=text("tier_drops_on IS NOT NULL"),
        ),
        Index(
            "ix_members_tier_until",
            "tier_until",
            sqlite_where=text("tier_until IS NOT NULL"),
            postgresql_where=text("tier_until IS NOT NULL"),
        ),
    )


class Person(Base):
    """Who a member is. Erasing deletes this row; nothing else names the person."""

    __tablename__ = "people"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    # None: known by the phone only, from a site or another programme; joining in chat fills it in.
    chat_id: Mapped[int | None] = mapped_column(BigInt, unique=True, info=PERSONAL)
    name: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), unique=True, info=PERSONAL)  # E.164, with "+"
    birthday_day: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_month: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_year: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_md: Mapped[int | None] = mapped_column(info=PERSONAL)  # month * 100 + day, for finding a day's people
    birthday_set_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    time_zone: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)  # None: the programme's
    city: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)
    gender: Mapped[Gender | None] = mapped_column(words(Gender), info=PERSONAL)
    # What the newest Consent of the kind ADVERTISING says; written together with it, so that many are asked cheaply.
    advertising: Mapped[bool] = mapped_column(default=False, server_default=text("false"), info=PERSONAL)
    allergens: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]", info=PERSONAL)  # db.enums

    __table_args__ = (
        Index("ix_people_birthday_md", "birthday_md", "time_zone", "member_id"),  # a day's people in one zone
        Index("ix_people_time_zone", "time_zone"),
    )


class Consent(Base):
    """What a member agreed to or withdrew: kind, text version, moment. Only added to; the newest row counts."""

    __tablename__ = "consents"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[ConsentKind] = mapped_column(words(ConsentKind))
    given: Mapped[bool]
    text_version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(32))  # "join", "settings", "offer", "import", "key:5"
    proof: Mapped[str | None] = mapped_column(String(200))  # how somebody else's word for it can be checked

    __table_args__ = (Index("ix_consents_member_id_kind_id", "member_id", "kind", "id"),)


class MemberNote(Base):
    """A remark of the staff about a member."""

    __tablename__ = "member_notes"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    staff_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime]


class MemberTag(Base):
    """A word the staff put on a member ("allergy", "vip"); segments can ask for it."""

    __tablename__ = "member_tags"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    tag: Mapped[str] = mapped_column(String(32), primary_key=True, info=PERSONAL)
    at: Mapped[datetime]


class MemorableDate(Base):
    """A day of the year that matters to a member, by their own word ("Our wedding")."""

    __tablename__ = "memorable_dates"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    day: Mapped[int] = mapped_column(info=PERSONAL)
    month: Mapped[int] = mapped_column(info=PERSONAL)
    md: Mapped[int] = mapped_column(info=PERSONAL)  # month * 100 + day
    name: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    set_on: Mapped[date]  # a date named shortly before it comes counts from next year, as a birthday does

    __table_args__ = (
        UniqueConstraint("member_id", "md"),
        Index("ix_memorable_dates_md_member_id", "md", "member_id"),
    )


class ContactWish(Base):
    """How a member wants to be written to. No row: as the programme does. Service messages are not touched by it."""

    __tablename__ = "contact_wishes"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    month_cap: Mapped[int | None] = mapped_column(info=PERSONAL)  # most advertisements in 30 days
    without: Mapped[list[Any]] = mapped_column(JSON, default=list, info=PERSONAL)  # of db.enums.Topic
    hour_from: Mapped[int | None] = mapped_column(info=PERSONAL)  # advertising only between these local hours
    hour_until: Mapped[int | None] = mapped_column(info=PERSONAL)
    paused_until: Mapped[datetime | None] = mapped_column(info=PERSONAL)
    changed_at: Mapped[datetime]


class TierChange(Base):
    """One step of a member's level, up or down, by spending or by hand. Only added to."""

    __tablename__ = "tier_changes"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    old: Mapped[Tier] = mapped_column(words(Tier))
    new: Mapped[Tier] = mapped_column(words(Tier))
    why: Mapped[str] = mapped_column(String(16))  # "spend", "by_hand", "hand_ended", "too_little", "return"
    staff_id: Mapped[int | None]
    spent_minor: Mapped[int]  # in the window, at that moment
    at: Mapped[datetime]
