"""`python -m bot seed`: a demo shop for the sandbox, lived through its own use-cases over the last three months."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from bot import demo_broadcasts, demo_dishes, demo_feedback, demo_offers, demo_partners, demo_rewards
from bot.clock import SystemClock
from bot.rules import timing
from bot.rules.codes import token_hash
from bot.rules.deep_links import Link
from bot.rules.timing import Birthday
from bot.settings import SANDBOX_OWNER, Settings
from bot.usecases import actor as actors
from bot.usecases import chats, deliveries, invites, makers, orders, profile, program, registration, setup, staff
from bot.usecases.actor import Actor
from bot.usecases.outlets import Place
from bot.usecases.registration import SharedContact
from db.enums import MessageState, Role
from db.migrations.run import current, migrate
from db.models.automations import Automation, JobMark
from db.models.chats import Chat
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.session import Database

MARK = "demo"
DAYS = 90
OLGA, CARL, ANN, BOB, PETRA = SANDBOX_OWNER, 1002, 1003, 1004, 2001
FIRST_STRANGER = 900_000_001  # ids of members who have no phone in the sandbox
STRANGERS = 40
GUESTS_WITH_PHONES = 2  # Ann and Bob keep their points for whoever plays them
WRITTEN_ON_DAY, WRITTEN_AT = 70, 12  # to all members, by the shop's clocks
TREATED = 0.2  # of orders, after which somebody takes a reward
NAMES = (
    *("Мария", "Алексей", "Ирина", "Дмитрий", "Софья", "Павел", "Елена", "Никита", "Ольга", "Тимур"),
    *("Katarzyna", "Paweł", "Zofia", "Michał", "Agnieszka", "Łukasz", "Ewa", "Jan", "Małgorzata", "Tomasz"),
    *("Emma", "Liam", "Grace", "Noah", "Chloe", "Oscar", "Ruby", "Leo", "Ivy", "Max"),
)
PLACES = {
    "en": ("Centre", "{number} Long Street"),
    "ru": ("Центр", "ул. Длинная, {number}"),
    "pl": ("Centrum", "ul. Długa {number}"),
}


@dataclass(frozen=True)
class Guest:
    """Somebody who joins on a day of the demo's three months."""

    chat_id: int
    name: str
    language: str
    phone: str
    joins_on_day: int
    offers: bool = True
    birthday: Birthday | None = None


class Demo:
    """Acts through the front door: every member, order and point came by the use-case a person would have used."""

    def __init__(self, db: Database, settings: Settings, now: datetime) -> None:
        self.db, self.settings, self.now = db, settings, now
        self.chance = Random(2026)  # noqa: S311 - the demo is the same each time
        self.new = makers.from_system()
        self.begins = now - timedelta(days=DAYS)
        self.centre, self.street = PLACES.get(settings.default_language, PLACES["en"])

    async def known(self, chat_id: int, name: str, language: str, at: datetime) -> Actor:
        await chats.meet(self.db, chat_id, first_name=name, username=None, language=language, at=at)
        await chats.choose_language(self.db, chat_id, language)
        return await actors.read(self.db, chat_id, at)

    async def opens(self) -> Actor:
        """Olga sets the shop up, Carl comes to work there."""
        owner = min(self.settings.owner_ids, default=OLGA)
        await staff.ensure_owners(self.db, {owner}, at=self.begins)
        olga = await self.known(owner, "Olga", "ru", self.begins)
        answers = setup.Answers(
            name="Okaeri Sushi",
            currency=self.settings.currency,
            time_zone=self.settings.tz,
            outlet=Place(self.centre, self.street.format(number=5)),
            earn_rate_bp=500,
            language=self.settings.default_language,
        )
        await setup.open_shop(self.db, olga, answers, at=self.begins)
        olga = await actors.read(self.db, owner, self.begins)
        carl = await self.known(CARL, "Carl", "ru", self.begins)
        invited = await invites.invite(self.db, olga, Role.COURIER, at=self.begins, new=self.new)
        waiting = await invites.accept(self.db, carl, token_hash(invited.token), "Carl", at=self.begins)
        await invites.decide(self.db, olga, waiting.staff_id, True, at=self.begins)
        return olga

    async def joins(self, guest: Guest, at: datetime, inviter: str | None) -> Actor:
        actor = await self.known(guest.chat_id, guest.name, guest.language, at)
        link = Link("referral", inviter) if inviter else Link("none", "")
        await registration.arrive(self.db, actor, link, at=at)
        await registration.agree(self.db, actor, offers=guest.offers, at=at)
        contact = SharedContact(guest.phone, guest.chat_id, guest.name)
        await registration.complete(self.db, actor, contact, at=at, new=self.new)
        member = await actors.read(self.db, guest.chat_id, at)
        if guest.birthday:
            await profile.keep_birthday(self.db, member, guest.birthday, at=at)
        return member

    async def orders(self, olga: Actor, member: Actor, at: datetime) -> int:
        """One order, from the phone to the door; returns its number."""
        rules = await program.current(self.db, at)
        unit = rules.program.point_value_minor
        carl = await actors.read(self.db, CARL, at)
        amount = unit * 20 * self.chance.randrange(35, 160)
        draft = orders.OrderDraft(
            key=self.new.key(),
            member_id=actors.member_of(member),
            amount_minor=amount,
            items=demo_dishes.bought(amount, rules.program.language, self.chance),
            fee_minor=unit * self.chance.choice((0, 150, 200)),
            address=self.street.format(number=self.chance.randrange(1, 90)),
            promised_at=at + timedelta(minutes=60),
            courier_id=carl.staff_id,
        )
        placed = await orders.place(self.db, olga, draft, at=at, new=self.new)
        async with self.db.read() as session:
            code = await session.scalar(select(Order.handover_code).where(Order.id == placed.order_id))
        await deliveries.accept(self.db, carl, placed.order_id, at=at + timedelta(minutes=5))
        await deliveries.start(self.db, carl, placed.order_id, at=at + timedelta(minutes=25))
        await deliveries.confirm(self.db, carl, placed.order_id, str(code), at=at + timedelta(minutes=50))
        return placed.order_id

    async def lives(self) -> tuple[int, int]:
        """Three months of joining and ordering, in the order of time; returns how many members and orders."""
        olga, guests = await self.opens(), self.guests()
        await demo_dishes.fill(self.db, olga, at=self.begins)
        await demo_rewards.fill(self.db, olga, at=self.begins, now=self.now)
        await demo_offers.fill(self.db, olga, self.new, at=self.begins, now=self.now)
        petra = await self.known(PETRA, "Petra", "pl", self.begins)
        await demo_partners.fill(self.db, olga, petra, self.new, at=self.begins)
        members: dict[int, Actor] = {}
        written = False
        visits = sorted((day, number) for number, guest in enumerate(guests) for day in self.days_of(guest))
        for day, number in visits:
            if day >= WRITTEN_ON_DAY and not written:
                written = await self.writes(olga, list(members.values()))
            at = self.begins + timedelta(days=day, minutes=number % 240)
            if number not in members:
                members[number] = await self.joins(guests[number], at, await self.inviter(members))
            else:
                order = await self.orders(olga, members[number], at)
                if number >= GUESTS_WITH_PHONES:
                    await demo_feedback.tell(self.db, olga, members[number], order, at=at, now=self.now)
                if number >= GUESTS_WITH_PHONES and self.chance.random() < TREATED:
                    await demo_rewards.treat(self.db, members[number], self.new.key(), at=at + timedelta(hours=1))
        bread = [actors.member_of(member) for number, member in members.items() if number >= GUESTS_WITH_PHONES]
        await demo_partners.sell(self.db, await actors.read(self.db, PETRA, self.now), bread[:5], at=self.now)
        await self.settles()
        return len(members), len(visits) - len(members)

    async def writes(self, olga: Actor, members: list[Actor]) -> bool:
        rules = await program.current(self.db, self.now)
        day = timing.local_date(self.begins, rules.zone) + timedelta(days=WRITTEN_ON_DAY)
        at, language = timing.at_local(day, WRITTEN_AT, rules.zone), rules.program.language
        await demo_broadcasts.fill(self.db, olga, members, at=at, language=language)
        return True

    def guests(self) -> list[Guest]:
        soon = (self.now + timedelta(days=10)).date()
        own = [
            Guest(ANN, "Ann", "en", "+48600100200", 2, birthday=Birthday(soon.day, soon.month, None)),
            Guest(BOB, "Bob", "pl", "+48600100201", 60, offers=False),
        ]
        strangers = [
            Guest(
                FIRST_STRANGER + number,
                NAMES[number % len(NAMES)],
                ("ru", "pl", "en")[number % len(NAMES) // 10],
                f"+7901{number:07d}",
                self.chance.randrange(DAYS - 5),
                offers=self.chance.random() < 0.7,
            )
            for number in range(STRANGERS)
        ]
        return [*own, *strangers]

    def days_of(self, guest: Guest) -> list[int]:
        """The day of joining, then the days of orders."""
        first = guest.joins_on_day
        ordered = self.chance.sample(range(first + 1, DAYS), k=min(self.chance.randrange(6), DAYS - first - 1))
        return [first, *ordered]

    async def inviter(self, members: dict[int, Actor]) -> str | None:
        """Every third came by somebody's link."""
        if not members or self.chance.random() > 1 / 3:
            return None
        chosen = self.chance.choice(list(members.values()))
        async with self.db.read() as session:
            found: str | None = await session.scalar(
                select(Member.referral_code).where(Member.id == actors.member_of(chosen))
            )
        return found

    async def settles(self) -> None:
        """What was said in those months was heard long ago; one in a dozen has blocked the bot; no rule has missed
        what happened while nobody rang."""
        async with self.db.begin() as session:
            heard = update(OutgoingMessage).where(OutgoingMessage.broadcast_id.is_(None))
            await session.execute(heard.values(state=MessageState.SKIPPED, reason=MARK, left_at=self.now))
            blocked = (Chat.chat_id >= FIRST_STRANGER) & (Chat.chat_id % 12 == 0)
            await session.execute(update(Chat).where(blocked).values(reachable=False))
            await session.execute(update(Automation).values(enabled_on=self.now.date(), enabled_at=self.now))
            session.add(JobMark(name=MARK, done_through=self.now.date(), at=self.now))


async def plant(settings: Settings) -> str:
    """The demo shop stands, in an empty database; returns a sentence. A database with a shop in it is left alone."""
    await migrate(settings.database)
    db, now = Database.connect(settings.database), SystemClock().now()
    try:
        if (await program.current(db, now)).version:
            return "There is a shop in this database already; nothing was changed. `seed --remove` takes a demo away."
        members, sold = await Demo(db, settings, now).lives()
    finally:
        await db.close()
    return f"A demo shop with {members} members and {sold} orders is planted; start the sandbox and say /start."


async def remove(settings: Settings) -> str:
    """The demo shop is gone and the database is empty; returns a sentence. A real shop is never touched."""
    if not settings.exists or not await _is_demo(settings):
        return "This database does not hold a demo shop; nothing was changed."
    await migrate(settings.database, to="base")
    await migrate(settings.database)
    return "The demo shop is gone; the database is empty."


async def _is_demo(settings: Settings) -> bool:
    db = Database.connect(settings.database)
    try:
        if await current(db) is None:
            return False
        async with db.read() as session:
            return await session.get(JobMark, MARK) is not None
    finally:
        await db.close()
