"""A sale at a partner's: the member is found, pays a part with points, earns on the rest; both hear of it, once."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills, codes
from bot.rules.partners import Bill
from bot.usecases import partner_sale_steps, partner_steps, program, spending_steps
from bot.usecases.actor import By, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.order_steps import not_their_own, who
from bot.usecases.partner_sale_steps import PartnerSaleDraft, PartnerSold, billed, sold
from bot.usecases.program import Rules
from db.ledger import accounts, read
from db.models.partners import Partner
from db.models.spendings import Spending
from db.queries import members_search
from db.queries import partners as queries
from db.queries import sales as till
from db.session import Database

__all__ = ["ACT", "Guest", "PartnerOutlook", "PartnerSaleDraft", "PartnerSold", "find", "post", "preview"]

ACT = "partners.serve"


@dataclass(frozen=True)
class Guest:
    """A member as a partner sees them: no more than a name and what they may use. `fresh`: by a card shown just now
    (True), an older or printed picture of one (False), by the number (None)."""

    member_id: int
    name: str
    available: int
    fresh: bool | None = None


async def find(db: Database, by: By, text: str, *, at: datetime, card_key: bytes) -> Guest | None:
    """Whose card's QR, link or number *text* is; None when it is nobody's. Phones and names find nobody here: whether
    somebody is a member is not a partner's to know before they show their card.

    Refuses `access.denied`, `partner.not_yours`, `partner.not_active`; raises BadCode for a card somebody made up.
    """
    async with db.read() as session:
        await partner_steps.serving(session, await allow(session, by, ACT, at=at))
        fresh, found = None, []
        if re.search(r"(?:^|start=)m_", text.strip()):
            card = codes.read_card(text, at, card_key)
            fresh, found = card.fresh, await members_search.by_card(session, card.code)
        elif number := codes.parse_number(text):
            found = await members_search.by_number(session, number)
        return await _guest(session, found[0].member_id, fresh) if found else None


async def _guest(session: AsyncSession, member_id: int, fresh: bool | None = None) -> Guest:
    member = await till.served(session, member_id)
    if member is None:
        raise Refused("member.unknown")
    return Guest(member_id, member.name, (await read.balance(session, member_id)).available, fresh)


@dataclass(frozen=True)
class PartnerOutlook:
    """What a bill would cost and earn, with the points that are set aside for it. From `least_points` to `most_points`
    may pay a part of it; when none may, `why_none` is the refusal's code."""

    partner_id: int
    guest: Guest
    bill: Bill
    points_paid: int
    least_points: int
    most_points: int
    why_none: str | None
    currency: str


async def preview(db: Database, by: By, draft: PartnerSaleDraft, *, at: datetime) -> PartnerOutlook:
    """Changes nothing. Refuses `access.denied`, `partner.not_yours`, `partner.not_active`, `partner.no_sum`,
    `api.currency`, `member.unknown`, `order.own_order`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        partner, rules = await partner_steps.serving(session, hand), await program.in_force(session, at)
        _has_sum(draft, rules)
        await not_their_own(session, hand, draft.member_id)
        guest = await _guest(session, draft.member_id)
        told, points = billed(draft, await _set_aside(session, draft), partner, rules)
        may = bills.bounds(guest.available, told.due_minor, rules.program, partner.spend_max_bp)
        bounds = (may.least, may.most, may.why)
        return PartnerOutlook(partner.id, guest, told, points, *bounds, rules.program.currency)


def _has_sum(draft: PartnerSaleDraft, rules: Rules) -> None:
    if draft.bill_minor <= 0:
        raise Refused("partner.no_sum")
    program.same_currency(rules, draft.currency or rules.program.currency)


async def _set_aside(session: AsyncSession, draft: PartnerSaleDraft) -> Spending | None:
    return await session.get(Spending, draft.spending_id) if draft.spending_id else None


async def post(db: Database, by: By, draft: PartnerSaleDraft, *, at: datetime) -> PartnerSold:
    """The points set aside are taken, the rest of the bill earns, and the member gets a receipt; all of it goes through
    the partner's own account. A key or a receipt number that was there gives the first sale again.

    Refuses `access.denied`, `partner.not_yours`, `partner.not_active`, `partner.no_sum`, `api.currency`,
    `member.unknown`, `order.own_order`, `slip.differs`, `partner.daily_limit`, and what `spending_steps.taken` refuses.
    """
    async with db.begin() as session:
        hand = await allow(session, by, ACT, at=at)
        partner_id, rules = partner_steps.mine(hand), await program.in_force(session, at)
        _has_sum(draft, rules)
        await accounts.lock_members(session, [draft.member_id])
        partner = await partner_steps.locked(session, partner_id)
        before = await queries.sale_before(session, partner_id, draft.key, draft.terminal, draft.receipt)
        if before is not None:
            partner_sale_steps.same(before, draft, partner_id)
            return await sold(session, before, rules, already=True)
        return await _post(session, hand, draft, partner, rules, at)


async def _post(
    session: AsyncSession, hand: Hand, draft: PartnerSaleDraft, partner: Partner, rules: Rules, at: datetime
) -> PartnerSold:
    await not_their_own(session, hand, draft.member_id)
    await _guest(session, draft.member_id)
    held = None
    if draft.spending_id is not None:
        held = await spending_steps.taken(session, draft.spending_id, who(hand), None, draft.member_id)
        partner_steps.mine(hand, held.partner_id)
    told, points = billed(draft, held, partner, rules)
    await partner_steps.may_give(session, partner, told.points, at=at, rules=rules)
    sale = await partner_sale_steps.write(session, hand, draft, (told, points), partner, at=at)
    await partner_sale_steps.move(session, hand, sale, held, partner, rules)
    await partner_steps.noted(session, hand, "partners.sell", sale, at=at)
    return await sold(session, sale, rules)
