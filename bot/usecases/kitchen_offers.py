"""A quiet kitchen: double points for two hours, to those who may well order now, ready to be sent."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import kitchen as rule
from bot.rules import segments
from bot.rules.automations import Offer
from bot.rules.benefits import Benefit
from bot.usecases import broadcast_drafts as drafts
from bot.usecases import kitchens, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcast_ready import Said
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BenefitKind, BroadcastOrigin, BroadcastState, KitchenLoad, OfferKind
from db.models.broadcasts import Broadcast
from db.session import Database

ACT = "broadcasts.send"


async def begin(db: Database, actor: Actor, outlet_id: int, said: Said, *, at: datetime) -> Draft:
    """There is a draft that offers double points for an order of today, to be taken within two hours; nobody has been
    written to. Refuses `access.denied`, `outlet.unknown` and `kitchen.busy`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        rules, places = await program.in_force(session, at), await kitchens.lines(session, at)
        here = next((each for each in places if each.outlet_id == outlet_id), None)
        if here is None:
            raise Refused("outlet.unknown")
        if here.load is not KitchenLoad.GREEN:
            raise Refused("kitchen.busy")
        only = None if len(places) == 1 else outlet_id
        row = await _unsent(session, staff.id, here.name) or drafts.made(staff.id, at, BroadcastOrigin.KITCHEN)
        drafts.write(row, said.sides | _sides(here.name, only, rules, at))
        row.edition += 1
        session.add(row)
        await session.flush()
        return await drafts.draft_of(session, row, at)


async def _unsent(session: AsyncSession, staff_id: int, name: str) -> Broadcast | None:
    """What the same person has not sent yet is written anew: pressed twice, it is one draft."""
    mine = (Broadcast.origin == BroadcastOrigin.KITCHEN, Broadcast.staff_id == staff_id, Broadcast.name == name)
    found = select(Broadcast).where(*mine, Broadcast.state == BroadcastState.DRAFT, ~Broadcast.template)
    return await session.scalar(found.order_by(Broadcast.id.desc()).limit(1).with_for_update())


def _sides(name: str, only: int | None, rules: Rules, at: datetime) -> dict[str, Any]:
    """*only*: the outlet that has time, where there are several."""
    benefit = Benefit(BenefitKind.MULTIPLIER, rule.BONUS_BP, outlets=() if only is None else (only,))
    return {
        "name": name,
        "segment": segments.to_json(rule.likely(at, rules.zone, only)),
        "offer": Offer(OfferKind.VOUCHER, benefit=benefit, valid_days=0),
        "deadline": at + timedelta(hours=rule.BONUS_HOURS),
        "window_days": 1,
    }
