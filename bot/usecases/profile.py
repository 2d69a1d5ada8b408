"""What members say about themselves: the name on the card, and the birthday."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.people import clean_name
from bot.rules.timing import Birthday, birthday_locked_until, first_gift, local_date, next_birthday
from bot.usecases import contact_wishes, program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.contact_wishes import MyMessages
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.models.members import Person
from db.queries import members as queries
from db.session import Database


@dataclass(frozen=True)
class Profile:
    """The settings as they stand. `locked_until`: the day from which the birthday may be changed; None: at once.
    `pins`: the shop asks for a PIN where many points are to pay."""

    name: str
    phone: str
    birthday: Birthday | None
    locked_until: date | None
    messages: MyMessages
    pins: bool = False


async def look(db: Database, actor: Actor, *, at: datetime) -> Profile:
    """What the member told about themselves. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        rules = await program.in_force(session, at)
        line = await queries.profile(session, member_id)
        if line is None:
            raise Refused("member.needed")
        messages = await contact_wishes.now(session, member_id, rules, at)
    return Profile(
        name=line.name,
        phone=line.phone,
        birthday=_birthday(line.birthday_day, line.birthday_month, line.birthday_year),
        locked_until=_locked(line.birthday_set_on, local_date(at, messages.zone), rules),
        messages=messages,
        pins=bool(rules.program.pin_over),
    )


async def rename(db: Database, actor: Actor, text: str) -> str:
    """The card shows this name from now on, cleaned; returns it. Refuses `member.needed`; raises BadName."""
    member_id, name = member_of(actor), clean_name(text)
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == member_id).values(name=name))
    return name


@dataclass(frozen=True)
class BirthdayKept:
    """The birthday as it stands; the first gift comes for `first_gift`, later than this year's if `next_year`. It can
    be changed again `lock_days` after it was."""

    birthday: Birthday
    first_gift: date
    next_year: bool
    lock_days: int


async def weigh_birthday(db: Database, actor: Actor, birthday: Birthday, *, at: datetime) -> BirthdayKept:
    """What keeping *birthday* would mean, before the member says yes to it: nothing has changed.

    Refuses `birthday.locked` (with the date `until`) and `member.needed`."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        person = await _person(session, member_of(actor))
        return _weighed(person, birthday, local_date(at, zones.named(person.time_zone, rules)), rules)


async def keep_birthday(db: Database, actor: Actor, birthday: Birthday, *, at: datetime) -> BirthdayKept:
    """The birthday is kept, and can be changed again after the programme's lock (a year). The same one again changes
    nothing. Refuses `birthday.locked` (with the date `until`) and `member.needed`."""
    async with db.begin() as session:
        return await set_birthday(session, member_of(actor), birthday, at=at)


async def set_birthday(session: AsyncSession, member_id: int, birthday: Birthday, *, at: datetime) -> BirthdayKept:
    """A step of `keep_birthday`."""
    rules = await program.in_force(session, at)
    person = await _person(session, member_id, locked=True)
    today = local_date(at, zones.named(person.time_zone, rules))
    kept = _weighed(person, birthday, today, rules)
    if _of(person) != birthday:
        person.birthday_day, person.birthday_month = birthday.day, birthday.month
        person.birthday_year, person.birthday_md = birthday.year, birthday.month * 100 + birthday.day
        person.birthday_set_on = today
        await session.flush()
    return kept


def _weighed(person: Person, birthday: Birthday, today: date, rules: Rules) -> BirthdayKept:
    same = _of(person) == birthday
    until = _locked(person.birthday_set_on, today, rules)
    if until and not same:
        raise Refused("birthday.locked", until=until)
    entered = person.birthday_set_on if same and person.birthday_set_on else today
    gift, next_one = first_gift(birthday, entered, rules.program), next_birthday(birthday.day, birthday.month, entered)
    return BirthdayKept(birthday, gift, gift > next_one, rules.program.birthday_lock_days)


async def _person(session: AsyncSession, member_id: int, *, locked: bool = False) -> Person:
    found = select(Person).where(Person.member_id == member_id)
    person = await session.scalar(found.with_for_update() if locked else found)
    if person is None:
        raise Refused("member.needed")
    return person


def _of(person: Person) -> Birthday | None:
    return _birthday(person.birthday_day, person.birthday_month, person.birthday_year)


def _birthday(day: int | None, month: int | None, year: int | None) -> Birthday | None:
    return Birthday(day, month, year) if day and month else None


def _locked(set_on: date | None, today: date, rules: Rules) -> date | None:
    """The day on which the birthday becomes free, if that is still to come."""
    until = birthday_locked_until(set_on, rules.program)
    return until if until and today < until else None
