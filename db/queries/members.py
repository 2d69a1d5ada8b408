"""Named reads about members and the people behind the numbers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, OrderState, StaffState, VoucherState
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.referrals import Referral
from db.models.staff import Staff
from db.models.vouchers import Voucher

UNFINISHED = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)


@dataclass(frozen=True)
class Inviter:
    """Whose link it is."""

    member_id: int
    chat_id: int | None
    name: str
    is_staff: bool


@dataclass(frozen=True)
class Known:
    """A person who has joined."""

    member_id: int
    chat_id: int | None
    number: str
    name: str


@dataclass(frozen=True)
class ProfileLine:
    """What a member told about themselves."""

    name: str
    phone: str
    birthday_day: int | None
    birthday_month: int | None
    birthday_year: int | None
    birthday_set_on: date | None
    advertising: bool


@dataclass(frozen=True)
class HomeLine:
    """What the home screen tells besides the points. `order_id`: the newest order not finished, `code` its code;
    `vouchers`: how many are in the member's hand."""

    name: str
    has_birthday: bool
    order_id: int | None
    code: str | None
    friends: int
    vouchers: int


_KNOWN = select(Person.member_id, Person.chat_id, Member.number, Person.name).join(
    Member, Member.id == Person.member_id
)
_PROFILE = select(
    Person.name,
    Person.phone,
    Person.birthday_day,
    Person.birthday_month,
    Person.birthday_year,
    Person.birthday_set_on,
    Person.advertising,
).where(Person.member_id == bindparam("member"))
_OF_MEMBER = Order.member_id == bindparam("member")
_OPEN_ORDER = select(func.max(Order.id)).where(_OF_MEMBER, Order.state.in_(UNFINISHED))
_FRIENDS = select(func.count()).where(Referral.inviter_id == bindparam("member"))
_IN_HAND = select(func.count()).where(Voucher.member_id == bindparam("member"), Voucher.state == VoucherState.HELD)
_HOME = (
    select(
        Person.name,
        Person.birthday_md.is_not(None),
        Order.id,
        Order.handover_code,
        _FRIENDS.scalar_subquery(),
        _IN_HAND.scalar_subquery(),
    )
    .outerjoin(Order, Order.id == _OPEN_ORDER.scalar_subquery())
    .where(Person.member_id == bindparam("member"))
)


async def inviter(session: AsyncSession, code: str) -> Inviter | None:
    """The active member with this referral code."""
    working = (Staff.chat_id == Person.chat_id) & (Staff.state == StaffState.ACTIVE)
    found = (
        select(Person.member_id, Person.chat_id, Person.name, Staff.id.is_not(None))
        .join(Member, Member.id == Person.member_id)
        .outerjoin(Staff, working)
        .where(Member.referral_code == code, Member.state == MemberState.ACTIVE)
    )
    row = (await session.execute(found)).one_or_none()
    return Inviter(*row) if row else None


async def name_of(session: AsyncSession, member_id: int) -> str | None:
    """The member's name; None when nobody is behind the number (any more)."""
    name: str | None = await session.scalar(select(Person.name).where(Person.member_id == member_id))
    return name


async def by_chat(session: AsyncSession, chat_id: int) -> Known | None:
    """Who has joined from this chat."""
    row = (await session.execute(_KNOWN.where(Person.chat_id == chat_id))).one_or_none()
    return Known(*row) if row else None


async def by_phone(session: AsyncSession, phone: str) -> Known | None:
    """Who has joined with this number (E.164)."""
    row = (await session.execute(_KNOWN.where(Person.phone == phone))).one_or_none()
    return Known(*row) if row else None


async def profile(session: AsyncSession, member_id: int) -> ProfileLine | None:
    """What the settings show; None when there is no person behind the number."""
    row = (await session.execute(_PROFILE, {"member": member_id})).one_or_none()
    return ProfileLine(*row) if row else None


async def advertising(session: AsyncSession, member_id: int) -> bool:
    """Whether the member agrees to offers now."""
    return bool(await session.scalar(select(Person.advertising).where(Person.member_id == member_id)))


async def home(session: AsyncSession, member_id: int) -> HomeLine | None:
    """What the home screen tells besides the points; None when nobody is behind the number (any more)."""
    row = (await session.execute(_HOME, {"member": member_id})).one_or_none()
    return HomeLine(*row) if row else None


async def open_order(session: AsyncSession, member_id: int) -> int | None:
    """The newest order that is neither delivered nor cancelled."""
    found: int | None = await session.scalar(_OPEN_ORDER, {"member": member_id})
    return found
