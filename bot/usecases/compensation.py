"""An apology: points or a reward, once for a talk, up to what the giver's role may give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import feedback, mechanics
from bot.usecases import audit, presents, program, rewards
from bot.usecases import conversation_desk as desk
from bot.usecases import conversation_steps as steps
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.presents import Given, Present
from bot.usecases.program import Rules
from db.enums import AccountKind, VoucherSource
from db.ledger import accounts, read
from db.models.feedback import Conversation
from db.models.rewards import Reward
from db.models.staff import Staff
from db.models.vouchers import Voucher
from db.queries import rewards as shelf
from db.session import Database

ACT = "conversations.compensate"
MOST_CHOICES = 8


@dataclass(frozen=True)
class Choice:
    """A reward that may be given, by language."""

    reward_id: int
    names: Mapping[str, str]
    price: int


@dataclass(frozen=True)
class Choices:
    """What an apology can be: points up to `most`, `proposed` of them suggested; or one of these rewards."""

    conversation_id: int
    proposed: int
    most: int
    rewards: tuple[Choice, ...]


async def choices(db: Database, actor: Actor, conversation_id: int, *, at: datetime) -> Choices:
    """Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        me = await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        most = feedback.most_sorry(me.role, rules.program)
        there = await shelf.on_offer(session) if mechanics.on(rules.program, "rewards") else ()
        fitting = [
            Choice(each.id, dict(rewards.benefit_of(each).names), each.price)
            for each in there
            if each.price <= most and each.stock != 0 and each.happens_at is None
        ]
        return Choices(conversation_id, min(most, rules.program.sorry_points), most, tuple(fitting[:MOST_CHOICES]))


async def points(db: Database, actor: Actor, conversation_id: int, number: int, *, at: datetime) -> None:
    """The member of the talk has so many points more and an apology, once; it is their turn in the talk. Refuses what
    `conversation_desk.mine` refuses, `conversation.closed`, `conversation.compensated` (with `name`), `points.zero`
    and `points.over_cap` (with `points`)."""
    if number <= 0:
        raise Refused("points.zero")
    async with db.begin() as session:
        talk, me, rules = await _ready(session, actor, conversation_id, at)
        if number > (most := feedback.most_sorry(me.role, rules.program)):
            raise Refused("points.over_cap", points=most)
        await _given(session, talk, me, Gift(number, 0), at, rules)


async def reward(db: Database, actor: Actor, conversation_id: int, reward_id: int, *, at: datetime) -> None:
    """The member of the talk has the reward as a voucher and an apology, once; it is their turn in the talk. Refuses
    what `points` refuses, `reward.unknown` and `reward.sold_out`."""
    async with db.begin() as session:
        talk, me, rules = await _ready(session, actor, conversation_id, at)
        found = await session.get(Reward, reward_id)
        if found is None or found.removed or found.paused:
            raise Refused("reward.unknown")
        if found.price > (most := feedback.most_sorry(me.role, rules.program)):
            raise Refused("points.over_cap", points=most)
        await _given(session, talk, me, Gift(0, reward_id), at, rules)


@dataclass(frozen=True)
class Gift:
    """One of both is 0."""

    points: int
    reward_id: int


async def _ready(
    session: AsyncSession, actor: Actor, conversation_id: int, at: datetime
) -> tuple[Conversation, Staff, Rules]:
    """The talk in which nothing was given yet, behind the member's account: the order in which everybody locks."""
    member_id = await session.scalar(select(Conversation.member_id).where(Conversation.id == conversation_id))
    await accounts.lock_members(session, [member_id] if member_id else [])
    talk, me = await desk.mine(session, actor, conversation_id, ACT)
    desk.still_open(talk)
    if talk.compensated_by is not None:
        name = await session.scalar(select(Staff.name).where(Staff.id == talk.compensated_by))
        raise Refused("conversation.compensated", name=name or "—")
    return talk, me, await program.in_force(session, at)


async def _given(session: AsyncSession, talk: Conversation, me: Staff, gift: Gift, at: datetime, rules: Rules) -> None:
    key = f"sorry:{talk.id}"
    present = Present(
        key=key,
        reason="feedback.sorry",
        points=gift.points,
        reward_id=gift.reward_id,
        account=AccountKind.FEEDBACK,
        source=VoucherSource.STAFF,
        facts={"conversation": talk.id},
    )
    given = await presents.give(session, talk.member_id, present, at=at, rules=rules)
    if gift.reward_id and not given.names:
        raise Refused("reward.sold_out")
    voucher = await session.scalar(select(Voucher.id).where(Voucher.key == key))
    talk.compensation_points, talk.compensation_voucher_id, talk.compensated_by = gift.points, voucher, me.id
    talk.staff_id = talk.staff_id or me.id
    steps.members_turn(talk, at)
    facts: dict[str, Any] = {"conversation": talk.id, "reward": gift.reward_id, "points": gift.points}
    await audit.write(session, me, "conversations.compensate", f"member:{talk.member_id}", at=at, **facts)
    await _tell(session, talk, given, key, at)


async def _tell(session: AsyncSession, talk: Conversation, given: Given, key: str, at: datetime) -> None:
    facts = {
        "conversation": talk.id,
        "points": given.points,
        "names": dict(given.names),
        "voucher": talk.compensation_voucher_id,
        "available": (await read.balance(session, talk.member_id)).available,
    }
    await tell_member(session, talk.member_id, Notice("conversation.compensated", facts, key=key), at=at)
