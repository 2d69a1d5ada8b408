"""What a segment asks about who a member is, how they hear from the shop, and how it was for them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import String, and_, cast, exists, func, literal_column, not_, select
from sqlalchemy.orm import aliased

from db.enums import MessageState, ReferralState
from db.models.broadcasts import OfferResponse
from db.models.chats import Chat
from db.models.clients import SiteEvent
from db.models.feedback import Conversation, Rating
from db.models.members import ContactWish, Member, MemberTag, Person
from db.models.messages import OutgoingMessage
from db.models.referrals import Referral
from db.queries.segment_asking import Asking, Is, chat, of_member, person

_BORN = Person.birthday_year * 10_000 + Person.birthday_md


def _age(asked: Asking) -> Is:
    """Who was born on a 29 February is a year older on 1 March."""
    turned = (asked.today.year - asked.value) * 10_000 + asked.today.month * 100 + asked.today.day
    return person(turned >= _BORN) if asked.least else person(turned - 10_000 < _BORN)


def _birthday(asked: Asking) -> Is:
    months = [asked.today.month] if asked.op == "this" else asked.value
    return person(Person.birthday_month.in_(months))


def _listed(column: Any, word: str) -> Is:
    """A JSON list of words has this one; none of them is a part of another between quotation marks."""
    return cast(column, String).contains(f'"{word}"', autoescape=True)


def _seen(asked: Asking) -> Is:
    day = asked.today - timedelta(days=min(asked.value, 300_000))
    return chat(day >= Chat.seen_on) if asked.least else chat(day <= Chat.seen_on)


def _sent() -> Any:
    row = OutgoingMessage
    return of_member(row.member_id, row.advertising, row.state == MessageState.SENT, row.left_at.is_not(None))


def _ignored(asked: Asking) -> Is:
    pressed = exists(_pressed().where(OfferResponse.at >= OutgoingMessage.left_at).correlate(Member, OutgoingMessage))
    ordered = and_(Member.last_order_at.is_not(None), Member.last_order_at >= OutgoingMessage.left_at)
    return asked.number(_sent().where(not_(pressed), not_(ordered)))


def _pressed() -> Any:
    return of_member(OfferResponse.member_id)


def _rating(asked: Asking) -> Is:
    later = aliased(Rating)
    newer = exists(select(later.id).where(later.member_id == Rating.member_id, later.id > Rating.id).correlate(Rating))
    return exists(of_member(Rating.member_id, asked.compared(Rating.stars), not_(newer)))


def _average_rating(asked: Asking) -> Is:
    above = of_member(Rating.member_id).with_only_columns(func.sum(Rating.stars * 10 - asked.value)).scalar_subquery()
    return func.coalesce(above, -1) >= 0 if asked.least else func.coalesce(above, 1) <= 0


def _complaint(asked: Asking) -> Is:
    # in the words of the partial index
    return asked.yes(exists(of_member(Conversation.member_id, Conversation.state != literal_column("'closed'"))))


def _did(asked: Asking) -> Is:
    kind, days = asked.value
    return exists(of_member(SiteEvent.member_id, SiteEvent.kind == kind, SiteEvent.at >= asked.start(days)))


QUESTIONS: Mapping[str, Callable[[Asking], Is]] = {
    "language": lambda asked: chat(func.coalesce(Chat.language, Chat.telegram_language, "").in_(asked.value)),
    "city": lambda asked: person(Person.city.in_(asked.value)),
    "gender": lambda asked: person(Person.gender.in_(asked.value)),
    "age": _age,
    "birthday_month": _birthday,
    "allergen": lambda asked: person(_listed(Person.allergens, asked.value)),
    "topic_off": lambda asked: exists(of_member(ContactWish.member_id, _listed(ContactWish.without, asked.value))),
    "tag": lambda asked: exists(of_member(MemberTag.member_id, MemberTag.tag == asked.value)),
    "consent": lambda asked: asked.yes(person(Person.advertising)),
    "reachable": lambda asked: asked.yes(chat(Chat.reachable)),
    "seen_days": _seen,
    "pressed_days": lambda asked: asked.last(_pressed(), OfferResponse.at),
    "message_days": lambda asked: asked.last(_sent(), OutgoingMessage.left_at),
    "ignored": _ignored,
    "event": _did,
    "rating": _rating,
    "rating_average": _average_rating,
    "complaint": _complaint,
    "friends": lambda asked: asked.number(of_member(Referral.inviter_id, Referral.state == ReferralState.PAID)),
}
