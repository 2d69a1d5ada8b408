"""A stranger becomes a member in chat: four taps and no typing, or with everything that people send instead."""

import pytest
from sqlalchemy import func, select

from db.models.chats import Registration
from db.models.members import Consent, Member, Person
from tests.support.guests import open_shop
from tests.support.talk import Person as Somebody
from tests.support.talk import Talk

PHONE = "+48600100200"


@pytest.fixture
async def shop(talk: Talk) -> Talk:
    await open_shop(talk.db)
    return talk


async def count(talk: Talk, model: type) -> int:
    async with talk.db.read() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def the(talk: Talk, column: object) -> object:
    async with talk.db.read() as session:
        return (await session.execute(select(column))).scalar_one()  # type: ignore[call-overload]


async def at_the_phone(shop: Talk, name: str = "Ann") -> Somebody:
    ann = shop.person(name)
    await ann.says("/start")
    await ann.presses("English")
    await ann.presses("I agree")
    return ann


async def joined(shop: Talk, name: str = "Ann", phone: str = PHONE) -> Somebody:
    ann = await at_the_phone(shop, name)
    await ann.shares_contact(phone)
    return ann


async def test_four_taps_after_start_and_no_typing(shop: Talk) -> None:
    ann = shop.person("Ann", language="ru")
    await ann.says("/start")
    assert "Sushi Okaeri" in ann.text
    assert ann.buttons == ["Русский", "English", "Polski"]
    await ann.presses("English")
    assert "your name and phone, so that we find your card when you order" in ann.text
    assert ann.buttons == ["☐ Also send me offers", "Read the whole text", "I agree", "Home"]
    await ann.presses("I agree")
    assert ann.keyboard == ["📱 Share my phone"]
    await ann.shares_contact(PHONE)
    assert "🎉 You're in, Ann!\n+100 points wait for your first order." in ann.shown
    assert ann.text.startswith("Your card will say Ann.\nWhen is your birthday?")
    assert (ann.keyboard, ann.buttons) == ([], ["Show my card", "Another name", "Add my birthday"])
    await ann.presses("Show my card")
    assert ann.messages[-1].photo
    assert "My card" in ann.text
    await ann.presses("Home")
    assert ann.text.startswith("Hello, Ann!")


async def test_offers_are_asked_apart_and_never_ticked_beforehand(shop: Talk) -> None:
    ann = shop.person("Ann")
    await ann.says("/start")
    await ann.presses("English")
    await ann.presses("Also send me offers")
    assert ann.buttons[0] == "☑ Also send me offers"
    await ann.presses("Read the whole text")
    assert "Version 2026-12" in ann.text
    await ann.presses("Back")
    assert ann.buttons[0] == "☑ Also send me offers"
    await ann.presses("Also send me offers")
    assert ann.buttons[0] == "☐ Also send me offers"
    await ann.presses("I agree")
    await ann.shares_contact(PHONE)
    assert await the(shop, Consent.kind) == "data"


async def test_a_name_and_a_birthday_before_the_card(shop: Talk) -> None:
    ann = await joined(shop)
    await ann.presses("Another name")
    await ann.says("<b>Anna</b>")
    assert "Your card will say <b>Anna</b>." in ann.text
    await ann.presses("Add my birthday")
    await ann.says("14 March")
    assert ann.text.startswith("🎂 14 March: is that right?\nIt can be changed again after 365 days.")
    await ann.presses("Yes, 14 March")
    assert "Birthday: 14 March" in ann.text
    assert ann.buttons == ["Show my card", "Another name"]
    assert await the(shop, Person.birthday_md) == 314


async def test_a_date_typed_beside_the_card_is_the_birthday(shop: Talk) -> None:
    ann = await joined(shop)
    await ann.says("01.12")
    assert "first gift comes on 1 December 2027" in ann.text
    await ann.presses("Yes, 1 December")
    assert ann.toast == "1 December it is. The first gift comes next year."
    await ann.presses("Show my card")
    assert ann.messages[-1].photo


async def test_a_word_typed_beside_the_card_is_asked_about(shop: Talk) -> None:
    ann = await joined(shop)
    await ann.says("Annie")
    assert ann.text.startswith("Is “Annie” your name?")
    await ann.presses("Put it on my card")
    assert "Your card will say Annie." in ann.text


async def test_a_day_that_does_not_exist_is_no_birthday(shop: Talk) -> None:
    ann = await joined(shop)
    for typed, said in (
        ("31.02", "There is no such day"),
        ("14.03.2027", "still to come"),
        ("14.03.0001", "Nobody is as old"),
    ):
        await ann.says(typed)
        assert said in ann.text
        assert ann.buttons
    assert await the(shop, Person.birthday_md) is None
    await ann.says("14.03")
    assert "14 March: is that right?" in ann.text


@pytest.mark.parametrize("how", ["foreign", "forwarded", "nobody's"])
async def test_another_persons_contact_is_refused_with_a_way_on(shop: Talk, how: str) -> None:
    ann = await at_the_phone(shop)
    contact = {"phone_number": PHONE, "first_name": "Bob"}
    origin = {"type": "hidden_user", "sender_user_name": "Bob", "date": 1_800_000_000}
    if how == "foreign":
        await ann.shares_contact(PHONE, user_id=77)
    elif how == "forwarded":
        await ann.shares_contact(PHONE, forward_origin=origin)
    else:
        await ann.sends(contact=contact)
    assert "somebody else's" in ann.text
    assert await count(shop, Member) == 0
    await ann.presses("Share my phone")
    assert ann.keyboard == ["📱 Share my phone"]
    await ann.shares_contact(PHONE)
    assert await count(shop, Member) == 1


async def test_a_number_without_its_plus_is_as_good(shop: Talk) -> None:
    await joined(shop, phone="48600100200")
    assert await the(shop, Person.phone) == PHONE


async def test_a_number_that_is_typed_could_be_anybodys(shop: Talk) -> None:
    ann = await at_the_phone(shop)
    await ann.says(PHONE)
    assert "Please use the button" in ann.text
    assert await count(shop, Member) == 0


async def test_a_known_phone_on_another_account_is_not_merged(shop: Talk) -> None:
    await joined(shop, "Ann")
    bob = await joined(shop, "Bob", phone=PHONE)
    assert "already has a card here, under another Telegram account" in bob.text
    assert await count(shop, Member) == 1
    await bob.presses("Help")
    assert "/start" in bob.text


async def test_a_contact_sent_twice_joins_once(shop: Talk) -> None:
    ann = await joined(shop)
    await ann.shares_contact(PHONE)
    assert ann.text.startswith("Hello, Ann!")
    assert await count(shop, Member) == 1


async def test_a_contact_without_consent_leads_back_to_it(shop: Talk) -> None:
    ann = shop.person("Ann")
    await ann.says("/start")
    await ann.shares_contact(PHONE)
    assert "please read what for, and agree" in ann.text
    await ann.presses("Read and agree")
    await ann.presses("I agree")
    await ann.shares_contact(PHONE)
    assert await count(shop, Member) == 1


async def test_a_friends_link_is_kept_through_the_whole_way(shop: Talk) -> None:
    ann = await joined(shop, "Ann")
    code = await the(shop, Member.referral_code)
    bob = shop.person("Bob")
    await bob.opens(f"r_{code}")
    assert "An invitation from Ann: your first order brings you 100 points on top." in bob.text
    await bob.says("/start")
    assert "An invitation from Ann" in bob.text
    await bob.presses("English")
    await bob.presses("I agree")
    await bob.shares_contact("+48600100201")
    await shop.deliver()
    assert any("Bob" in text for text in ann.shown)


async def test_a_link_is_for_newcomers_only(shop: Talk) -> None:
    ann, bob = await joined(shop, "Ann"), await joined(shop, "Bob", "+48600100201")
    async with shop.db.read() as session:
        code = await session.scalar(select(Member.referral_code).order_by(Member.id).limit(1))
    await ann.opens(f"r_{code}")
    assert ann.text.startswith("That's your own link.")
    await bob.opens(f"r_{code}")
    assert bob.text.startswith("You have a card already")
    assert "Hello, Bob!" in bob.text


async def test_odd_links_look_like_no_link(shop: Talk) -> None:
    screens = set()
    for number, payload in enumerate(
        ("", "r_NOSUCH00", "r_' OR 1=1", "x_1", "s_" + "a" * 90, "g_abc", "v_abc", "m_abc", "%")
    ):
        guest = shop.person("Guest", id=500 + number)
        await guest.opens(payload)
        screens.add((guest.text, *guest.buttons))
    assert len(screens) == 1


async def test_a_source_is_remembered(shop: Talk) -> None:
    ann = shop.person("Ann")
    await ann.opens("s_leaflet-3")
    assert await the(shop, Registration.source) == "leaflet-3"


async def test_a_profile_full_of_tags_does_no_harm(shop: Talk) -> None:
    ann = await at_the_phone(shop)
    contact = {"phone_number": PHONE, "first_name": '<a href="x">A</a>\n✅ Paid', "user_id": ann.id}
    await ann.sends(contact=contact)
    assert 'Your card will say <a href="x">A</a> ✅ Paid.' in ann.text


async def test_a_name_of_three_hundred_letters_does_not_fit(shop: Talk) -> None:
    ann = await joined(shop)
    await ann.presses("Another name")
    await ann.says("A" * 300)
    assert "64 letters is the most" in ann.text
    await ann.says("Annie")
    assert "Your card will say Annie." in ann.text


async def test_buttons_of_the_way_in_are_old_for_a_member(shop: Talk) -> None:
    ann = await joined(shop)
    for data in ("ja:1", "jl:en", "jc:1", "jp:0", "jt"):
        await ann.presses_data(data)
        assert "grown old" in ann.toast
        assert ann.text.startswith("Hello, Ann!")
    assert await count(shop, Consent) == 1


async def test_a_shop_that_is_not_named_yet_is_not_open(talk: Talk) -> None:
    ann = talk.person("Ann")
    await ann.says("/start")
    assert "still getting ready" in ann.text


async def test_every_step_survives_a_restart(shop: Talk) -> None:
    ann = await at_the_phone(shop)
    ann.talk = Talk(shop.db, shop.dispatcher["settings"])
    await ann.shares_contact(PHONE)
    ann.talk = Talk(shop.db, shop.dispatcher["settings"])
    await ann.says("14.03")
    assert "14 March: is that right?" in ann.text
