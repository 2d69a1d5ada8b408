"""A page of a list of members: who is new, who is known, and all of it written in a handful of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes, timing
from bot.rules.contact import in_holdout
from bot.rules.imports import Fault, Moved
from bot.usecases import moved_in
from bot.usecases.makers import Makers
from bot.usecases.newcomers import HOLDOUT_SALT
from bot.usecases.program import Rules
from db.enums import MemberState, Tier
from db.ledger import accounts, opening
from db.ledger.opening import Opening
from db.models.members import Member
from db.queries import imports as queries

Read = Moved | Fault
KNOWN, TWICE = "row.known", "row.twice"


@dataclass
class Sorted:
    """A page by what becomes of each record."""

    new: list[Moved] = field(default_factory=list)
    known: list[tuple[int, Moved]] = field(default_factory=list)  # members who bring their balance along only now
    cards: list[Moved] = field(default_factory=list)  # nobody's phone: claimed by whoever has the card
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """How a page is written: for which import, when, by which rules and makers."""

    import_id: int
    at: datetime
    rules: Rules
    new: Makers


async def sort(session: AsyncSession, records: Iterable[Read]) -> Sorted:
    """What becomes of each record. A member who brought a balance along before brings no other, and a card that was
    named before is no other card: of both nothing is taken."""
    records = list(records)
    moved = [each for each in records if isinstance(each, Moved)]
    found = Sorted(faults=[each for each in records if isinstance(each, Fault)])
    people = await queries.by_phones(session, [each.phone for each in moved if each.phone])
    cards = await queries.cards_there(session, [each.card for each in moved if each.card])
    brought = await opening.keys_there(session, [moved_in.key(member_id) for member_id in people.values()])
    for each in moved:
        member_id = people.get(each.phone or "")
        if each.card in cards or (member_id and (moved_in.key(member_id) in brought or not _brings(each))):
            found.faults.append(Fault(each.line, KNOWN, each.phone or each.card or ""))
        elif member_id:
            found.known.append((member_id, each))
        else:
            (found.new if each.phone else found.cards).append(each)
    return found


def _brings(record: Moved) -> bool:
    return bool(record.points or record.card or record.tier)


async def write(session: AsyncSession, page: Page, found: Sorted) -> None:
    """The page is written: members with their accounts, what they bring, their cards."""
    await _write_new(session, page, found.new)
    for member_id, record in found.known:
        await _write_known(session, page, member_id, record)
    rows = [_card(page, record, None) for record in found.cards]
    if rows:
        await queries.add_cards(session, rows)


async def _write_new(session: AsyncSession, page: Page, records: Sequence[Moved]) -> None:
    if not records:
        return
    rows = [_member(page, record) for record in records]
    ids = await queries.add_members(session, rows)
    people = [(ids[row["card_code"]], record) for row, record in zip(rows, records, strict=True)]
    await queries.number_members(session, [_numbered(page, member_id) for member_id, _ in people])
    await queries.add_people(session, [_person(member_id, record) for member_id, record in people])
    await opening.open_many(
        session, [who for who, _ in people], [_opening(page, *each) for each in people if each[1].points]
    )
    if cards := [_card(page, record, member_id) for member_id, record in people if record.card]:
        await queries.add_cards(session, cards)
    if changes := [_level(page, member_id, record.tier) for member_id, record in people if _above(page, record.tier)]:
        await queries.add_tier_changes(session, changes)


def _above(page: Page, tier: Tier | None) -> bool:
    return moved_in.above(tier, Tier.BRONZE, page.rules)


def _member(page: Page, record: Moved) -> dict[str, Any]:
    """The number follows once the row has its id; until then its code stands for it."""
    card, zone = page.new.card_code(), page.rules.zone
    ordered = datetime.combine(record.last_order, time(12), zone).astimezone(UTC) if record.last_order else None
    above = _above(page, record.tier)
    return {
        "number": card,
        "card_code": card,
        "referral_code": page.new.referral_code(),
        "state": MemberState.ACTIVE,
        "tier": record.tier if above else Tier.BRONZE,
        "tier_until": moved_in.lasts(page.at, page.rules) if above else None,
        "holdout": False,
        "source": f"import:{page.import_id}",
        "joined_at": page.at,
        "orders_count": 0,
        "spent_minor": 0,
        "last_order_at": ordered,
    }


def _numbered(page: Page, member_id: int) -> dict[str, Any]:
    number = codes.member_number(member_id)
    return {
        "member": member_id,
        "new_number": number,
        "held_out": in_holdout(number, HOLDOUT_SALT, page.rules.program.holdout_bp),
    }


def _person(member_id: int, record: Moved) -> dict[str, Any]:
    """Nobody told the birthday for the gift's sake, so it has no day on which it was told."""
    born = record.birthday
    return {
        "member_id": member_id,
        "chat_id": None,
        "name": record.name or codes.format_number(codes.member_number(member_id)),
        "phone": record.phone,
        "birthday_day": born and born.day,
        "birthday_month": born and born.month,
        "birthday_year": born and born.year,
        "birthday_md": born and born.month * 100 + born.day,
        "advertising": False,
        "allergens": [],
    }


def _opening(page: Page, member_id: int, record: Moved) -> Opening:
    last_day = timing.lot_expiry(page.at, page.rules.zone, page.rules.program.expiry_months)
    facts = _facts(page, record) | {"rules": page.rules.version, "expires_on": last_day.isoformat()}
    return Opening(member_id, record.points, moved_in.because(moved_in.key(member_id), page.at, facts), last_day)


def _facts(page: Page, record: Moved) -> dict[str, Any]:
    return {"import": page.import_id, "line": record.line}


def _level(page: Page, member_id: int, tier: Tier | None) -> dict[str, Any]:
    change = {"old": Tier.BRONZE, "new": tier, "why": moved_in.WHY, "staff_id": None, "spent_minor": 0}
    return {"member_id": member_id, "at": page.at, **change}


def _card(page: Page, record: Moved, member_id: int | None) -> dict[str, Any]:
    """With a member of its own it has moved already; without one it waits, and knows what to call its owner."""
    born = record.birthday
    known = {"name": record.name, "birthday": [born.day, born.month, born.year] if born else None}
    ordered = record.last_order
    return {
        "number": record.card,
        "import_id": page.import_id,
        "member_id": member_id,
        "facts": {} if member_id else known,
        "points": record.points,
        "tier": record.tier.value if record.tier else None,
        "last_order_at": datetime.combine(ordered, time(12), page.rules.zone) if ordered else None,
        "claimed_at": page.at if member_id else None,
    }


async def _write_known(session: AsyncSession, page: Page, member_id: int, record: Moved) -> None:
    """Somebody who joined before their list came: they keep what they told, and get what they bring."""
    await accounts.lock_members(session, [member_id])
    member = await session.get_one(Member, member_id, with_for_update={"key_share": True}, populate_existing=True)
    if member.state is not MemberState.ACTIVE:
        return
    why = moved_in.because(moved_in.key(member_id), page.at, _facts(page, record))
    await moved_in.points(session, member_id, record.points, why, page.rules)
    await moved_in.level(session, member, record.tier, page.at, page.rules)
    if record.card:
        await queries.add_cards(session, [_card(page, record, member_id)])
