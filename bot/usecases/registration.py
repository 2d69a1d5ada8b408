"""From a stranger to a member: whose link they came by, what they agreed to, and the phone they shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes, words
from bot.rules.deep_links import Link
from bot.rules.people import normal_phone, shown_name
from bot.rules.referral import Claim, came_by, may_claim
from bot.usecases import (
    claim_steps,
    claiming,
    consents,
    gift_steps,
    joining_by_phone,
    newcomers,
    offered_gifts,
    program,
    referral,
)
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.offered_gifts import Offered
from bot.usecases.program import Rules
from db.enums import ConsentKind, GiftState
from db.ledger import accounts, read
from db.models.chats import Registration
from db.models.members import Member, Person
from db.queries import gifts
from db.queries import members as queries
from db.queries.members import Inviter, Known
from db.queries.referral import BY_A_FRIEND
from db.session import Database, insert_once

BY_GIFT = "gift"  # a source: the link of a friend's gift


@dataclass(frozen=True)
class Arrived:
    """A guest at the shop's door. `invited_by`: the name of whose invitation counts, `gift`: the points it brings,
    `greetings`: the shop's own, by language; `brings`: what a friend gives, theirs as soon as they have joined;
    `waits`: so many points do, behind the link they came by (0: not any more; None: it was no such link)."""

    shop: str
    earn_rate_bp: int
    invited_by: str | None
    gift: int
    greetings: Mapping[str, str]
    brings: Offered | None = None
    waits: int | None = None


async def arrive(db: Database, actor: Actor, link: Link, *, at: datetime) -> Arrived:
    """Where a guest came from is kept, the first invitation and the first source for good. An unknown code is no code,
    and the staff's own links bind nobody. Refuses `program.not_set_up`."""
    async with db.begin() as session:
        rules = await _open_shop(session, at)
        inviter = await _inviter(session, link)
        pending = await _pending(session, actor.chat_id, at)
        if link.kind in ("source", "promo"):
            pending.source = pending.source or link.value
        brings = await _gift(session, pending, link, rules, at)
        waits = await claiming.keep(session, pending, link.value, at) if link.kind == "claim" else None
        if inviter and pending.inviter_id is None and may_claim(Claim(inviter_is_staff=inviter.is_staff)) is None:
            pending.inviter_id = inviter.member_id
            pending.source = pending.source or BY_A_FRIEND + came_by(link.value)[1]
        bound = await queries.name_of(session, pending.inviter_id) if pending.inviter_id else None
    numbers = rules.program
    greetings = words.every(numbers, "greeting")
    return Arrived(numbers.name, numbers.earn_rate_bp, bound, numbers.referral_friend, greetings, brings, waits)


async def _gift(session: AsyncSession, pending: Registration, link: Link, rules: Rules, at: datetime) -> Offered | None:
    """A gift that can still be taken is kept for the guest; one that can't is no gift."""
    gift = await gifts.by_hash(session, codes.token_hash(link.value)) if link.kind == "gift" else None
    if gift is None or gift.state is not GiftState.OPEN or gift.until <= at:
        return None
    pending.gift_id, pending.source = gift.id, pending.source or BY_GIFT
    return await offered_gifts.shown(session, gift, None, rules, at)


async def why_unbound(db: Database, actor: Actor, link: Link) -> str | None:
    """Why a link changes nothing for a member or somebody of the staff: a reason of rules.referral.may_claim, or None
    where it is nobody's invitation. Changes nothing."""
    async with db.read() as session:
        inviter = await _inviter(session, link)
    if inviter is None:
        return None
    if actor.member_id is None:
        return "referral.staff"
    return may_claim(Claim(itself=inviter.member_id == actor.member_id, already_member=True))


async def _open_shop(session: AsyncSession, at: datetime) -> Rules:
    rules = await program.in_force(session, at)
    if not rules.version:
        raise Refused("program.not_set_up")
    return rules


async def _inviter(session: AsyncSession, link: Link) -> Inviter | None:
    if link.kind != "referral":
        return None
    return await queries.inviter(session, codes.normal_code(came_by(link.value)[0]))


async def _pending(session: AsyncSession, chat_id: int, at: datetime) -> Registration:
    await insert_once(session, Registration, {"chat_id": chat_id, "started_at": at}, index=["chat_id"])
    return await session.get_one(Registration, chat_id, with_for_update=True)


async def agree(db: Database, actor: Actor, *, offers: bool, at: datetime) -> None:
    """The guest has agreed to the policy in force, and with *offers* to advertising too; both are proved by a moment
    and a text version."""
    async with db.begin() as session:
        pending = await _pending(session, actor.chat_id, at)
        pending.data_consent_at, pending.data_consent_version = at, consents.POLICY
        pending.advertising_consent_at = at if offers else None


@dataclass(frozen=True)
class SharedContact:
    """A contact as it came in a message: whose it is is Telegram's word, everything else the sender's."""

    phone: str
    user_id: int | None
    name: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Joined:
    """A member with a card. `already`: they were one before; `waiting` welcome points come with the first order;
    `brought` can be spent at once: it waited for them."""

    member_id: int
    number: str
    name: str
    already: bool
    waiting: int
    birthday_gift: int
    brought: int = 0


class _Overtaken(Exception):
    """The same phone or chat joined between our look and our word."""


async def complete(db: Database, actor: Actor, contact: SharedContact, *, at: datetime, new: Makers) -> Joined:
    """The guest is a member: number, card, consents with their text version, an account at zero, the inviter told.
    Joining twice is joining once. Welcome points wait for the first delivered order. Whoever is known by this number
    only, without a chat, is the same member as before, whom nobody has brought; what waits on the number is theirs.

    Refuses `contact.not_own` (another person's, forwarded, or without an owner), `registration.phone_known` (the number
    belongs to a member with another Telegram account: nothing is merged), `registration.consent_first`,
    `program.not_set_up`; raises BadPhone.
    """
    if contact.forwarded or contact.user_id != actor.chat_id:
        raise Refused("contact.not_own")
    phone = normal_phone(contact.phone)
    name = shown_name(contact.name) or shown_name(actor.name)
    try:
        return await _complete(db, actor, (phone, name), at=at, new=new)
    except _Overtaken:  # by now the other one is committed and seen
        return await _complete(db, actor, (phone, name), at=at, new=new)


async def _complete(db: Database, actor: Actor, told: tuple[str, str], *, at: datetime, new: Makers) -> Joined:
    phone, name = told
    async with db.begin() as session:
        rules = await _open_shop(session, at)
        if known := await queries.by_chat(session, actor.chat_id):
            return Joined(known.member_id, known.number, known.name, True, 0, rules.program.birthday_points)
        there = await queries.by_phone(session, phone)
        if there and there.chat_id is not None:
            raise _Overtaken if there.chat_id == actor.chat_id else Refused("registration.phone_known")
        pending = await _agreed(session, actor.chat_id)
        if there:
            known = await joining_by_phone.adopt(session, there, actor.chat_id, name, at=at)
        else:
            known = await _new(session, pending, told, rules, at=at, new=new)
        if known is None:
            raise _Overtaken
        await _consequences(session, pending, known, phone, at=at, rules=rules, newcomer=there is None)
        return await _joined(session, known, rules)


async def _new(
    session: AsyncSession, pending: Registration, told: tuple[str, str], rules: Rules, *, at: datetime, new: Makers
) -> Known | None:
    """None: somebody was quicker."""
    phone, name = told
    member = await newcomers.write(session, pending.source, rules, at=at, new=new)
    known = Known(member.id, pending.chat_id, member.number, name or codes.format_number(member.number))
    person = {"member_id": known.member_id, "chat_id": known.chat_id, "name": known.name, "phone": phone}
    if not await insert_once(session, Person, person, index=[]):
        return None
    await accounts.open_member(session, member.id)
    return known


async def _agreed(session: AsyncSession, chat_id: int) -> Registration:
    pending = await session.get(Registration, chat_id, with_for_update=True)
    if pending is None or pending.data_consent_at is None:
        raise Refused("registration.consent_first")
    return pending


async def _consequences(
    session: AsyncSession,
    pending: Registration,
    known: Known,
    phone: str,
    *,
    at: datetime,
    rules: Rules,
    newcomer: bool,
) -> None:
    member_id = known.member_id
    agreed = {ConsentKind.DATA: pending.data_consent_at, ConsentKind.ADVERTISING: pending.advertising_consent_at}
    version = pending.data_consent_version or consents.POLICY
    for kind, moment in agreed.items():
        if moment is not None:
            await consents.record(session, member_id, kind, True, source="join", at=moment, version=version)
    if newcomer:
        await referral.claim(session, friend_id=member_id, inviter_id=pending.inviter_id, at=at, rules=rules)
    if pending.gift_id is not None:
        await gift_steps.arrive(session, pending.gift_id, member_id, at=at, rules=rules)
    await claim_steps.arrive(session, member_id, phone=phone, claim_id=pending.claim_id, at=at, rules=rules)
    pending.member_id = member_id


async def _joined(session: AsyncSession, known: Known, rules: Rules) -> Joined:
    first = (await session.get_one(Member, known.member_id, populate_existing=True)).orders_count == 0
    waiting = rules.program.welcome_points if first else 0
    brought = (await read.balance(session, known.member_id)).available
    return Joined(known.member_id, known.number, known.name, False, waiting, rules.program.birthday_points, brought)
