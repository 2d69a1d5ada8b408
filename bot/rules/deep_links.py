"""Telegram's ?start= payloads: what a link means, and how one is made."""

import re
from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["referral", "invite", "source", "voucher", "claim", "card", "gift", "promo", "none"]
LETTERS: dict[str, LinkKind] = {
    "r": "referral",
    "i": "invite",
    "s": "source",
    "v": "voucher",
    "m": "card",
    "g": "gift",
    "p": "promo",
}
LETTER_OF: dict[LinkKind, str] = {kind: letter for letter, kind in LETTERS.items()} | {"claim": "v"}
PAYLOAD = re.compile(r"([a-z])_([A-Za-z0-9_-]{1,62})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    kind: LinkKind
    value: str = ""


NOTHING = Link("none")


def parse(payload: str | None) -> Link:
    """What the payload means; whatever is too long, of another alphabet or unknown is `NOTHING`, so that a wrong link
    and no link look the same. Never raises."""
    found = PAYLOAD.fullmatch(payload or "")
    if found is None or found[1] not in LETTERS:
        return NOTHING
    kind: LinkKind = "claim" if found[1] == "v" and "_" in found[2] else LETTERS[found[1]]
    return Link(kind, found[2])  # a voucher's code has no seal behind it; a claim's has


def build(kind: LinkKind, value: str) -> str:
    """The payload that `parse` reads back; a value Telegram would not carry is a ValueError."""
    payload = f"{LETTER_OF[kind]}_{value}"
    if PAYLOAD.fullmatch(payload) is None:
        raise ValueError(f"a start payload cannot carry {value!r}")
    return payload


def url(username: str, payload: str = "") -> str:
    """The link people tap: opens the private chat with the bot *username* and presses Start with the payload."""
    start = f"?start={payload}" if payload else ""
    return f"https://t.me/{username.removeprefix('@')}{start}"
