"""A member checks their own points: every entry added up and hashed again, and the proof to take away."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.usecases.errors import Refused
from db.ledger import own, roots
from db.ledger.own import OwnChain
from db.ledger.roots import Proof, Root
from db.session import Database

HOW = (
    "Start with 32 zero bytes. For each entry: head = SHA-256(head + entry). "
    "Then leaf = SHA-256(00 + account as 8 bytes + head); for each neighbour of the path: "
    "SHA-256(01 + left + right). What comes out is the root the shop sealed on that day. Everything is hexadecimal."
)


@dataclass(frozen=True)
class Checked:
    """`entries` add up to `balance`, unless `bad_entry` names one that doesn't; `sealed`: the last daily root."""

    entries: int
    balance: int
    bad_entry: int | None
    sealed: Root | None
    in_seal: bool  # the sealed root covers this member's history and is right


async def check(db: Database, member_id: int) -> Checked:
    """The member's points, derived again from the first entry on. Changes nothing."""
    chain, proof = await _read(db, member_id)
    sealed = proof.root if proof else None
    return Checked(chain.entries, chain.balance, chain.bad_entry, sealed, proof is not None and roots.check(proof))


async def document(db: Database, member_id: int) -> bytes:
    """The same as a JSON file that proves itself without us. Refuses proof.nothing_yet for an empty history."""
    chain, proof = await _read(db, member_id)
    if not chain.entries:
        raise Refused("proof.nothing_yet")
    told: dict[str, Any] = {
        "how_to_check": HOW,
        "balance": chain.balance,
        "entries": [form.hex() for form in chain.forms],
        "head": chain.head.hex(),
        "sealed": _sealed(proof) if proof else None,
    }
    return json.dumps(told, indent=1).encode()


async def _read(db: Database, member_id: int) -> tuple[OwnChain, Proof | None]:
    async with db.read(long=True) as session:
        return await own.own_chain(session, member_id), await roots.proof(session, member_id)


def _sealed(proof: Proof) -> dict[str, Any]:
    day: date = proof.root.day
    return {
        "day": day.isoformat(),
        "root": proof.root.root.hex(),
        "entries": len(proof.entries),
        "account": proof.account_id,
        "path": [{"side": "left" if left else "right", "hash": neighbour.hex()} for left, neighbour in proof.path],
    }
