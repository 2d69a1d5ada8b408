"""A shop in full swing with somebody of every kind before it, and whatever a button or an update could carry."""

import enum
import importlib
import pkgutil
import random
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import Table, select

import bot.telegram
from bot.usecases import automations, catalogue, conversations, deal_desk, outlets, program, promo_desk
from bot.usecases.actor import read
from bot.usecases.catalogue import Draft
from bot.usecases.conversations import Said
from bot.usecases.outlets import Place
from bot.usecases.promo_desk import NewPromo
from db.enums import BenefitKind, RewardKind, Role, StaffState
from db.models import Base
from db.models.chats import Chat
from db.models.staff import Staff
from db.session import Database
from tests.support.guests import NOON, guest, member
from tests.support.mailings import drafted
from tests.support.orders import BOB, CARL, OLGA, Shop, opened
from tests.support.partners import PETRA, bakery
from tests.support.talk import Person, Talk
from tests.support.vouchers import issued

MIA, TOM, SUE, DAVE, GUS, EVE = 12_001, 12_002, 12_003, 12_004, 12_005, 12_006
STAFF = {
    MIA: ("Mia", Role.MANAGER),
    TOM: ("Tom", Role.CASHIER),
    SUE: ("Sue", Role.SUPPORT),
    DAVE: ("Dave", Role.MANAGER),
}
# What only machinery writes, or belongs to the chat of whoever presses.
NOT_AN_EFFECT = {"inbox", "chats", "chat_states", "registrations", "leases", "job_marks"}
WORDS = (
    *("", "x", "add", "show", "name", "close", "dismiss", "dismissed", "approve", "refuse", "start", "stopped", "note"),
    *("courier", "owner", "manager", "primary", "accent", "language", "currency", "en", "greeting", "earn_rate_bp"),
    *("edit", "clear", "accept", "problem", "home", "cancel", "help", "tag", "ф" * 8, "'\"<b>"),
)
NUMBERS = (1, 1, 1, 2, 2, 3, 3, 0, 4, 7, 11, -1, 10**6, 2**31, 2**63 - 1, 2**63, -(2**63))


@dataclass(frozen=True)
class Crowd:
    """Everybody, by what they are to the shop."""

    talk: Talk
    shop: Shop
    nobody: dict[str, Person]  # no rights at all
    staff: dict[str, Person]
    members: dict[str, Person]

    @property
    def everybody(self) -> dict[str, Person]:
        return self.nobody | self.staff | self.members


async def gathered(talk: Talk) -> Crowd:
    """Orders, an outlet, a drafted message and the standing rules are there; Dave was dismissed, Gus never joined."""
    db = talk.db
    shop = await opened(db)
    await _hired(db)
    place = await bakery(shop)
    await place.sells(shop.bob)
    olga = await read(db, OLGA, NOON)
    await outlets.add(db, olga, Place("Central", "5 Long Street"), at=NOON)
    await catalogue.add(db, olga, Draft(RewardKind.DISH, {"en": "Miso soup"}, 100), at=NOON)
    async with db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    fay = await member(db, 31, "Fay", offers=True)
    await conversations.write(db, fay, Said("Where is my soup?"), at=NOON)
    await drafted(db, olga, "Two for one", at=NOON)
    await promo_desk.create(db, olga, NewPromo(BenefitKind.PERCENT, 1_000, typed="SUSHI10"), at=NOON)
    await deal_desk.create(db, olga, "Soup of the day", "en", at=NOON)
    for _ in range(3):
        await shop.place()
        await issued(db, shop.bob)
    await guest(db, GUS, "Gus")
    person = talk.person
    return Crowd(
        talk,
        shop,
        nobody={
            "stranger": person("Eve", id=EVE),
            "guest": person("Gus", id=GUS),
            "dismissed": person("Dave", id=DAVE),
        },
        staff={
            "owner": person("Olga", id=OLGA),
            "manager": person("Mia", id=MIA),
            "cashier": person("Tom", id=TOM),
            "support": person("Sue", id=SUE),
            "courier": person("Carl", id=CARL),
            "partner": person("Petra", id=PETRA),
        },
        members={"member": person("Bob", id=BOB), "another": person("Fay", id=31)},
    )


async def _hired(db: Database) -> None:
    async with db.begin() as session:
        for chat_id, (name, role) in STAFF.items():
            state = StaffState.DISMISSED if chat_id == DAVE else StaffState.ACTIVE
            session.add(Chat(chat_id=chat_id, first_name=name, language="en", created_at=NOON))
            session.add(Staff(chat_id=chat_id, name=name, role=role, state=state, created_at=NOON))


def buttons() -> list[type[CallbackData]]:
    """Every kind of button there is, of every audience."""
    for found in pkgutil.walk_packages(bot.telegram.__path__, "bot.telegram."):
        if "callbacks" in found.name:
            importlib.import_module(found.name)
    return sorted(CallbackData.__subclasses__(), key=lambda kind: kind.__prefix__)


def pressed(kind: type[CallbackData], chance: random.Random) -> str:
    """Data such a button could carry: mostly of the right types, with numbers and words that may mean anything."""
    values = [_value(field.annotation, chance) for field in kind.model_fields.values()]
    return ":".join([kind.__prefix__, *values])[:64]


def _value(wanted: Any, chance: random.Random) -> str:
    if get_origin(wanted) is Literal:
        return str(chance.choice(get_args(wanted)))
    if get_origin(wanted) in (Union, types.UnionType):
        return _value(chance.choice(get_args(wanted)), chance)
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return str(chance.choice(list(wanted)).value)
    if wanted is int:
        return str(chance.choice(NUMBERS))
    return "" if wanted is type(None) else chance.choice(WORDS)


async def effects(db: Database, *, but_of: int = 0) -> dict[str, list[tuple[Any, ...]]]:
    """All that the programme knows, table by table, without the rows of the person in chat *but_of*."""
    member_id = (await read(db, but_of, NOON)).member_id or 0
    told = {}
    async with db.read(long=True) as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in NOT_AN_EFFECT:
                found = _rows(table, {"chat_id": but_of, "member_id": member_id})
                told[table.name] = [tuple(row) for row in await session.execute(found)]
    return told


def _rows(table: Table, but: dict[str, int]) -> Any:
    found = select(table).order_by(*table.primary_key.columns)
    for name, number in but.items():
        if name in table.c:
            found = found.where((table.c[name] != number) | table.c[name].is_(None))
    if table.name == "members":  # their card is theirs to block
        found = found.where(table.c.id != but["member_id"])
    if table.name == "outbox":  # what they say to the shop reaches the staff
        theirs = table.c.kind.startswith("conversation.") & (table.c.facts["member"].as_integer() == but["member_id"])
        found = found.where(~theirs)
    return found


def hostile_names(chance: random.Random, count: int) -> Iterator[str]:
    """Names a person could set in Telegram to do harm."""
    bits = (
        *("<b>", "</b>", "<a href='", "&", "&amp;", "&#0;", "{name}", "{0}", "%s", "\u202e", "\u200d", "𝕆", "🍣", "é"),
        *("'", '"', "<script>", "\n", "\r", "\t", "/start", "@all", "https://x.y", "Ann", "Łukasz", "Ёж", "a" * 40),
        *("\ufffd", "<"),
    )
    for _ in range(count):
        yield "".join(chance.choices(bits, k=chance.randrange(1, 12)))[:64] or "x"


__all__ = ["NOON", "Crowd", "buttons", "effects", "gathered", "hostile_names", "pressed"]
