"""Slips by the till's own numbers: a till that retries under a new key still means the same slip."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.errors import Refused
from db.models.tills import Slip
from db.session import insert_once


@dataclass(frozen=True)
class SlipNo:
    """What the till calls it: which terminal, and the number on the receipt."""

    terminal: str
    receipt: str


@dataclass(frozen=True)
class SlipAt:
    """A slip of an outlet: `kind` is "sale" or "return", `fingerprint` of what was bought or brought back."""

    outlet_id: int | None
    no: SlipNo
    kind: str
    fingerprint: str


def fingerprint(*parts: object) -> str:
    """SHA-256 of what a slip says."""
    return sha256(repr(parts).encode()).hexdigest()


async def find(session: AsyncSession, outlet_id: int | None, slip: SlipNo, kind: str) -> Slip | None:
    """The slip, if it was written before."""
    its = {"outlet_id": outlet_id, "terminal": slip.terminal, "receipt": slip.receipt, "kind": kind}
    found: Slip | None = await session.scalar(select(Slip).filter_by(**its))
    return found


async def once(
    session: AsyncSession, slip: SlipAt, *, order_id: int, at: datetime, return_id: int | None = None
) -> Slip | None:
    """The slip is this order's, and None is returned; or it was written before, and here it is. Refuses
    `slip.needs_outlet`, and `slip.differs` when the same number stands for something else."""
    if slip.outlet_id is None:
        raise Refused("slip.needs_outlet")
    number = {"outlet_id": slip.outlet_id, "terminal": slip.no.terminal, "receipt": slip.no.receipt, "kind": slip.kind}
    told = {"order_id": order_id, "return_id": return_id, "fingerprint": slip.fingerprint, "at": at}
    if await insert_once(session, Slip, {**number, **told}, index=[*number]):
        return None
    before = await find(session, slip.outlet_id, slip.no, slip.kind)
    if before is None or before.fingerprint != slip.fingerprint:
        raise Refused("slip.differs")
    return before
