"""Slips by the till's own numbers: retried under whatever key, a slip is the same slip."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.errors import Refused
from db.models.tills import Slip
from db.session import insert_once


@dataclass(frozen=True)
class SlipNo:
    """The till's own name, and the number on its paper."""

    terminal: str
    receipt: str


@dataclass(frozen=True)
class SlipAt:
    """A slip of one kind ("sale", "return") at an outlet; `fingerprint` of what was bought or brought back."""

    outlet_id: int | None
    no: SlipNo
    kind: str
    fingerprint: str


def fingerprint(*bought: Any) -> str:
    """Of plain JSON."""
    return sha256(json.dumps(bought, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


async def find(session: AsyncSession, outlet_id: int | None, no: SlipNo, kind: str) -> Slip | None:
    """The slip with this number, whatever it says; to be asked for behind the member's lock. Refuses
    `slip.needs_outlet`."""
    if outlet_id is None:
        raise Refused("slip.needs_outlet")
    at = {"outlet_id": outlet_id, "terminal": no.terminal, "receipt": no.receipt, "kind": kind}
    found: Slip | None = await session.scalar(select(Slip).filter_by(**at))
    return found


async def once(
    session: AsyncSession, slip: SlipAt, *, order_id: int, at: datetime, return_id: int | None = None
) -> None:
    """The slip is this order's (or return's). Refuses `slip.needs_outlet`, and `slip.differs`: the number stands for
    another, whoever took it a moment ago."""
    if slip.outlet_id is None:
        raise Refused("slip.needs_outlet")
    values = {
        "outlet_id": slip.outlet_id,
        "terminal": slip.no.terminal,
        "receipt": slip.no.receipt,
        "kind": slip.kind,
        "order_id": order_id,
        "return_id": return_id,
        "fingerprint": slip.fingerprint,
        "at": at,
    }
    if not await insert_once(session, Slip, values, index=["outlet_id", "terminal", "receipt", "kind"]):
        raise Refused("slip.differs")
