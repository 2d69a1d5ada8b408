"""The hash chain of each member's account, and the day's Merkle root over all of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.enums import EntryKind

CANON = b"\x01"  # version of the canonical form; a new form gets a new number, old links keep theirs


@dataclass(frozen=True)
class Link:
    """One movement as it is hashed: the entry, both of its legs and the balance it left. Nobody's name is in it."""

    entry_id: int
    key: str
    kind: EntryKind
    at: datetime
    actor: str
    reason: str
    facts: Mapping[str, Any]
    reverses_id: int | None
    account_id: int
    house_id: int
    amount: int
    balance: int


def canonical(link: Link) -> bytes:
    """The version byte, then every field behind its length: no two links share a form."""
    fields = (
        link.entry_id,
        link.key,
        link.kind.value,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.reason,
        plain(link.facts),
        "" if link.reverses_id is None else link.reverses_id,
        link.account_id,
        link.house_id,
        link.amount,
        link.balance,
    )
    encoded = [str(field).encode() for field in fields]
    return CANON + b"".join(len(field).to_bytes(4, "big") + field for field in encoded)


def plain(facts: Mapping[str, Any]) -> str:
    """Facts as one line of JSON, always the same for the same facts."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def next_hash(previous: bytes, form: bytes) -> bytes:
    return hashlib.sha256(previous + form).digest()


def leaf(account_id: int, head: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + account_id.to_bytes(8, "big") + head).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves in their order; an odd one out moves up unchanged; of nothing: the hash of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _up(level)
    return level[0] if level else hashlib.sha256(b"").digest()


def merkle_path(leaves: Sequence[bytes], index: int) -> list[tuple[bool, bytes]]:
    """The neighbours from the leaf up to the root, each with "it stands on the left"."""
    path = []
    level = list(leaves)
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append((neighbour < index, level[neighbour]))
        level, index = _up(level), index // 2
    return path


def climb(start: bytes, path: Iterable[tuple[bool, bytes]]) -> bytes:
    reached = start
    for on_the_left, neighbour in path:
        reached = node(neighbour, reached) if on_the_left else node(reached, neighbour)
    return reached


def _up(level: list[bytes]) -> list[bytes]:
    paired = [node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return paired + level[-1:] if len(level) % 2 else paired
