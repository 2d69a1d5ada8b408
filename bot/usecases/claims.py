"""Points of a sale wait for a customer who is no member yet: on their phone number, or behind a link on the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, earning
from bot.rules.amounts import MOST
from bot.rules.dishes import DishLine
from bot.rules.earning import Basket
from bot.rules.earning_rules import Circumstances
from bot.rules.people import mask_phone, normal_phone, region_of
from bot.usecases import audit, dishes, program, slips
from bot.usecases.actor import Actor, By, Hand, allow, key_id, staff_id
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.order_steps import place_of
from bot.usecases.program import Rules
from bot.usecases.slips import SlipNo
from db.enums import Channel, ClaimKind, ClaimState, Scope
from db.models.clients import ApiKey
from db.models.staff import Staff
from db.models.tills import Claim
from db.queries import claims as queries
from db.queries import members
from db.session import Database, insert_once


@dataclass(frozen=True)
class SaleSeen:
    """A sale nobody is named for yet. `key` belongs to the draft: entered twice it is one, and so it is under the
    till's own number, `slip`. The sum in minor units is what was paid for the goods: nothing comes off any more."""

    key: str
    amount_minor: int
    outlet_id: int | None = None
    items: tuple[DishLine, ...] = ()
    slip: SlipNo | None = None


@dataclass(frozen=True)
class ClaimSeen:
    """Points that wait, or did. `points`: at least so many; `phone` is masked, `code` is what the link is made of."""

    claim_id: int
    kind: ClaimKind
    state: ClaimState
    points: int
    amount_minor: int
    currency: str
    until: datetime
    code: str | None = None
    phone: str | None = None
    order_id: int | None = None
    already: bool = False


Waiting = ReceiptMade = ClaimSeen


async def wait_on_phone(db: Database, by: By, phone: str, sale: SaleSeen, *, at: datetime) -> ClaimSeen:
    """The sale's points wait for whoever joins with this number within the programme's days; several sales may wait on
    one. The same sale again changes nothing (`already`).

    Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `program.not_set_up`, `order.bad_sum`,
    `order.items_exceed`, `claim.phone_known` (with the `member`: serve them instead), `claim.too_large`,
    `claim.sold_already`, `slip.differs`, `slip.needs_outlet`; raises BadPhone.
    """
    async with db.begin() as session:
        hand, rules = await _serving(session, by, at)
        number = normal_phone(phone, region_of(rules.program.time_zone))
        if known := await members.by_phone(session, number):
            raise Refused("claim.phone_known", member=known.member_id)
        until = at + timedelta(days=rules.program.claim_phone_days)
        values = {"kind": ClaimKind.PHONE, "phone": number, "until": until}
        return await _written(session, hand, sale, values, at=at, rules=rules)


async def make_receipt(db: Database, by: By, sale: SaleSeen, *, at: datetime, new: Makers) -> ClaimSeen:
    """The sale's points are behind a link, for whoever opens it first within the programme's days. The same sale again
    has the same link. Refuses what `wait_on_phone` refuses but for the phone."""
    async with db.begin() as session:
        hand, rules = await _serving(session, by, at)
        until = at + timedelta(days=rules.program.claim_days)
        values = {"kind": ClaimKind.RECEIPT, "code": new.claim_code(), "until": until}
        return await _written(session, hand, sale, values, at=at, rules=rules)


async def _serving(session: AsyncSession, by: By, at: datetime) -> tuple[Hand, Rules]:
    hand = await allow(session, by, "sales.post" if isinstance(by, Actor) else "claims.make", at=at)
    rules = await program.in_force(session, at)
    if not rules.version:
        raise Refused("program.not_set_up")
    return hand, rules


async def _written(
    session: AsyncSession, hand: Hand, sale: SaleSeen, values: Mapping[str, Any], *, at: datetime, rules: Rules
) -> ClaimSeen:
    """The claim of this sale: a new one, or the one there is."""
    outlet_id = await place_of(session, hand, sale.outlet_id)
    _check(hand, sale, rules)
    if sale.slip and await slips.find(session, outlet_id, sale.slip, "sale"):
        raise Refused("claim.sold_already")
    channel = _channel(hand)
    row = {
        "key": _key(sale, outlet_id),
        "points": (await _worth(session, sale, (outlet_id, channel), at, rules)),
        "amount_minor": sale.amount_minor,
        "currency": rules.program.currency,
        "outlet_id": outlet_id,
        "staff_id": staff_id(hand),
        "key_id": key_id(hand),
        "facts": _facts(sale, channel),
        "state": ClaimState.OPEN,
        "at": at,
        **values,
    }
    is_new = await insert_once(session, Claim, row, index=["key"])
    claim = (await session.scalars(select(Claim).where(Claim.key == row["key"]))).one()
    if not is_new and not _same(claim, row):
        raise Refused("slip.differs")
    if is_new and isinstance(hand, Staff):
        await audit.write(session, hand, "claims.wait", f"claim:{claim.id}", at=at, points=claim.points)
    return seen(claim, already=not is_new)


def _same(claim: Claim, row: Mapping[str, Any]) -> bool:
    """The number is forgotten once nobody waits any more."""
    same = (claim.kind, claim.amount_minor, claim.facts) == (row["kind"], row["amount_minor"], row["facts"])
    return same and claim.phone in (None, row.get("phone"))


def _check(hand: Hand, sale: SaleSeen, rules: Rules) -> None:
    """Refuses `order.bad_sum`, `order.items_exceed`, and `claim.too_large`: nobody here can agree to it for a customer
    who is not named, so it takes somebody whose sales nobody has to agree to."""
    if not 0 < sale.amount_minor <= MOST:
        raise Refused("order.bad_sum")
    if sum(line.sum_minor for line in sale.items) > sale.amount_minor:
        raise Refused("order.items_exceed")
    most = rules.program.till_sale_minor
    if isinstance(hand, Staff) and most and sale.amount_minor > most and not access.may(hand.role, "sales.approve"):
        raise Refused("claim.too_large", money=(most, rules.program.currency))


def _key(sale: SaleSeen, outlet_id: int | None) -> str:
    if sale.slip is None:
        return sale.key
    told = f"{outlet_id}\n{sale.slip.terminal}\n{sale.slip.receipt}"
    return f"slip:{sha256(told.encode()).hexdigest()}"


def _facts(sale: SaleSeen, channel: Channel) -> dict[str, Any]:
    """What the sale is written from when somebody claims it."""
    slip = sale.slip
    return {
        "items": [[line.name, line.quantity, line.sum_minor, line.category] for line in sale.items],
        "slip": [slip.terminal, slip.receipt] if slip else None,
        "channel": channel.value,
    }


def _channel(hand: Hand) -> Channel:
    """A site's guest bought on the site, everybody else at the counter."""
    return Channel.SITE if isinstance(hand, ApiKey) and hand.scope is Scope.SITE else Channel.TILL


async def _worth(
    session: AsyncSession, sale: SaleSeen, where: tuple[int | None, Channel], at: datetime, rules: Rules
) -> int:
    """What a newcomer of the lowest level gets for it by the rules of this moment."""
    items = await dishes.known(session, sale.items, rules.program)
    under = Circumstances(
        tier=rules.program.tiers[0].tier,
        at=at.astimezone(rules.zone),
        outlet_id=where[0],
        channel=where[1],
        first_order=False,
    )
    return earning.earned(Basket(sale.amount_minor, items), rules.program, under).points


def seen(claim: Claim, *, already: bool = False) -> ClaimSeen:
    return ClaimSeen(
        claim.id,
        claim.kind,
        claim.state,
        claim.points,
        claim.amount_minor,
        claim.currency,
        claim.until,
        claim.code,
        mask_phone(claim.phone) if claim.phone else None,
        claim.order_id,
        already,
    )


async def look(db: Database, by: By, claim_id: int, *, at: datetime) -> ClaimSeen:
    """What waits, as whoever made such a thing may see it. Refuses `access.denied`, `claim.unknown`."""
    async with db.read() as session:
        hand, _ = await _serving(session, by, at)
        return seen(await _reachable(session, hand, claim_id))


async def void(db: Database, by: By, claim_id: int, *, at: datetime) -> ClaimSeen:
    """The sale was taken back before anybody claimed it: nobody can any more. Void before, or over: nothing changes.
    Refuses `access.denied`, `claim.unknown`, `claim.claimed_already`."""
    async with db.begin() as session:
        hand, _ = await _serving(session, by, at)
        claim = await _reachable(session, hand, claim_id)
        if await queries.end(session, claim, ClaimState.VOIDED, at) and isinstance(hand, Staff):
            await audit.write(session, hand, "claims.void", f"claim:{claim.id}", at=at)
        if claim.state is ClaimState.CLAIMED:
            raise Refused("claim.claimed_already")
        return seen(claim)


async def _reachable(session: AsyncSession, hand: Hand, claim_id: int) -> Claim:
    """Refuses `claim.unknown`, also for what is not theirs."""
    claim = await session.get(Claim, claim_id)
    if claim is None or claim.batch_id is not None or not _theirs(hand, claim):
        raise Refused("claim.unknown")
    return claim


def _theirs(hand: Hand, claim: Claim) -> bool:
    """A cashier's are those they made themselves, a key's those of its outlets; managers reach all. Cards of a batch
    are nobody's here: whoever sees one has its points."""
    if isinstance(hand, Staff):
        return claim.staff_id == hand.id or access.may(hand.role, "claims.make")
    return not hand.outlets or claim.outlet_id in hand.outlets
