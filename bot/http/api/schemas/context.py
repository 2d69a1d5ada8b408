"""What any channel should know before it speaks to a member."""

from datetime import datetime

from bot.http.api.schemas.shared import Told
from bot.http.api.schemas.vouchers import VoucherOut
from bot.usecases.member_context import Context
from db.enums import ConversationState


class TalkOut(Told):
    """A talk with the shop that is not closed."""

    id: int
    about: str
    state: ConversationState
    order_id: int | None
    opened_at: datetime


class WordOut(Told):
    """A message of such a talk."""

    conversation_id: int
    by_shop: bool
    text: str
    at: datetime


class SentOut(Told):
    """A message of the shop that arrived, by its kind."""

    kind: str
    advertising: bool
    at: datetime


class ContextOut(Told):
    member_id: int
    reachable: bool
    open_order: int | None
    talks: list[TalkOut]
    words: list[WordOut]
    sent: list[SentOut]
    vouchers: list[VoucherOut]

    @classmethod
    def of(cls, seen: Context) -> "ContextOut":
        return cls(
            member_id=seen.member_id,
            reachable=seen.reachable,
            open_order=seen.open_order,
            talks=[TalkOut(**talk.__dict__) for talk in seen.talks],
            words=[WordOut(**word.__dict__) for word in seen.words],
            sent=[SentOut(**sent.__dict__) for sent in seen.sent],
            vouchers=[VoucherOut.of(line) for line in seen.vouchers],
        )
