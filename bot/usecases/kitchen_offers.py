"""A quiet kitchen: double points for two hours, to those who may well order now, ready to be sent."""

from datetime import datetime, timedelta

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
from db.enums import BenefitKind, BroadcastOrigin, KitchenLoad, OfferKind
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
        whom = rule.likely(at, rules.zone, outlet_id if len(places) > 1 else None)
        places_of = (outlet_id,) if len(places) > 1 else ()
        benefit = Benefit(BenefitKind.MULTIPLIER, rule.BONUS_BP, outlets=places_of)
        row = drafts.made(staff.id, at, BroadcastOrigin.KITCHEN)
        own = {
            "name": here.name,
            "segment": segments.to_json(whom),
            "offer": Offer(OfferKind.VOUCHER, benefit=benefit, valid_days=0),
            "deadline": at + timedelta(hours=rule.BONUS_HOURS),
            "window_days": 1,
        }
        drafts.write(row, said.sides | own)
        session.add(row)
        await session.flush()
        return await drafts.draft_of(session, row, at)
