"""Members: the number the books know, and, apart from it, the person behind the number."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import ConsentKind, MemberState, Tier
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
    tier_until: Mapped[date | None]
    holdout: Mapped[bool] = mapped_column(default=False)  # never gets advertising, so that its effect can be told
    source: Mapped[str | None] = mapped_column(String(64))
    joined_at: Mapped[datetime]
    orders_count: Mapped[int] = mapped_column(default=0)  # delivered ones
    spent_minor: Mapped[int] = mapped_column(default=0)  # net, lifetime
    last_order_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_members_last_order_at", "last_order_at"),)


class Person(Base):
    """Who a member is. Erasing deletes this row; nothing else names the person."""

    __tablename__ = "people"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInt, unique=True, info=PERSONAL)
    name: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), unique=True, info=PERSONAL)  # E.164, with "+"
    birthday_day: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_month: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_year: Mapped[int | None] = mapped_column(info=PERSONAL)
    birthday_md: Mapped[int | None] = mapped_column(info=PERSONAL)  # month * 100 + day, for finding a day's people
    birthday_set_on: Mapped[date | None] = mapped_column(info=PERSONAL)

    __table_args__ = (Index("ix_people_birthday_md", "birthday_md"),)


class Consent(Base):
    """What a member agreed to or withdrew: kind, text version, moment. Only added to; the newest row counts."""

    __tablename__ = "consents"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[ConsentKind] = mapped_column(words(ConsentKind))
    given: Mapped[bool]
    text_version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(32))  # "join", "settings", "offer"

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
