"""Name, birthday, offers: what members say about themselves, and when it can be changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.rules.people import BadName
from bot.rules.timing import Birthday
from bot.usecases import consents, profile
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from db.enums import ConsentKind, MessageState
from db.models.members import Consent, Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support.guests import NOON, member, open_shop

ANN = 21
MARCH = Birthday(14, 3)


@pytest.fixture
async def ann(db: Database) -> Actor:
    await open_shop(db)
    return await member(db, ANN, "Ann")


async def test_a_name_is_cleaned_once_and_kept(db: Database, ann: Actor) -> None:
    assert await profile.rename(db, ann, "  <b>Ann</b>\n✅ Paid\u202e ") == "<b>Ann</b> ✅ Paid"
    assert (await profile.look(db, ann, at=NOON)).name == "<b>Ann</b> ✅ Paid"


@pytest.mark.parametrize(("name", "code"), [("A" * 300, "name.too_long"), (" \u200b ", "name.empty")])
async def test_a_name_that_is_none_changes_nothing(db: Database, ann: Actor, name: str, code: str) -> None:
    with pytest.raises(BadName) as bad:
        await profile.rename(db, ann, name)
    assert bad.value.code == code
    assert (await profile.look(db, ann, at=NOON)).name == "Ann"


async def test_a_guest_has_no_profile(db: Database) -> None:
    with pytest.raises(Refused, match=r"member\.needed"):
        await profile.look(db, Actor(chat_id=5), at=NOON)


async def test_a_birthday_is_kept_with_its_day_of_the_year(db: Database, ann: Actor) -> None:
    kept = await profile.keep_birthday(db, ann, MARCH, at=NOON)
    assert (kept.first_gift, kept.next_year) == (date(2027, 3, 14), False)
    async with db.read() as session:
        person = (await session.scalars(select(Person))).one()
    assert (person.birthday_md, person.birthday_year, person.birthday_set_on) == (314, None, date(2026, 11, 21))


async def test_a_birthday_that_is_near_counts_from_next_year(db: Database, ann: Actor) -> None:
    kept = await profile.keep_birthday(db, ann, Birthday(1, 12), at=NOON)
    assert (kept.first_gift, kept.next_year) == (date(2027, 12, 1), True)


async def test_a_birthday_told_on_the_day_itself_counts_from_next_year_too(db: Database, ann: Actor) -> None:
    kept = await profile.keep_birthday(db, ann, Birthday(21, 11), at=NOON)
    assert (kept.first_gift, kept.next_year) == (date(2027, 11, 21), True)


async def test_asking_about_a_birthday_changes_nothing(db: Database, ann: Actor) -> None:
    await profile.weigh_birthday(db, ann, MARCH, at=NOON)
    assert (await profile.look(db, ann, at=NOON)).birthday is None


async def test_a_birthday_is_changed_at_most_once_in_a_year(db: Database, ann: Actor) -> None:
    await profile.keep_birthday(db, ann, MARCH, at=NOON)
    for ask in (profile.keep_birthday, profile.weigh_birthday):
        with pytest.raises(Refused) as refused:
            await ask(db, ann, Birthday(15, 3), at=NOON + timedelta(days=364))
        assert (refused.value.code, refused.value.facts) == ("birthday.locked", {"until": date(2027, 11, 21)})
    mine = await profile.look(db, ann, at=NOON + timedelta(days=364))
    assert (mine.birthday, mine.locked_until) == (MARCH, date(2027, 11, 21))
    await profile.keep_birthday(db, ann, Birthday(15, 3), at=NOON + timedelta(days=365))
    mine = await profile.look(db, ann, at=NOON + timedelta(days=365))
    assert (mine.birthday, mine.locked_until) == (Birthday(15, 3), date(2028, 11, 20))


async def test_the_same_birthday_again_does_not_start_the_year_anew(db: Database, ann: Actor) -> None:
    await profile.keep_birthday(db, ann, MARCH, at=NOON)
    again = await profile.keep_birthday(db, ann, MARCH, at=NOON + timedelta(days=100))
    assert again.first_gift == date(2027, 3, 14)
    assert (await profile.look(db, ann, at=NOON + timedelta(days=100))).locked_until == date(2027, 11, 21)


async def test_offers_are_off_until_somebody_wants_them(db: Database, ann: Actor) -> None:
    assert (await profile.look(db, ann, at=NOON)).messages.on is False
    on = await consents.advertise(db, ann, True, source="settings", at=NOON)
    twice = await consents.advertise(db, ann, True, source="settings", at=NOON)
    assert (on.changed, twice.changed) == (True, False)
    assert (await profile.look(db, ann, at=NOON)).messages.on is True
    async with db.read() as session:
        found = select(Consent).where(Consent.kind == ConsentKind.ADVERTISING)
        (proof,) = (await session.scalars(found)).all()
    assert (proof.given, proof.text_version, proof.at, proof.source) == (True, "2026-12", NOON, "settings")


async def test_no_more_offers_means_that_planned_ones_stay(db: Database, ann: Actor) -> None:
    await consents.advertise(db, ann, True, source="settings", at=NOON)
    assert ann.member_id is not None
    async with db.begin() as session:
        await tell_member(session, ann.member_id, Notice("test.offer", advertising=True), at=NOON)
        await tell_member(session, ann.member_id, Notice("test.news"), at=NOON)
    assert (await consents.advertise(db, ann, False, source="offer", at=NOON)).changed
    async with db.read() as session:
        rows = await session.execute(select(OutgoingMessage.kind, OutgoingMessage.state, OutgoingMessage.reason))
        left = {kind: (state, reason) for kind, state, reason in rows}
    assert left == {
        "test.offer": (MessageState.SKIPPED, "no_consent"),
        "test.news": (MessageState.PLANNED, None),
    }
