"""The till as its handlers have it: who serves, and the sale that is being put together in the chat's memory."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.sale_steps import SaleDraft
from db.session import Database

WHO = "sale.who"
SUM, BILL, POINTS, ASKED, SHOWN, PROMO = (
    "sale.sum",
    "sale.bill",
    "sale.points",
    "sale.asked",
    "sale.shown",
    "sale.promo",
)
SECOND = "sale.second"
SELLING = frozenset({SUM, BILL, POINTS, ASKED, SHOWN, PROMO, SECOND})


@dataclass(frozen=True)
class Till:
    """Who serves, and with what."""

    db: Database
    actor: Actor
    t: Texts
    memory: ChatMemory
    hand: AtHand

    @property
    def now(self) -> datetime:
        return self.hand.now

    @property
    def currency(self) -> str:
        return self.hand.rules.program.currency

    @property
    def data(self) -> dict[str, Any]:
        return self.memory.data

    @property
    def draft(self) -> SaleDraft:
        """The sale as it stands. Refuses `sale.gone`."""
        data = self.memory.data
        if self.memory.step not in SELLING or not data.get("amount"):
            raise Refused("sale.gone")
        return SaleDraft(
            key=f"till:{data['key']}",
            member_id=data["member"],
            amount_minor=data["amount"],
            outlet_id=data.get("outlet"),
            voucher_id=data.get("voucher"),
            spending_id=data.get("spending"),
        )


class AtTill(Filter):
    """Lets everything pass; the handlers behind it may ask for `till`."""

    async def __call__(self, event: Any, **data: Any) -> dict[str, Any]:
        hand = (await Hands()(event, **data))["hand"]
        return {"till": Till(data["db"], data["actor"], data["t"], data["memory"], hand)}


def screen_of(press: CallbackQuery) -> int | None:
    """The message under the pressed button, where there is one: the screen that may turn by itself later."""
    return press.message.message_id if isinstance(press.message, Message) else None
