"""Olga and her manager keep the automatic offers in chat: words, gifts, days, people, and what became of it all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.usecases import automation_rounds, automations, consents, program
from db.enums import AutomationKind, ConsentKind, Role, StaffState
from db.models.audit import AuditLine
from db.models.automations import Automation, AutomationEdit, Firing
from db.models.chats import Chat
from db.models.members import MemberTag, Person
from db.models.messages import OutgoingMessage
from db.models.rewards import Reward
from db.models.staff import Staff
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.talk import Person as Phone
from tests.support.talk import Talk

MAX = 2


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    """Ann is born in nine days and agrees to offers; Max is a manager."""
    shop = await opened(talk.db)
    async with talk.db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
        ann = await session.get_one(Person, shop.ann)
        ann.birthday_day, ann.birthday_month, ann.birthday_md = 30, 11, 1130
        ann.birthday_set_on = date(2025, 1, 1)
        await consents.record(session, shop.ann, ConsentKind.ADVERTISING, True, source="join", at=NOON)
        session.add(Chat(chat_id=MAX, first_name="Max", language="en", created_at=NOON))
        session.add(Staff(chat_id=MAX, name="Max", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    return shop


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Phone:
    return talk.person("Olga", id=OLGA)


async def rule(talk: Talk, kind: AutomationKind = AutomationKind.BIRTHDAY) -> Automation:
    async with talk.db.read() as session:
        return (await session.scalars(select(Automation).where(Automation.kind == kind))).one()


async def birthday(phone: Phone) -> None:
    await phone.says("/automations")
    await phone.presses("🟢 Birthday")


async def test_the_list_has_a_button_for_every_rule_and_words_only_where_there_is_something_to_say(olga: Phone) -> None:
    await olga.says("/automations")
    assert olga.text == "⏰ Automatic offers\n🟢 on · ⚪ off · numbers of the last 30 days"
    assert "🟢 Birthday" in olga.buttons
    assert "⚪ Tour of the programme" in olga.buttons
    assert len([label for label in olga.buttons if label[0] in "🟢⚪"]) == len(AutomationKind)
    assert olga.buttons[-1] == "Home"


async def test_every_card_and_every_button_of_it_answers(olga: Phone) -> None:
    await olga.says("/automations")
    for name in [label for label in olga.buttons if label[0] in "🟢⚪"]:
        await olga.says("/automations")
        await olga.presses(name)
        assert "⏰" in olga.text
        for button in [label for label in olga.buttons if label not in ("Home", "‹ Back", "👀 Send it to me")]:
            before = len(olga.talk.calls)
            await olga.presses(button)
            assert len(olga.talk.calls) > before, (name, button)
            await olga.says("/automations")
            await olga.presses(name[2:])


async def test_a_wrong_gap_is_told_with_those_that_work_and_the_question_stays(talk: Talk, olga: Phone) -> None:
    await birthday(olga)
    await olga.presses("✍️ Words")
    await olga.presses("English")
    assert "English, our words:" in olga.text
    assert "Your birthday is near!" in olga.text
    await olga.presses("✏️ Write")
    assert "{gift}" in olga.text
    await olga.says("Dear {nmae}, come by!")
    assert "{nmae} cannot be filled here" in olga.text
    assert "{name}" in olga.text
    await olga.says("Dear <b>{name}, come by!")
    assert "<b>" in olga.text
    await olga.says("Dear {name, come by!")
    assert "braces is alone" in olga.text
    await olga.says("x" * 2_000)
    assert "too long" in olga.text
    assert (await rule(talk)).texts == {}
    await olga.says("Dear <b>{name}</b>, {gift} wait for you until {until}!")
    assert "Words: your own (English), else ours" in olga.text
    await olga.presses("✍️ Words")
    await olga.presses("✍️ English")
    assert "Dear Olga, 150 points wait for you until" in olga.text
    await olga.presses("Use ours again")
    assert (await rule(talk)).texts == {}
    assert "Words: ours" in olga.text


async def test_the_shops_words_reach_the_member(talk: Talk, shop: Shop, olga: Phone) -> None:
    ann = talk.person("Ann", id=ANN)
    await birthday(olga)
    await olga.presses("✍️ Words")
    await olga.presses("English")
    await olga.presses("✏️ Write")
    await olga.says("Hooray, {name}! {points} until {until}.")
    talk.clock.advance(timedelta(days=2))
    await automation_rounds.fire_due(talk.db, talk.clock.now())
    await talk.deliver()
    assert ann.text.startswith("Hooray, Ann Green! 150 points until ")


async def test_two_managers_edit_at_once_and_the_second_is_asked_to_look_again(talk: Talk, olga: Phone) -> None:
    max_ = talk.person("Max", id=MAX)
    await birthday(olga)
    await birthday(max_)
    await olga.presses("✏️ Hour")
    await max_.presses("✏️ Hour")
    await olga.presses("12:00")
    assert olga.toast == "Saved."
    await max_.says("18")
    assert "Somebody changed this rule a moment ago" in max_.text
    assert (await rule(talk)).moment == {"hour": 12}
    await max_.presses("All rules")
    await max_.presses("🟢 Birthday")
    await max_.presses("✏️ Hour")
    await max_.says("18")
    assert (await rule(talk)).moment == {"hour": 18}
    await max_.presses("📜 Changes")
    assert "Max" in max_.text
    assert "Hour: 12:00 → 18:00" in max_.text
    assert "Hour: 10:00 → 12:00" in max_.text


async def test_a_button_pressed_twice_changes_once(talk: Talk, olga: Phone) -> None:
    await birthday(olga)
    await olga.presses("✏️ Hour")
    _, pressed = olga._find("12:00")
    for _ in range(3):
        await olga.presses_data(pressed)
    async with talk.db.read() as session:
        assert len((await session.scalars(select(AutomationEdit))).all()) == 1
        assert len((await session.scalars(select(AuditLine).where(AuditLine.act == "automation.edited"))).all()) == 1


@pytest.mark.parametrize(
    ("way", "typed", "told"),
    [
        ("💰 Points", "200", "200 points"),
        ("🏷 Percent off", "10%", "voucher: 10% off"),
        ("🏷 A sum off", "300", "voucher: ₽300 off"),
        ("✨ Points multiplied", "2", "voucher: Points × 2"),
    ],
)
async def test_a_gift_of_each_kind(talk: Talk, olga: Phone, way: str, typed: str, told: str) -> None:
    await birthday(olga)
    await olga.presses("🎁 What it brings")
    await olga.presses(way)
    await olga.says("a lot")
    assert "🙏" in olga.text
    await olga.says(typed)
    assert f"Brings: {told}" in olga.text.replace("300 ₽", "₽300").replace("300\xa0₽", "₽300")


async def test_a_reward_is_given_for_nothing(talk: Talk, olga: Phone) -> None:
    async with talk.db.begin() as session:
        soup = {"names": {"en": "Miso soup"}, "price": 100, "created_at": NOON}
        session.add(Reward(kind="dish", **soup))
    await birthday(olga)
    await olga.presses("🎁 What it brings")
    await olga.presses("🍱 A reward for nothing")
    await olga.presses("Miso soup")
    assert "Brings: voucher: Miso soup" in olga.text
    offer = (await rule(talk)).offer
    assert (offer["kind"], offer["benefit"]["kind"]) == ("voucher", "item")
    await olga.presses("🎁 What it brings")
    await olga.presses("✍️ Words only")
    assert "Brings: words only" in olga.text


async def test_who_it_is_for_is_chosen_by_buttons(talk: Talk, shop: Shop, olga: Phone) -> None:
    async with talk.db.begin() as session:
        session.add(MemberTag(member_id=shop.bob, tag="vip", at=NOON))
    await birthday(olga)
    await olga.presses("👥 For whom")
    assert "Now: everybody" in olga.text
    assert "That is 2 members." in olga.text
    await olga.presses("🙂 Who they are")
    await olga.presses("🏷 Tag")
    await olga.presses("tag “vip”")
    assert "That is 1 member." in olga.text
    await olga.presses("🧾 Orders")
    await olga.presses("💤 Last order")
    await olga.presses("✏️ At least…")
    await olga.says("soon")
    assert "🙏" in olga.text
    await olga.says("45")
    assert "Now: tag “vip”, no order for 45 days" in olga.text
    assert "That is 0 members." in olga.text
    await olga.presses("▪️ no order for 45 days")
    await olga.presses("✕ Take away")
    await olga.presses("⭐ Points and levels")
    await olga.presses("🏅 Level")
    await olga.presses("Silver or higher")
    await olga.presses("Save")
    assert "For whom: tag “vip”, Silver or higher" in olga.text
    stored = (await rule(talk)).segment
    assert stored is not None
    assert len(stored["all"]) == 2
    await olga.presses("👥 For whom")
    await olga.presses("Everybody")
    await olga.presses("Save")
    assert (await rule(talk)).segment is None


async def test_the_dry_run_names_ann_and_writes_nothing(talk: Talk, shop: Shop, olga: Phone) -> None:
    await birthday(olga)
    await olga.presses("📆 Next 7 days")
    assert "Ann Green" in olga.text
    assert "23 November 2026: 1" in olga.text
    assert "Nobody so far." not in olga.text
    async with talk.db.read() as session:
        assert (await session.scalars(select(Firing))).all() == []
        assert (await session.scalars(select(OutgoingMessage))).all() == []
    await olga.presses("‹ Back")
    await olga.presses("👥 For whom")
    await olga.presses("🙂 Who they are")
    await olga.presses("🌍 Language")
    await olga.presses("Polish")
    await olga.presses("Save")
    await olga.presses("📆 Next 7 days")
    assert "Nobody so far." in olga.text


async def test_what_follows_orders_is_not_foretold(olga: Phone) -> None:
    await olga.says("/automations")
    await olga.presses("Thank you after delivery")
    await olga.presses("📆 Next 7 days")
    assert "Nobody can tell ahead" in olga.text


async def test_a_trial_comes_to_olga_alone_and_is_marked(talk: Talk, olga: Phone) -> None:
    await birthday(olga)
    await olga.presses("👀 Send it to me")
    assert olga.text.startswith("🧪 A trial")
    assert "150 points" in olga.text
    async with talk.db.read() as session:
        assert (await session.scalars(select(Firing))).all() == []
        assert (await session.scalars(select(OutgoingMessage))).all() == []


async def test_a_trial_of_a_series_shows_all_its_messages(olga: Phone) -> None:
    await olga.says("/automations")
    await olga.presses("Welcome series")
    await olga.presses("👀 Send it to me")
    trials = [text for text in olga.shown if text.startswith("🧪")]
    assert len(trials) == len(set(trials)) == 3


async def test_warnings_of_points_are_the_programmes_own(olga: Phone) -> None:
    await olga.says("/automations")
    await olga.presses("Points end soon")
    assert "promise of the programme" in olga.text
    await olga.presses("✏️ Days of warning")
    assert "Warnings before points expire" in olga.text


async def test_a_category_is_named_before_its_rule_begins(talk: Talk, olga: Phone) -> None:
    await olga.says("/automations")
    await olga.presses("A favourite not ordered for long")
    assert "Waits for: Choose a category first" in olga.text
    await olga.presses("Switch it on")
    assert "Please name it first" in olga.toast
    await olga.presses("✏️ Category")
    await olga.says("rolls")
    assert "“rolls” bought before, and not since" in olga.text
    await olga.presses("Switch it on")
    assert "🟢 On" in olga.text
    assert (await rule(talk, AutomationKind.CATEGORY_LAPSED)).enabled


async def test_the_card_of_holidays_leads_to_their_list(olga: Phone) -> None:
    await olga.says("/automations")
    await olga.presses("Holidays")
    await olga.presses("All holidays")
    assert "Holidays ahead" in olga.text


async def test_after_a_month_the_report_tells_it_all(talk: Talk, shop: Shop, olga: Phone) -> None:
    """Ann's gift comes and is delivered; Bob never agreed to offers."""
    async with talk.db.begin() as session:
        bob = await session.get_one(Person, shop.bob)
        bob.birthday_day, bob.birthday_month, bob.birthday_md = 2, 12, 1202
        bob.birthday_set_on = date(2025, 1, 1)
    for _ in range(25):
        talk.clock.advance(timedelta(days=1))
        await automation_rounds.fire_due(talk.db, talk.clock.now())
        await talk.deliver()
    await birthday(olga)
    await olga.presses("📊 Last 30 days")
    assert "Fired: 1" in olga.text
    assert "Messages sent: 1" in olga.text
    assert "Passed over: no consent to offers: 1" in olga.text
    assert "Not enough to compare yet" in olga.text
    await olga.says("/automations")
    assert "🟢 Birthday: fired 1, passed over 1" in olga.text


async def test_another_milestone_is_added_made_ready_and_removed(talk: Talk, olga: Phone) -> None:
    max_ = talk.person("Max", id=MAX)
    await max_.says("/automations")
    assert "➕ Add a rule" not in max_.buttons
    await max_.presses_data("rla:order_milestone")
    assert "isn't" in max_.toast or max_.toast
    await olga.says("/automations")
    await olga.presses("➕ Add a rule")
    await olga.presses("Milestone of orders")
    assert "⚪ Off" in olga.text
    await olga.presses("✏️ Numbers of orders")
    await olga.says("ten")
    assert "can't read" in olga.text
    await olga.says("50, 10")
    assert "cannot work" in olga.text
    await olga.says("10, 50")
    assert "Order number 10, 50" in olga.text
    await olga.presses("Switch it on")
    assert "🟢 On" in olga.text
    await olga.presses("🗑 Remove")
    await olga.presses("Yes, remove")
    assert "№" not in olga.text
    async with talk.db.read() as session:
        rules = await session.scalars(select(Automation.slug).where(Automation.kind == AutomationKind.ORDER_MILESTONE))
        assert list(rules) == ["order_milestone"]


WRONG = [
    ("✏️ Days", ["-5", "a week", "400", ""], "🙏"),
    ("✏️ Hour", ["24", "10:30", "noon"], "🙏"),
    ("✏️ Last day of the gift", ["soon", "-1"], "🙏"),
    ("✏️ Held out, to compare", ["60", "100%", "half"], "🙏"),
    ("✏️ At most in 30 days", ["-1", "1.5", "many"], "🙏"),
]


@pytest.mark.parametrize(("button", "typed", "told"), WRONG, ids=[row[0] for row in WRONG])
async def test_wrong_numbers_change_nothing_and_the_question_stays(
    talk: Talk, olga: Phone, button: str, typed: list[str], told: str
) -> None:
    await birthday(olga)
    await olga.presses(button)
    for words in filter(None, typed):
        await olga.says(words)
        assert told in olga.text, words
    found = await rule(talk)
    assert (found.moment, found.offer, found.edition, found.holdout_bp) == ({}, {}, 1, 0)
    await olga.says("7")
    assert "Waits for:" in olga.text


async def test_a_rule_that_is_silent_for_long_is_remarked_upon(talk: Talk, olga: Phone) -> None:
    talk.clock.advance(timedelta(days=61))
    await olga.says("/automations")
    assert olga.text.count("on, and it has not fired for 60 days") == 1
    assert "60 days: Birthday" in olga.text


async def test_forged_buttons_change_nothing(talk: Talk, olga: Phone) -> None:
    number = (await rule(talk)).id
    await olga.says("/automations")
    forged = (
        "rl:set:{0}:1:moment.hour=99",
        "rl:set:{0}:1:enabled=0",
        "rl:ask:{0}:1:texts",
        "rl:gift:{0}:1:reward=999",
        "rl:gift:{0}:1:gold",
        "rl:text:{0}:1:xx.1",
        "rl:usual:{0}:1:en.7",
        "rl:removed:{0}:1:",
        "rl:show:9999:1:",
        "rla:birthday",
        "rla:nonsense",
        "sg:save:",
        "sg:choose:7",
    )
    for data in forged:
        await olga.presses_data(data.format(number))
        assert olga.toast, data
    async with talk.db.read() as session:
        assert (await session.scalars(select(AutomationEdit))).all() == []
