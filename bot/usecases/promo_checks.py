"""A promo code looked at before it is used: what it would give this member, or why not."""

from datetime import datetime

from bot.rules import promocodes as rule
from bot.rules.benefits import Benefit
from bot.usecases import member_lookup, promo_uses
from bot.usecases.actor import Client, allow, here
from bot.usecases.errors import Refused
from bot.usecases.promo_uses import Entry
from db.session import Database


async def check(db: Database, by: Client, member_id: int, text: str, *, outlet_id: int | None, at: datetime) -> Benefit:
    """What entering the code at *outlet_id* would give the member now. Nothing is counted and nothing changes.

    Refuses `access.denied`, `outlet.not_yours`, `member.unknown`, `code.unknown`, and every rule of
    bot/rules/promocodes.py; raises BadPromoCode.
    """
    async with db.read() as session:
        key = await allow(session, by, "promo.check", at=at)
        place = here(key, outlet_id)
        await member_lookup.known(session, member_id)
        rule.read(text)
        benefit = await promo_uses.weigh(session, Entry(member_id, text, outlet_id=place), at=at)
    if benefit is None:
        raise Refused("code.unknown")
    return benefit
