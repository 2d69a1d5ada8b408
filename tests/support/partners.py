"""A bakery in the network: its people, its key, and members who buy there."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.usecases import keys, partner_sales
from bot.usecases.actor import Actor, Client
from bot.usecases.keys import Wanted
from bot.usecases.partner_sales import PartnerSaleDraft, PartnerSold
from db.enums import PartnerState, Role, Scope, StaffState
from db.ledger import accounts
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.partners import Partner
from db.models.staff import Staff
from tests.support.orders import NOON, OLGA, Shop

PETRA = 51  # works at the bakery
FIRST_CUSTOMER = 200  # chat id
tries = count(1)


@dataclass(frozen=True)
class Bakery:
    """5 % of a bill as points, up to a half paid with points, 10 % off for members, 1 000 points a day each way."""

    shop: Shop
    id: int
    petra: Actor

    async def key(self) -> Client:
        """Its till's own."""
        wanted = Wanted("The bakery's till", Scope.PARTNER, partner_id=self.id)
        made = await keys.make(self.shop.db, await self.shop.actor(OLGA), wanted, at=NOON, new=self.shop.new)
        return Client(made.line.id, Scope.PARTNER, partner_id=self.id)

    async def sells(self, member_id: int, bill_minor: int = 100_000, **given: Any) -> PartnerSold:
        """By Petra, just now."""
        told = {"key": f"partner{next(tries)}"} | given
        draft = PartnerSaleDraft(member_id=member_id, bill_minor=bill_minor, **told)
        return await partner_sales.post(self.shop.db, self.petra, draft, at=NOON)


async def bakery(shop: Shop, *, chat_id: int = PETRA, name: str = "Green Bakery", **rates: int) -> Bakery:
    agreed = {"earn_rate_bp": 500, "spend_max_bp": 5_000, "discount_bp": 1_000, "daily_points": 1_000}
    agreed |= {"give_value_bp": 9_000, "take_value_bp": 10_000} | rates
    async with shop.db.begin() as session:
        partner = Partner(
            code=f"bakery{chat_id}", name=name, category="bread", state=PartnerState.ACTIVE, applied_at=NOON, **agreed
        )
        session.add_all([partner, Chat(chat_id=chat_id, first_name="Petra", language="en", created_at=NOON)])
        await session.flush()
        hired: dict[str, Any] = {"role": Role.PARTNER, "state": StaffState.ACTIVE, "created_at": NOON}
        session.add(Staff(chat_id=chat_id, name="Petra", partner_id=partner.id, **hired))
        number = partner.id
    return Bakery(shop, number, await shop.actor(chat_id))


async def customers(shop: Shop, how_many: int) -> list[int]:
    """More members, with chats of their own from FIRST_CUSTOMER on."""
    made = []
    async with shop.db.begin() as session:
        for chat_id in range(FIRST_CUSTOMER, FIRST_CUSTOMER + how_many):
            tag = f"{chat_id:0>13}"
            member = Member(number=tag, card_code=tag, referral_code=tag, joined_at=NOON)
            session.add_all([member, Chat(chat_id=chat_id, first_name="Member", language="en", created_at=NOON)])
            await session.flush()
            session.add(Person(member_id=member.id, chat_id=chat_id, name="Member", phone=f"+486001{chat_id:0>5}"))
            await accounts.open_member(session, member.id)
            made.append(member.id)
    return made
