"""What a partner and we owe each other for a month, entry by entry, out of the partner's own account."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import partners, timing
from bot.rules.partners import Moved
from bot.usecases import partner_steps, program
from bot.usecases.actor import Actor, By, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.ledger import partners as accounts
from db.ledger.partners import PartnerLine, PartnerTotals
from db.models.partners import Partner
from db.queries import partners as queries
from db.session import Database

SERVE, SEE = "partners.serve", "partners.change"


@dataclass(frozen=True)
class StatementLine:
    """One entry: points and money of both sides. Below zero: an earlier one is undone."""

    entry_id: int
    at: datetime
    sale: int
    reason: str
    given: int
    given_minor: int
    taken: int
    taken_minor: int


@dataclass(frozen=True)
class Statement:
    """A partner's month on the programme's clocks. `net_minor` above zero: we pay the partner; below: it pays us. The
    lines add up to the sums, and the points to what the account's postings say."""

    partner_id: int
    name: str
    code: str
    month: date  # its first day
    given: int
    given_minor: int
    taken: int
    taken_minor: int
    lines: tuple[StatementLine, ...]
    totals: PartnerTotals
    currency: str

    @property
    def net_minor(self) -> int:
        return self.taken_minor - self.given_minor

    @property
    def reconciles(self) -> bool:
        """Whether lines and postings say the same."""
        there = (self.totals.given, self.totals.taken, self.totals.entries, self.totals.balance)
        return there == (self.given, self.taken, len(self.lines), self.taken - self.given)


async def own(db: Database, by: By, month: str | None = None, *, at: datetime) -> Statement:
    """The caller's own, of *month* ("2026-11"; None: this one). Refuses `access.denied`, `partner.not_yours`,
    `partner.no_month`."""
    async with db.read() as session:
        hand = await allow(session, by, SERVE, at=at)
        partner = await session.get_one(Partner, partner_steps.mine(hand))
        return await _statement(session, partner, month, at)


async def of(db: Database, actor: Actor, partner_id: int, month: str | None = None, *, at: datetime) -> Statement:
    """One partner's, for the shop. Refuses `access.denied`, `partner.unknown`, `partner.no_month`."""
    async with db.read() as session:
        await allow(session, actor, SEE)
        partner = await session.get(Partner, partner_id)
        if partner is None:
            raise Refused("partner.unknown")
        return await _statement(session, partner, month, at)


async def every(db: Database, actor: Actor, month: str | None = None, *, at: datetime) -> list[Statement]:
    """Of all partners between whom and us anything moved in *month*, by name. Refuses `access.denied`,
    `partner.no_month`."""
    async with db.read() as session:
        await allow(session, actor, SEE)
        found = [await _statement(session, partner, month, at) for partner in await queries.in_order(session)]
        return [statement for statement in found if statement.lines]


async def _statement(session: AsyncSession, partner: Partner, month: str | None, at: datetime) -> Statement:
    rules = await program.in_force(session, at)
    first = first_day(month, at, rules)
    since, until = span(first, rules)
    entries = await accounts.lines(session, partner.id, since, until)
    lines = tuple(_line(entry, owed) for entry, owed in zip(entries, _owed(entries), strict=True))
    return Statement(
        partner.id,
        partner.name,
        partner.code,
        first,
        sum(line.given for line in lines),
        sum(line.given_minor for line in lines),
        sum(line.taken for line in lines),
        sum(line.taken_minor for line in lines),
        lines,
        await accounts.totals(session, partner.id, since, until),
        rules.program.currency,
    )


def first_day(month: str | None, at: datetime, rules: Rules) -> date:
    """Of *month* ("2026-11"; None: this one). Refuses `partner.no_month`."""
    if month is None:
        return timing.local_date(at, rules.zone).replace(day=1)
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", month, re.ASCII)
    if found is None:
        raise Refused("partner.no_month")
    return date(int(found[1]), int(found[2]), 1)


def span(first: date, rules: Rules) -> tuple[datetime, datetime]:
    """From its first moment up to before the next month's."""
    after = timing.add_months(first, 1)
    return timing.at_local(first, 0, rules.zone), timing.at_local(after, 0, rules.zone)


def _owed(entries: list[PartnerLine]) -> list[partners.Owed]:
    return partners.owed(
        Moved(entry.given, entry.taken, entry.facts["point_value_minor"], entry.facts["value_bp"]) for entry in entries
    )


def _line(entry: PartnerLine, owed: partners.Owed) -> StatementLine:
    reason = "undone" if entry.given < 0 or entry.taken < 0 else "given" if entry.given else "taken"
    sale = int(entry.facts.get("sale", 0))
    return StatementLine(
        entry.entry_id, entry.at, sale, reason, entry.given, owed.given_minor, entry.taken, owed.taken_minor
    )
