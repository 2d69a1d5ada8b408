"""From a stranger to a member: once, with proof of what was agreed, and only by one's own phone."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.rules import codes
from bot.rules.contact import in_holdout
from bot.rules.deep_links import Link
from bot.rules.people import BadPhone
from bot.usecases import actor as actors
from bot.usecases import newcomers, registration
from bot.usecases.errors import Refused
from bot.usecases.registration import SharedContact
from db.enums import ConsentKind, Role, StaffState
from db.ledger import read
from db.models.chats import Registration
from db.models.members import Consent, Member, Person
from db.models.referrals import Referral
from db.models.staff import Staff
from db.session import Database
from tests.support.guests import NEW, NOON, agreed, guest, member, open_shop, shares
from tests.support.programs import sushi

ANN, BOB, CARL = 21, 22, 11
PHONE = "+48600100200"


async def the(db: Database, model: type) -> list:
    async with db.read() as session:
        return list(await session.scalars(select(model)))


async def refusal(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.code


async def code_of(db: Database, chat_id: int) -> str:
    async with db.read() as session:
        found = select(Member.referral_code).join(Person).where(Person.chat_id == chat_id)
        return (await session.execute(found)).scalar_one()


async def test_ann_joins_with_a_number_a_card_and_an_account_at_zero(db: Database) -> None:
    await open_shop(db)
    joined = await shares(db, await agreed(db, ANN, "Ann"), PHONE)
    assert (joined.name, joined.already, joined.waiting) == ("Ann", False, 100)
    (ann,), (person,) = await the(db, Member), await the(db, Person)
    assert codes.parse_number(ann.number) == ann.number == joined.number
    assert (person.chat_id, person.phone, person.name) == (ANN, PHONE, "Ann")
    assert (len(ann.referral_code), len(ann.card_code)) == (8, 13)
    async with db.read() as session:
        assert (await read.balance(session, ann.id)).available == 0


@pytest.mark.parametrize("offers", [True, False])
async def test_what_was_agreed_is_proved_by_version_moment_and_place(db: Database, offers: bool) -> None:
    await open_shop(db)
    await member(db, ANN, "Ann", offers=offers)
    proofs = {row.kind: (row.given, row.text_version, row.at, row.source) for row in await the(db, Consent)}
    proof = (True, "2026-12", NOON, "join")
    assert proofs == {ConsentKind.DATA: proof} | ({ConsentKind.ADVERTISING: proof} if offers else {})


async def test_nobody_joins_without_having_agreed(db: Database) -> None:
    await open_shop(db)
    ann = await guest(db, ANN, "Ann")
    assert await refusal(shares(db, ann, PHONE)) == "registration.consent_first"
    assert not await the(db, Member)


async def test_nobody_joins_a_shop_that_is_not_set_up(db: Database) -> None:
    ann = await guest(db, ANN, "Ann")
    assert await refusal(shares(db, ann, PHONE)) == "program.not_set_up"
    assert await refusal(registration.arrive(db, ann, Link("none"), at=NOON)) == "program.not_set_up"


@pytest.mark.parametrize(
    "contact",
    [
        SharedContact(PHONE, BOB, "Bob"),
        SharedContact(PHONE, None, "Ann"),
        SharedContact(PHONE, ANN, "Ann", forwarded=True),
    ],
    ids=["another person's", "nobody's", "forwarded"],
)
async def test_a_contact_that_is_not_surely_ones_own_is_refused(db: Database, contact: SharedContact) -> None:
    await open_shop(db)
    ann = await agreed(db, ANN, "Ann")
    assert await refusal(registration.complete(db, ann, contact, at=NOON, new=NEW)) == "contact.not_own"
    assert not await the(db, Member)


async def test_a_phone_without_its_plus_is_the_same_phone(db: Database) -> None:
    await open_shop(db)
    await shares(db, await agreed(db, ANN, "Ann"), "48600100200")
    bob = await agreed(db, BOB, "Bob")
    assert await refusal(shares(db, bob, PHONE)) == "registration.phone_known"
    assert [person.phone for person in await the(db, Person)] == [PHONE]


async def test_a_phone_that_is_none_is_refused(db: Database) -> None:
    await open_shop(db)
    ann = await agreed(db, ANN, "Ann")
    with pytest.raises(BadPhone):
        await shares(db, ann, "12")
    assert not await the(db, Member)


async def test_a_profile_without_a_readable_name_becomes_the_number(db: Database) -> None:
    await open_shop(db)
    joined = await shares(db, await agreed(db, ANN, "\u200b"), PHONE)
    assert joined.name == codes.format_number(joined.number)


async def test_twenty_accounts_with_one_phone_are_one_member(db: Database) -> None:
    await open_shop(db)
    guests = [await agreed(db, 100 + n, f"Guest {n}") for n in range(20)]
    answers = await asyncio.gather(*(shares(db, each, PHONE) for each in guests), return_exceptions=True)
    told = Counter(each.code if isinstance(each, Refused) else type(each).__name__ for each in answers)
    assert told == {"Joined": 1, "registration.phone_known": 19}
    assert len(await the(db, Member)) == len(await the(db, Person)) == 1


async def test_twenty_times_the_same_contact_is_one_member(db: Database) -> None:
    await open_shop(db)
    ann = await agreed(db, ANN, "Ann")
    answers = await asyncio.gather(*(shares(db, ann, PHONE) for _ in range(20)))
    assert Counter(each.already for each in answers) == {False: 1, True: 19}
    assert len({each.number for each in answers}) == 1 == len(await the(db, Member))
    assert len(await the(db, Consent)) == 1


async def test_the_first_invitation_and_the_first_source_count(db: Database) -> None:
    await open_shop(db)
    await member(db, ANN, "Ann")
    await member(db, BOB, "Bob")
    dana = await guest(db, 23, "Dana")
    for link in (
        Link("source", "leaflet"),
        Link("referral", (await code_of(db, ANN)).lower()),
        Link("referral", await code_of(db, BOB)),
        Link("source", "poster"),
    ):
        arrived = await registration.arrive(db, dana, link, at=NOON)
    assert (arrived.invited_by, arrived.gift) == ("Ann", 100)
    await registration.agree(db, dana, offers=False, at=NOON)
    joined = await shares(db, dana, PHONE)
    (referral,) = await the(db, Referral)
    ann, _, new = sorted(await the(db, Member), key=lambda each: each.id)
    assert (referral.inviter_id, referral.friend_id) == (ann.id, joined.member_id)
    assert new.source == "leaflet"


@pytest.mark.parametrize("payload", ["NOSUCH00", "x" * 60, "' OR 1=1 --", ""])
async def test_an_unknown_code_is_no_code(db: Database, payload: str) -> None:
    await open_shop(db)
    dana = await guest(db, 23, "Dana")
    odd = await registration.arrive(db, dana, Link("referral", payload), at=NOON)
    assert odd == await registration.arrive(db, dana, Link("none"), at=NOON)


async def test_invitations_bind_neither_members_nor_staff_nor_by_staff(db: Database) -> None:
    await open_shop(db)
    ann, bob = await member(db, ANN, "Ann"), await member(db, BOB, "Bob")
    async with db.begin() as session:
        for chat_id, name in ((BOB, "Bob"), (CARL, "Carl")):
            staff = Staff(chat_id=chat_id, name=name, role=Role.COURIER, state=StaffState.ACTIVE, created_at=NOON)
            session.add(staff)
    by_ann, by_bob = Link("referral", await code_of(db, ANN)), Link("referral", await code_of(db, BOB))
    await guest(db, CARL, "Carl")
    carl = await actors.read(db, CARL, NOON)
    assert await registration.why_unbound(db, ann, by_ann) == "referral.itself"
    assert await registration.why_unbound(db, bob, by_ann) == "referral.member"
    assert await registration.why_unbound(db, carl, by_ann) == "referral.staff"
    dana = await guest(db, 23, "Dana")
    assert (await registration.arrive(db, dana, by_bob, at=NOON)).invited_by is None


async def test_the_holdout_is_a_share_told_by_the_number(db: Database) -> None:
    await open_shop(db, sushi(holdout_bp=5_000))
    for n in range(8):
        await member(db, 100 + n, f"Guest {n}")
    held_out = {each.number for each in await the(db, Member) if each.holdout}
    numbers = {each.number for each in await the(db, Member)}
    assert held_out == {number for number in numbers if in_holdout(number, newcomers.HOLDOUT_SALT, 5_000)}
    assert 0 < len(held_out) < 8


async def test_the_registration_is_closed_when_it_is_done(db: Database) -> None:
    await open_shop(db)
    ann = await member(db, ANN, "Ann")
    async with db.read() as session:
        assert await session.scalar(select(Registration.member_id)) == ann.member_id
        assert await session.scalar(select(func.count()).select_from(Registration)) == 1
