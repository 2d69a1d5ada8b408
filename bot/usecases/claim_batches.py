"""Links that are made together and printed: for receipts of one price, and for cards on tables."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import earning
from bot.rules.amounts import MOST
from bot.rules.earning import Basket
from bot.rules.earning_rules import Circumstances
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.order_steps import place_of
from bot.usecases.program import Rules
from db.enums import Channel, ClaimKind, ClaimState
from db.models.tills import ClaimBatch
from db.queries import claims as queries
from db.queries import outlets
from db.queries.claims import BatchLine as BatchLine
from db.queries.outlets import OutletLine
from db.session import Database, insert_once

ACT = "claims.make"
MOST_LINKS = 500
MOST_POINTS = 10_000  # on one card
MOST_DAYS = 365
SHOWN = 12


@dataclass(frozen=True)
class Draft:
    """A batch before it is one. Of cards `points` are on each; of receipts each stands for a sale of `amount_minor`."""

    key: str
    kind: ClaimKind
    count: int = 0
    points: int = 0
    amount_minor: int = 0
    outlet_id: int | None = None
    days: int = 0


@dataclass(frozen=True)
class Desk:
    """The newest batches, what all open links promise, and what a new one can be made from."""

    lines: list[BatchLine]
    open: int
    points: int
    outlets: list[OutletLine]
    rules: Rules


@dataclass(frozen=True)
class BatchMade:
    """A batch with the codes of its links that can still be claimed."""

    line: BatchLine
    codes: list[str]
    rules: Rules
    already: bool = False


async def desk(db: Database, actor: Actor, *, at: datetime) -> Desk:
    """Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        open_, points = await queries.outstanding(session)
        rules = await program.in_force(session, at)
        return Desk(await queries.batches(session, SHOWN), open_, points, await outlets.active(session), rules)


async def weigh(db: Database, actor: Actor, draft: Draft, *, at: datetime) -> Draft:
    """The draft with the points of one link, as the rules say now. Refuses what `make` refuses."""
    async with db.read() as session:
        staff = await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        await place_of(session, staff, draft.outlet_id)
        return _worked_out(draft, rules, at)


def _worked_out(draft: Draft, rules: Rules, at: datetime) -> Draft:
    if not rules.version:
        raise Refused("program.not_set_up")
    days = draft.days or rules.program.claim_days
    for value, most in ((draft.count, MOST_LINKS), (days, MOST_DAYS)):
        if not 1 <= value <= most:
            raise Refused("claim.number", least=1, most=most)
    if draft.kind is ClaimKind.CARD:
        if not 1 <= draft.points <= MOST_POINTS:
            raise Refused("claim.number", least=1, most=MOST_POINTS)
        return replace(draft, days=days, amount_minor=0)
    if not 0 < draft.amount_minor <= MOST:
        raise Refused("order.bad_sum")
    under = Circumstances(
        tier=rules.program.tiers[0].tier,
        at=at.astimezone(rules.zone),
        outlet_id=draft.outlet_id,
        channel=Channel.TILL,
        first_order=False,
    )
    points = earning.earned(Basket(draft.amount_minor), rules.program, under).points
    return replace(draft, days=days, points=points)


async def make(db: Database, actor: Actor, draft: Draft, *, at: datetime, new: Makers) -> BatchMade:
    """The links are there, each good once and for the days named. The same draft again changes nothing (`already`).

    Refuses `access.denied`, `program.not_set_up`, `outlet.unknown`, `claim.number` (with `least` and `most`),
    `order.bad_sum`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        await place_of(session, staff, draft.outlet_id)
        wanted = _worked_out(draft, rules, at)
        batch = {
            "key": wanted.key,
            "kind": wanted.kind,
            "count": wanted.count,
            "points": wanted.points,
            "outlet_id": wanted.outlet_id,
            "made_by": staff.id,
            "made_at": at,
            "until": at + timedelta(days=wanted.days),
        }
        is_new = await insert_once(session, ClaimBatch, batch, index=["key"])
        batch_id = await queries.batch_of(session, wanted.key)
        if is_new:
            await _add_links(session, batch_id, wanted, at=at, rules=rules, new=new)
            told = {"points": wanted.points, "count": wanted.count}
            await audit.write(session, staff, "claims.make", f"claim batch:{batch_id}", at=at, **told)  # type: ignore[arg-type]
        return replace(await _made(session, batch_id, rules), already=not is_new)


async def _add_links(
    session: AsyncSession, batch_id: int, draft: Draft, *, at: datetime, rules: Rules, new: Makers
) -> None:
    link = {
        "kind": draft.kind,
        "batch_id": batch_id,
        "points": draft.points,
        "amount_minor": draft.amount_minor,
        "currency": rules.program.currency,
        "outlet_id": draft.outlet_id,
        "facts": {"items": [], "slip": None},
        "state": ClaimState.OPEN,
        "at": at,
        "until": at + timedelta(days=draft.days),
    }
    codes = [new.claim_code() for _ in range(draft.count)]
    await queries.add(session, [{**link, "key": f"batch:{batch_id}:{code}", "code": code} for code in codes])


async def _made(session: AsyncSession, batch_id: int, rules: Rules) -> BatchMade:
    line = await queries.batch(session, batch_id)
    if line is None:
        raise Refused("claim.unknown")
    return BatchMade(line, await queries.open_codes(session, batch_id), rules)


async def show(db: Database, actor: Actor, batch_id: int, *, at: datetime) -> BatchMade:
    """One batch, to look at or to print again. Refuses `access.denied`, `claim.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await _made(session, batch_id, await program.in_force(session, at))


async def void(db: Database, actor: Actor, batch_id: int, *, at: datetime) -> BatchMade:
    """What nobody has claimed yet can be claimed no more; what was claimed stays. Refuses `access.denied`,
    `claim.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        if await queries.void_batch(session, batch_id, at):
            await audit.write(session, staff, "claims.void_batch", f"claim batch:{batch_id}", at=at)
        return await _made(session, batch_id, await program.in_force(session, at))
