"""The card: who holds it, what is printed on it, and the short-lived code for the till."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules import codes, till_codes
from bot.rules.discounts import Discount
from bot.rules.tiers import Progress, progress
from bot.usecases import tiers
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.ledger import read
from db.queries import card as queries
from db.queries.card import Holder
from db.session import Database

FIRST_MEMBERS = 100


@dataclass(frozen=True)
class CardView:
    """Everything on the card. `among_first`: one of the first hundred members."""

    holder: Holder
    available: int
    way: Progress
    discount: Discount
    among_first: bool
    logo: bytes | None


@dataclass(frozen=True)
class TillCode:
    """What the till scans (`payload`) or types (`digits` beside the member's `number`) before `until`."""

    payload: str
    digits: str
    number: str
    until: datetime


async def mine(db: Database, member_id: int, at: datetime, rules: Rules) -> CardView:
    """The member's card. Changes nothing. Refuses member.needed for the erased."""
    async with db.read() as session:
        holder = await queries.holder(session, member_id)
        if holder is None:
            raise Refused("member.needed")
        now = await read.balance(session, member_id)
        standing = await tiers.standing(session, member_id, at, rules)
        logo = await queries.logo(session)
    way = progress(standing.spent_minor, standing.tier, rules.program)
    discount = tiers.discount_of(standing, rules)
    return CardView(holder, now.available, way, discount, member_id <= FIRST_MEMBERS, logo)


async def till_code(db: Database, member_id: int, at: datetime, key: bytes) -> TillCode:
    """A code good for 90 seconds; it is made, not stored. Refuses member.needed for the erased."""
    async with db.read() as session:
        holder = await queries.holder(session, member_id)
    if holder is None:
        raise Refused("member.needed")
    payload = codes.sign_card(holder.card_code, at, key)
    digits = till_codes.digits(holder.card_code, at, key)
    return TillCode(payload, digits, holder.number, till_codes.fresh_until(at))


async def logo(db: Database) -> bytes | None:
    """The brand's logo, for other pictures of the brand."""
    async with db.read() as session:
        return await queries.logo(session)
