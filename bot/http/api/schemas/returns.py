"""Returns: what comes back, and what that takes and gives back."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.shared import PLAIN, Asked, Currency, Minor, Number, Sentence, Told, Word, like
from bot.usecases.return_sight import Returned, ReturnOutlook
from bot.usecases.return_steps import ReturnItem, ReturnWanted
from bot.usecases.slips import SlipNo

MOST_LINES = 30


class BackIn(Asked):
    """So many pieces of a dish of the order."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=PLAIN)]
    quantity: Annotated[int, Field(ge=1, le=999)]


class SlipIn(Asked):
    """The till's own number of the return: sent again under a new key, it is the same return."""

    terminal: Word
    receipt: Word


class ReturnIn(Asked):
    """Dishes (`items`), or goods for `amount_minor` (at what was paid for them after what came off; points count as
    paid), or, with neither, all that is left. With both they have to agree."""

    model_config = like({"reason": "Cold on arrival"}, {"amount_minor": 10_000, "reason": "One portion was missing"})

    reason: Sentence
    amount_minor: Minor | None = None
    currency: Currency | None = None
    items: Annotated[tuple[BackIn, ...], Field(max_length=MOST_LINES, strict=False)] = ()
    member_id: Annotated[Number | None, Field(description="Whose order it has to be.")] = None
    slip: SlipIn | None = None

    def wanted(self, key: str, order_id: int) -> ReturnWanted:
        """As the use-case asks for it."""
        return ReturnWanted(
            key=key,
            order_id=order_id,
            reason=self.reason,
            amount_minor=self.amount_minor,
            items=tuple(ReturnItem(item.name, item.quantity) for item in self.items),
            slip=SlipNo(self.slip.terminal, self.slip.receipt) if self.slip else None,
            member_id=self.member_id,
            currency=self.currency,
        )


class ReturnOut(Told):
    """Goods for `amount_minor` came back. `money_minor` is to be paid back in money; of the points the order brought
    `points_taken` are gone, of those that paid for it `points_given` are the member's again. `whole`: nothing of the
    order is left. `available`: what the member can spend now."""

    id: int
    order_id: int
    member_id: int
    amount_minor: int
    money_minor: int
    points_taken: int
    points_given: int
    currency: str
    whole: bool
    available: int
    at: datetime

    @classmethod
    def of(cls, done: Returned) -> "ReturnOut":
        same = {name: getattr(done, name) for name in cls.model_fields if hasattr(done, name)}
        return cls(id=done.return_id, **same)


class LineLeftOut(Told):
    """A dish of the order: how many were bought, how many are left, what was paid for all of them."""

    name: str
    quantity: int
    left: int
    sum_minor: int


class ReturnOutlookOut(Told):
    """What a return would do; `left_minor` is what could come back in all."""

    order_id: int
    member_id: int
    currency: str
    goods_minor: int
    left_minor: int
    lines: list[LineLeftOut]
    amount_minor: int
    money_minor: int
    points_taken: int
    points_given: int
    whole: bool

    @classmethod
    def of(cls, seen: ReturnOutlook) -> "ReturnOutlookOut":
        same = {name: getattr(seen, name) for name in cls.model_fields if name != "lines"}
        lines = [LineLeftOut(**{name: getattr(line, name) for name in LineLeftOut.model_fields}) for line in seen.lines]
        return cls(lines=lines, **same)
