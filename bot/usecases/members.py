"""Members as the staff see them: found by whatever the customer can say or show, with their history in view."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, codes, people
from bot.rules.tiers import Progress, progress
from bot.usecases import audit, points, program, tiers
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.points import Pending
from db.enums import Tier
from db.ledger import read
from db.ledger.read import Balance, Line
from db.models.members import Person
from db.queries import members_search as queries
from db.queries import tiers as tier_queries
from db.queries.members_search import ConsentLine, FoundLine, NoteLine, ProfileRow, ReferralLine
from db.queries.tiers import TierLine
from db.session import Database

__all__ = [
    "ConsentLine",
    "Found",
    "HistorySeen",
    "Line",
    "NoteLine",
    "Profile",
    "find",
    "history",
    "phone",
    "profile",
]

SHORTEST_NAME = 2
NOTES_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """A member that fits what was said or shown. `fresh`: a card shown just now (True), an older or printed picture of
    it (False), or found in another way (None)."""

    member_id: int
    number: str
    name: str
    phone: str  # masked
    tier: Tier
    orders_count: int
    fresh: bool | None = None


async def find(db: Database, actor: Actor, text: str, *, at: datetime, card_key: bytes | None = None) -> list[Found]:
    """Everybody who fits *text*: a card's QR or link, a member number, a phone, its last four digits, part of a name;
    at most ten, nobody when it is none of these. With *card_key* a card tells whether it was shown just now.

    Refuses `access.denied`; raises BadCode for a card somebody made up.
    """
    async with db.read() as session:
        await allow(session, actor, "members.find")
        rules = await program.in_force(session, at)
        found, fresh = await _fitting(session, text.strip(), people.region_of(rules.program.time_zone), at, card_key)
    return [_shown(line, fresh) for line in found]


def _shown(line: FoundLine, fresh: bool | None) -> Found:
    phone = people.mask_phone(line.phone)
    return Found(line.member_id, line.number, line.name, phone, line.tier, line.orders_count, fresh)


async def _fitting(
    session: AsyncSession, text: str, region: str | None, at: datetime, card_key: bytes | None
) -> tuple[list[FoundLine], bool | None]:
    if re.search(r"(?:^|start=)m_", text):
        code, fresh = _card(text, at, card_key)
        return await queries.by_card(session, code), fresh
    if (number := codes.parse_number(text)) and (found := await queries.by_number(session, number)):
        return found, None
    if re.fullmatch(r"[0-9]{4}", text):
        return await queries.by_last_digits(session, text), None
    try:
        return await queries.by_phone(session, people.normal_phone(text, region)), None
    except people.BadPhone:
        name = people.shown_name(text)
        return (await queries.by_name(session, name) if len(name) >= SHORTEST_NAME else []), None


def _card(text: str, at: datetime, card_key: bytes | None) -> tuple[str, bool]:
    if card_key is None:  # nothing to check the seal with: good for finding only
        return codes.read_card(re.sub(r"(m_[0-9A-Z]{13})_.*", r"\1", text), at, b"").code, False
    card = codes.read_card(text, at, card_key)
    return card.code, card.fresh


@dataclass(frozen=True)
class Profile:
    """What the staff see of a member. `row.phone` is masked; what the reader's role may not do is not offered."""

    row: ProfileRow
    progress: Progress
    tier: TierLine | None  # None: erased
    window_spend_minor: int
    balance: Balance
    pending: Pending
    consents: list[ConsentLine]
    tags: list[str]
    notes: list[NoteLine]
    referrals: ReferralLine
    currency: str
    may: frozenset[str]
    oneself: bool

    @property
    def erased(self) -> bool:
        return self.row.name is None


ACTS = (
    *("members.phone", "members.note", "points.adjust", "points.restore", "orders.place", "tiers.set"),
    *("vouchers.void", "sales.redeem", "members.card"),
)


async def profile(db: Database, actor: Actor, member_id: int, *, at: datetime) -> Profile:
    """Everything about the member as of now. Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        me = await allow(session, actor, "members.find")
        rules = await program.in_force(session, at)
        row = await _row(session, member_id)
        spent = (await tiers.standing(session, member_id, at, rules)).spent_minor
        return Profile(
            row=row,
            progress=progress(spent, row.tier, rules.program),
            tier=await tier_queries.line(session, member_id),
            window_spend_minor=spent,
            balance=await read.balance(session, member_id),
            pending=await points.pending(session, member_id, at=at),
            consents=await queries.consents(session, member_id),
            tags=await queries.tags(session, member_id),
            notes=await queries.notes(session, member_id, limit=NOTES_SHOWN),
            referrals=await queries.referrals(session, member_id),
            currency=rules.program.currency,
            may=frozenset(act for act in ACTS if access.may(me.role, act)),
            oneself=row.chat_id == actor.chat_id,
        )


async def _row(session: AsyncSession, member_id: int) -> ProfileRow:
    row = await queries.profile(session, member_id)
    if row is None:
        raise Refused("member.unknown")
    phone = people.mask_phone(row.phone) if row.phone else None
    return ProfileRow(**{**row.__dict__, "phone": phone})


async def phone(db: Database, actor: Actor, member_id: int, *, at: datetime) -> str:
    """The member's whole number; that it was looked at stays in the audit log.

    Refuses `access.denied`, `member.unknown`.
    """
    async with db.begin() as session:
        me = await allow(session, actor, "members.phone")
        number: str | None = await session.scalar(select(Person.phone).where(Person.member_id == member_id))
        if number is None:
            raise Refused("member.unknown")
        await audit.write(session, me, "members.phone", f"member:{member_id}", at=at)
        return number


@dataclass(frozen=True)
class HistorySeen:
    """A page of a member's lines; `older`: where the next page begins, None on the last one."""

    member_id: int
    name: str | None
    lines: list[Line]
    older: int | None


async def history(db: Database, actor: Actor, member_id: int, *, before: int, limit: int) -> HistorySeen:
    """The member's ledger lines older than entry *before* (0: newest). Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "members.find")
        row = await _row(session, member_id)
        lines = await read.history(session, member_id, before=before or None, limit=limit + 1)
    older = lines[limit - 1].entry_id if len(lines) > limit else None
    return HistorySeen(member_id, row.name, lines[:limit], older)
