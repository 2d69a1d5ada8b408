"""A partner's till as its handlers have it: the sale that is being put together in the chat's memory."""

from bot.telegram.cashier.till import Till
from bot.usecases import spendings
from bot.usecases.errors import Refused
from bot.usecases.partner_sales import PartnerSaleDraft

WHO, PART = "partner.who", "partner.part"
SUM, BILL, POINTS, ASKED, SHOWN = "partner.sum", "partner.bill", "partner.points", "partner.asked", "partner.shown"
AT_BILL = frozenset({BILL, POINTS, ASKED, SHOWN})


def draft_of(till: Till) -> PartnerSaleDraft:
    """The sale as it stands. Refuses `sale.gone`."""
    data = till.data
    if till.memory.step not in AT_BILL:
        raise Refused("sale.gone")
    return PartnerSaleDraft(f"partner:{data['key']}", data["member"], data["bill"], data.get("spending"))


async def let_go(till: Till) -> None:
    """Points that were to pay this bill are the member's again."""
    number = till.data.get("spending") or till.data.get("asked")
    if till.memory.step not in AT_BILL or number is None:
        return
    till.memory.begin(till.memory.step or BILL, **{**till.data, "asked": None, "spending": None})
    try:
        await spendings.cancel(till.db, till.actor, number, at=till.now)
    except Refused as refusal:
        if not refusal.code.startswith("spending."):  # else it has ended by itself
            raise
