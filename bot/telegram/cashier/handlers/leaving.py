"""A sale is left before it is done, or goes on without points: what was asked for or set aside is let go."""

from bot.telegram.cashier.till import SELLING, Till
from bot.usecases import till_points
from bot.usecases.errors import Refused


async def let_go(till: Till) -> None:
    """Points that were to pay this bill are the member's again."""
    number = till.data.get("spending") or till.data.get("asked")
    if till.memory.step not in SELLING or number is None:
        return
    step, rest = till.memory.step, {**till.data, "asked": None, "spending": None}
    till.memory.begin(step, **rest)
    try:
        await till_points.cancel(till.db, till.actor, number, at=till.now)
    except Refused as refusal:
        if not refusal.code.startswith("spending."):  # else it has ended by itself
            raise
