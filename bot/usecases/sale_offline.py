"""What a till did without a connection: its points are judged as of then, and taken as far as they go now."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills
from bot.rules.errors import RuleBroken
from bot.usecases import pins, spending_begin, spending_codes
from bot.usecases.actor import Hand
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.sale_steps import Offline, SaleDraft
from bot.usecases.spending_begin import Begun, SpendWanted
from bot.usecases.spending_codes import Shown
from bot.usecases.spending_steps import place, set_aside
from db.enums import SpendingState
from db.models.members import Member, Person


@dataclass(frozen=True)
class Then:
    """When it was sold, when we hear of it, by which rules, and what proves a card."""

    sold_at: datetime
    at: datetime
    rules: Rules
    card_key: bytes


async def points_of(
    session: AsyncSession, draft: SaleDraft, hand: Hand, outlet_id: int | None, then: Then
) -> tuple[SaleDraft, str | None]:
    """The draft with as many points set aside as may pay now, and why they are fewer than the till was asked for. A
    sale that has been is never refused for its points: without a good QR none are taken. Accounts are locked."""
    offline, member = draft.offline, await session.get(Member, draft.member_id)
    if offline is None or member is None:
        return draft, None
    try:
        if not spending_codes.CARD.search(offline.shown.strip()):  # digits of whatever moment the till names: guessed
            raise Refused("spending.code_unreadable")
        shown = await spending_codes.read(session, member, offline.shown, at=then.sold_at, card_key=then.card_key)
        begun = await _begun(session, draft, offline, hand, outlet_id, member, then)
        await pins.not_needed(session, member.id, begun.allowed.points, at=then.at, rules=then.rules)
        return await _held(session, draft, begun, shown, then)
    except (Refused, RuleBroken) as why:
        return draft, why.code


async def _begun(
    session: AsyncSession,
    draft: SaleDraft,
    offline: Offline,
    hand: Hand,
    outlet_id: int | None,
    member: Member,
    then: Then,
) -> Begun:
    wanted = SpendWanted(f"{draft.key}:points", member.id, offline.points, draft.amount_minor, outlet_id)
    where = await place(session, member.tier, outlet_id, None, then.rules)
    free = await spending_begin.balance(session, member.id)
    allowed = bills.weighed(offline.points, free, draft.amount_minor, then.rules.program, where.share_bp)
    if not allowed.points:
        raise Refused(allowed.why or "spend.below_minimum")
    person = await session.get_one(Person, member.id)
    return Begun(wanted, hand, then.rules, member, person, outlet_id, where, allowed)


async def _held(
    session: AsyncSession, draft: SaleDraft, begun: Begun, shown: Shown | None, then: Then
) -> tuple[SaleDraft, str | None]:
    if shown is None:
        raise Refused("spending.code_wrong")
    await spending_codes.use(session, begun.member.id, shown, at=then.at)
    spending = await spending_begin.write(session, begun, SpendingState.HELD, at=then.at, proof=shown.proof)
    await set_aside(session, spending, at=then.at)
    return replace(draft, spending_id=spending.id), begun.allowed.why
