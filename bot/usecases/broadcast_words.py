"""The words of a broadcast for each of its members, put in when their message leaves; and for whoever tries it out."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcasts as shapes
from bot.rules import mechanics
from bot.rules import rewards as rule
from bot.rules.access import may
from bot.rules.broadcasts import Content, Words
from bot.rules.rewards import Taker
from bot.usecases import broadcast_drafts, program, reward_shelf
from bot.usecases.actor import Actor, allow
from bot.usecases.notify import Notice, tell
from bot.usecases.program import Rules
from db.enums import Lane, Tier
from db.ledger import read
from db.models.rewards import Reward
from db.queries import broadcast_words as queries
from db.queries import outlets, staff
from db.queries import rewards as reward_queries
from db.session import Database

ACT = "broadcasts.send"
Gaps = Mapping[str, Any]


@dataclass(frozen=True)
class _Said:
    """A broadcast read once for all who get it now."""

    content: Content
    buttons: list[Any]
    deadline: str | None

    def to(self, broadcast_id: int, variant: str, language: str | None, rules: Rules) -> dict[str, Any]:
        spoken = language.partition("-")[0] if language else None
        words = shapes.words_for(self.content, variant, spoken, rules.program.language)
        return {**_facts(words), "broadcast": broadcast_id, "variant": variant} | {
            "buttons": self.buttons,
            "deadline": self.deadline,
            "trial": False,
        }

    @property
    def used(self) -> frozenset[str]:
        """The gaps that stand in any of its texts."""
        every = [words.text or "" for by_language in self.content.values() for words in by_language.values()]
        return frozenset(name for text in every for name, _ in shapes.gaps_in(text))


def _said(row: Any) -> _Said:
    deadline = row.deadline.isoformat() if row.deadline else None
    return _Said(shapes.content_of(row.content), row.buttons, deadline)


def _facts(words: Words) -> dict[str, Any]:
    return {"text": words.text, "chat": words.chat, "copy": list(words.copy)}


async def worded(
    session: AsyncSession, rows: Sequence[Any], rules: Rules, at: datetime
) -> dict[int, Mapping[str, Any]]:
    """The facts of these rows of the outbox, by their id; asked once for all that leave together. What stands in the
    text as a gap stands there still: `gaps` has what this member's is filled with."""
    if not rows:
        return {}
    found = await queries.composed(session, {row.broadcast_id for row in rows})
    once = {each.id: _said(each) for each in found.values()}
    members = sorted({row.member_id for row in rows if row.member_id is not None})
    used = frozenset(gap for said in once.values() for gap in said.used)
    gaps = await _gaps(session, members, used, rules, at)
    return {
        row.id: {
            **row.facts,
            **once[row.broadcast_id].to(row.broadcast_id, row.variant or "A", row.language, rules),
            "gaps": gaps.get(row.member_id, {}),
        }
        for row in rows
    }


async def _gaps(
    session: AsyncSession, members: Sequence[int], used: Set[str], rules: Rules, at: datetime
) -> dict[int, Gaps]:
    """What fills the gaps of each member, asked of the database only where a text has such a gap."""
    people = await queries.readers(session, members) if used - {"deadline"} else {}
    points = await read.available(session, members) if used & {"balance", "reward"} else {}
    rewards = await _rewards(session) if "reward" in used and mechanics.on(rules.program, "rewards") else []
    places = frozenset(each.id for each in await outlets.active(session)) if rewards else frozenset()
    filled: dict[int, Gaps] = {}
    for member, person in people.items():
        taker = Taker(points.get(member, 0), person.tier, open_outlets=places)
        told = {"name": person.name, "tier": person.tier.value, "favourite": person.favourite}
        fitting = [each for each in rewards if not rule.contained(each, person.allergens)]
        filled[member] = {**told, "balance": taker.points, "reward": _nearest(fitting, taker, rules, at)}
    return filled


async def _rewards(session: AsyncSession) -> list[rule.Terms]:
    """Those anybody may have who has the points, the cheapest first; counting what each member took would cost more
    than the word is worth."""
    shown: Sequence[Reward] = await reward_queries.on_offer(session)
    return [reward_shelf.terms_of(each) for each in shown if each.per_member is None and each.per_day is None]


def _nearest(rewards: Sequence[rule.Terms], taker: Taker, rules: Rules, at: datetime) -> dict[str, str] | None:
    """The dearest they can have, else the cheapest they need only points for; its names by language."""
    withheld = [(terms, rule.may_have(terms, taker, rules.program, at)) for terms in rewards]
    now = [terms for terms, reason in withheld if reason is None]
    almost = [terms for terms, reason in withheld if reason is not None and "missing" in reason.facts]
    chosen = now[-1] if now else almost[0] if almost else None
    return dict(chosen.names) if chosen else None


async def sample(
    db: Database, actor: Actor, broadcast_id: int, variant: str, language: str, *, at: datetime
) -> Mapping[str, Any]:
    """The facts of the message as a reader of *language* gets it in that variant, for whoever composes it: with their
    own name and points, if they are a member. Changes nothing. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await _trial(session, actor, broadcast_id, variant, language, at)


async def _trial(
    session: AsyncSession, actor: Actor, broadcast_id: int, variant: str, language: str | None, at: datetime
) -> dict[str, Any]:
    rules = await program.in_force(session, at)
    said = _said(await broadcast_drafts.found(session, broadcast_id))
    member = actor.member_id
    own = await _gaps(session, [member], shapes.GAPS.keys(), rules, at) if member is not None else {}
    anybody = {"name": actor.name, "balance": rules.program.welcome_points, "tier": Tier.BRONZE.value}
    gaps = own.get(member or 0) or {**anybody, "favourite": None, "reward": None}
    return {**said.to(broadcast_id, variant, language, rules), "gaps": gaps, "trial": True}


async def send_trial(db: Database, actor: Actor, broadcast_id: int, *, everybody: bool, at: datetime) -> int:
    """Each variant is on its way to the actor, or to all who may send if *everybody*, each in their language. Returns
    to how many people. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await broadcast_drafts.found(session, broadcast_id)
        readers = {actor.chat_id: actor.speaks}
        if everybody:
            readers |= {each.chat_id: each.language for each in await staff.speaking(session) if may(each.role, ACT)}
        for variant in shapes.content_of(row.content):
            for chat_id, language in readers.items():
                facts = await _trial(session, actor, broadcast_id, variant, language, at)
                await tell(session, chat_id, Notice("broadcast.sent", facts, lane=Lane.PERSON), at=at)
        return len(readers)
