"""Accounts: opening a member's, finding a house account, and the lock everything else stands on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, aliased

from db.enums import AccountKind
from db.ledger.refusals import InsufficientPoints, PointsOutOfRange, UnknownAccount
from db.models.ledger import MOST_HELD, MOST_MOVED, Account, Balance
from db.quick import Quick
from db.session import insert_once, once

P = ParamSpec("P")
T = TypeVar("T")

START_OF_CHAIN = bytes(32)
ANY_DEBT = -MOST_HELD
ACCOUNTS = cast(Table, Account.__table__)

_house = aliased(Account)
# Written with the words of their partial indexes: all members' accounts stand in the same table.
_IS_OURS = (_house.kind == bindparam("house")) & _house.member_id.is_(None) & _house.partner_id.is_(None)
_IS_PARTNERS = _house.partner_id == bindparam("partner")
_ACCOUNT = (
    select(Account.id, Balance.available, Balance.held, Balance.head, _house.id)
    .join(Balance, Balance.account_id == Account.id)
    .where(Account.member_id == bindparam("member"))
    .with_for_update(of=Balance)
)
_LOCK, _LOCK_PARTNERS = (_ACCOUNT.outerjoin(_house, other) for other in (_IS_OURS, _IS_PARTNERS))
_LOCK_MANY = (
    select(Balance.account_id)
    .join(Account, Account.id == Balance.account_id)
    .where(Account.member_id.in_(bindparam("members", expanding=True)))
    .order_by(Balance.account_id)
    .with_for_update(of=Balance)
)
_MEMBER_OF = select(Account.member_id).where(Account.id == bindparam("account"))
_HOUSE, _PARTNERS_HOUSE = (select(_house.id).where(other) for other in (_IS_OURS, _IS_PARTNERS))
_CHANGE = (
    update(Balance)
    .where(Balance.account_id == bindparam("account"))
    .where(Balance.available + bindparam("more") >= bindparam("least"))
    .values(
        available=Balance.available + bindparam("more"),
        held=Balance.held + bindparam("more_held"),
        head=bindparam("new_head"),
    )
    .returning(Balance.available, Balance.held)
)


@dataclass(frozen=True)
class PartnerHouse:
    """A partner's own account: points given there come out of it, points taken there go into it."""

    partner_id: int


House = AccountKind | PartnerHouse  # the other side of a movement: one of the programme's own, or a partner's


@dataclass(frozen=True)
class Standing:
    """A member's account as it stands, locked until the end of the unit; `house_id` is the other side."""

    account_id: int
    house_id: int
    available: int
    held: int
    head: bytes

    @property
    def debt(self) -> int:
        return max(0, -self.available)

    @property
    def free(self) -> int:
        return max(0, self.available)


async def open_member(session: AsyncSession, member_id: int) -> None:
    """Opens the member's account at zero. Doing it again changes nothing."""
    account = {"kind": AccountKind.MEMBER, "member_id": member_id}
    if await insert_once(session, Account, account, index=["member_id"]):
        account_id = await session.scalar(select(Account.id).where(Account.member_id == member_id))
        zero = {"account_id": account_id, "available": 0, "held": 0, "head": START_OF_CHAIN}
        await insert_once(session, Balance, zero, index=["account_id"])


async def lock_members(session: AsyncSession, member_ids: Iterable[int]) -> None:
    """Locks the accounts in one order for all. A unit that moves points of two members does this first, or two such
    units could wait for each other."""
    await session.execute(_LOCK_MANY, {"members": sorted(set(member_ids))})


async def on_connection(
    session: AsyncSession, step: Callable[Concatenate[Quick, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Runs all statements of one step behind a single switch of context, which costs more than a statement."""

    def run(sync: Session) -> T:
        return step(Quick(sync.connection()), *args, **kwargs)

    return await session.run_sync(run)


def locked(connection: Quick, member_id: int, house: House) -> Standing:
    """Waits for the member's account; every movement begins here, before it asks whether it was done already."""
    if isinstance(house, PartnerHouse):
        found = connection.execute(_LOCK_PARTNERS, {"member": member_id, "partner": house.partner_id})
    else:
        found = connection.execute(_LOCK, {"member": member_id, "house": house})
    row = found.one_or_none()
    if row is None:
        raise UnknownAccount(f"member {member_id} has no account")
    account_id, available, held, head, house_id = row
    return Standing(account_id, house_id or open_house(connection, house), available, held, head)


def member_of(connection: Quick, account_id: int) -> int:
    return cast(int, connection.execute(_MEMBER_OF, {"account": account_id}).scalar_one())


def change(
    connection: Quick, standing: Standing, available: int, held: int = 0, head: bytes | None = None, *, least: int
) -> tuple[int, int]:
    """Adds to what is available and held, unless that left fewer than `least` available; returns both."""
    values = {
        "account": standing.account_id,
        "more": available,
        "more_held": held,
        "new_head": head or standing.head,
        "least": least,
    }
    row = connection.execute(_CHANGE, values).one_or_none()
    if row is None:
        raise InsufficientPoints(standing.available)
    return row[0], row[1]


def check_points(points: int) -> None:
    """Refuses what is not a whole number from 1 to 10^12."""
    if type(points) is not int or not 1 <= points <= MOST_MOVED:
        raise PointsOutOfRange(repr(points))


def check_room(standing: Standing, amount: int) -> None:
    """Refuses what would leave a member with more than 10^15 points, or as deep in debt."""
    if not -MOST_HELD <= standing.available + amount <= MOST_HELD - standing.held:
        raise PointsOutOfRange(f"{standing.available} and {amount} more")


def open_house(connection: Quick, house: House) -> int:
    """The account on the other side, opened by whoever needs it first."""
    insert = once(connection.dialect.name, ACCOUNTS, ())
    if isinstance(house, PartnerHouse):
        values = {"kind": AccountKind.PARTNER, "member_id": None, "partner_id": house.partner_id}
        connection.execute(insert, values)
        return cast(int, connection.execute(_PARTNERS_HOUSE, {"partner": house.partner_id}).scalar_one())
    if house in (AccountKind.MEMBER, AccountKind.PARTNER):
        raise ValueError(f"the programme has no account of the kind {house!r} of its own")
    connection.execute(insert, {"kind": house, "member_id": None, "partner_id": None})
    return cast(int, connection.execute(_HOUSE, {"house": house}).scalar_one())
