"""Olga builds segments by buttons and by typing, keeps them, sees who is in them and who uses which edition."""

import csv
import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.ready_segments import READY
from bot.telegram.shared.playbooks import PLAYBOOKS
from bot.usecases import keys, rfm, saved_segments, site_events
from bot.usecases.actor import Client, read
from bot.usecases.keys import Wanted
from bot.usecases.saved_segments import Which
from bot.usecases.site_events import Event
from db.enums import OrderState, Response, Role, Scope
from db.models.audit import AuditLine
from db.models.broadcasts import Broadcast, OfferResponse
from db.models.members import Member, Person
from db.models.orders import Dish, Order, OrderItem
from db.models.promocodes import PromoCode
from db.models.segments import SegmentEdit
from db.models.staff import Staff
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.talk import Person as Phone
from tests.support.talk import Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    """Ann has ordered five times, the last time forty days ago; Bob never has."""
    shop = await opened(talk.db)
    forty_days_ago = NOON - timedelta(days=40)
    values = {
        "orders_count": 5,
        "spent_minor": 620_000,
        "last_order_at": forty_days_ago,
        "first_order_at": forty_days_ago,
    }
    async with talk.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(**values, source="flyer"))
    return shop


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Phone:
    return talk.person("Olga", id=OLGA)


async def types(olga: Phone, text: str, name: str) -> None:
    """A new segment by one line and a name."""
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    await olga.says(text)
    await olga.presses("Save")
    await olga.says(name)


async def acts(talk: Talk) -> list[str]:
    async with talk.db.read() as session:
        found = select(AuditLine.act).where(AuditLine.act.startswith("segments.")).order_by(AuditLine.id)
        return list(await session.scalars(found))


async def test_a_segment_of_and_or_and_not_is_built_by_buttons(talk: Talk, olga: Phone) -> None:
    await olga.says("/segments")
    assert "None of your own yet" in olga.text
    await olga.presses("➕ New segment")
    assert "Now: everybody\nThat is 2 members." in olga.text
    for button in ("🧾 Orders", "🔢 Number of orders", "at least 5 orders"):
        await olga.presses(button)
    assert "That is 1 member." in olga.text
    for button in ("▪️ at least 5 orders", "➕ Or something else", "🧾 Orders", "💤 Last order", "no orders yet"):
        await olga.presses(button)
    assert "a group" in olga.text
    assert "One of the conditions chosen is enough." in olga.text
    await olga.presses("✓ Done with this group")
    assert "Now: at least 5 orders / no orders yet" in olga.text
    assert "That is 2 members." in olga.text
    for button in ("🙂 Who they are", "🔗 Came by the link", "came by: flyer"):
        await olga.presses(button)
    assert "Every condition chosen has to hold." in olga.text
    assert "That is 1 member." in olga.text
    for button in ("▪️ came by: flyer", "🚫 Not"):
        await olga.presses(button)
    assert '(orders at least 5 or never ordered) and not source is "flyer"' in olga.text
    assert "That is 1 member." in olga.text
    await olga.presses("Save")
    await olga.says("  New or loyal ")
    assert "🎯 New or loyal" in olga.text
    assert "Edition 1, " in olga.text
    assert await acts(talk) == ["segments.save"]


async def test_typed_text_is_read_and_a_mistake_is_pointed_at(olga: Phone) -> None:
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    await olga.says("orders at least 3 and tier is platinum")
    assert "at least 3 and tier is 👉 platinum" in olga.text
    assert "bronze, silver, gold" in olga.text
    await olga.says('segment "Nobody knows"')
    assert "There is nothing of that kind here yet" in olga.text
    assert "‹ Back to the conditions" in olga.buttons
    await olga.says("orders at least 3 and tier is bronze")
    assert "Now: at least 3 orders, Bronze" in olga.text
    for button in ("🧾 Orders", "💵 Spent in all", "✏️ At least…"):
        await olga.presses(button)
    for wrong in ("much", "-5", "1e9"):
        await olga.says(wrong)
        assert "🙏" in olga.text
    await olga.says("5 000")
    assert "spent at least 5000" in olga.text
    assert "That is 1 member." in olga.text
    for button in ("▪️ has spent", "✕ Take away", "Everybody"):
        await olga.presses(button)
    assert "That is 2 members." in olga.text


async def test_questions_in_two_steps_names_as_the_shop_spells_them_and_a_group_opened_again(
    talk: Talk, olga: Phone
) -> None:
    async with talk.db.begin() as session:
        session.add(Dish(name="Philadelphia", folded="philadelphia", category="Rolls", created_at=NOON))
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    for button in ("🧾 Orders", "🍂 Bought, but not lately", "has bought “Rolls”", "✏️ At least…"):
        await olga.presses(button)
    await olga.says("soon")
    assert "Please send a whole number" in olga.text
    await olga.says("21")
    assert 'bought "Rolls" not for 21 days' in olga.text
    for button in ("🙂 Who they are", "🔗 Came by the link", "✏️ Another one"):
        await olga.presses(button)
    await olga.says("FLYER")
    assert 'source is "flyer"' in olga.text
    for button in ("▪️ came by: flyer", "➕ Or something else", "⭐ Points and levels", "🏅 Level", "Gold"):
        await olga.presses(button)
    await olga.presses("✓ Done with this group")
    for button in ("▪️ came by: flyer / Gold", "🚫 Not", "▪️ not: (came by: flyer / Gold)", "📂 Open this group"):
        await olga.presses(button)
    for button in ("▪️ came by: flyer", "✕ Take away", "▪️ Gold", "✕ Take away"):
        await olga.presses(button)
    assert "a group" not in olga.text
    assert olga.buttons[0].startswith("▪️ has bought “Rolls”")
    await olga.presses("🧾 Orders")
    await olga.presses("🏠 Outlet")
    assert "There are no outlets yet" in olga.text
    await olga.presses("Back")
    await olga.presses("Back")
    assert "None of your own yet" in olga.text


async def test_a_code_keeps_the_edition_it_was_given_until_it_is_renewed(talk: Talk, olga: Phone) -> None:
    await types(olga, "orders at least 3", "Loyal")
    await olga.says("/promo")
    for said in ("➕ New code", "% off"):
        await olga.presses(said)
    await olga.says("10")
    await olga.says("SUSHI10")
    for button in ("👥 For whom", "💾 Saved and ready-made", "💾 Loyal", "Save"):
        await olga.presses(button)
    assert "👥 For: group “Loyal”" in olga.text
    await olga.says("/segments")
    for button in ("Loyal", "✏️ Change"):
        await olga.presses(button)
    await olga.says("segment loyal")
    await olga.presses("Save")
    assert "can't be a condition of itself" in olga.toast
    await olga.says("orders at least 10")
    await olga.presses("Save")
    assert olga.toast == "Saved as edition 2."
    assert "That is 0 members." in olga.text
    await olga.presses("🔗 Where used")
    assert "🕘 Promo code SUSHI10: edition 1" in olga.text
    await olga.presses("🔄 Use the new one: Promo code SUSHI10")
    assert "▪️ Promo code SUSHI10: edition 2" in olga.text
    async with talk.db.read() as session:
        code = (await session.scalars(select(PromoCode))).one()
    assert code.segment == {"saved": 1, "edition": 2, "part": {"field": "orders", "op": "least", "value": 10}}
    await olga.presses("Back")
    await olga.presses("🕘 Editions")
    await olga.presses("↩️ Back to 1")
    assert olga.toast == "Saved as edition 3."
    assert "That is 1 member." in olga.text
    async with talk.db.read() as session:
        assert list(await session.scalars(select(SegmentEdit.edition).order_by(SegmentEdit.edition))) == [1, 2, 3]


async def test_two_managers_names_and_retiring(talk: Talk, olga: Phone) -> None:
    await types(olga, "orders at least 3", "Loyal")
    await types(olga, "never ordered", "LOYAL")
    assert "has this name already" in olga.text
    await olga.says("Guests at heart")
    await olga.presses("✏️ Change")
    await olga.says("orders at most 1")
    boss = await read(talk.db, OLGA, NOON)
    await saved_segments.change(talk.db, boss, Which(2, 1), {"field": "orders", "op": "most", "value": 2}, at=NOON)
    await olga.presses("Save")
    assert "Somebody changed this segment meanwhile" in olga.toast
    await olga.presses("Back")
    assert "Edition 2, " in olga.text
    await olga.presses("🏷 Rename")
    await olga.says("Not yet")
    assert "🎯 Not yet" in olga.text
    await olga.presses("🗄 Retire")
    assert "Retired: no longer offered" in olga.text
    await olga.says("/segments")
    assert "Not yet" not in olga.text
    await olga.presses("🗄 1 retired")
    await olga.presses("Not yet")
    await olga.presses("↩️ Offer it again")
    assert "✏️ Change" in olga.buttons
    await olga.presses_data("sgd:show:99:0:0")
    assert "no such segment" in olga.toast


async def test_people_are_listed_without_their_numbers_capped_and_audited(talk: Talk, shop: Shop, olga: Phone) -> None:
    async with talk.db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == shop.ann).values(name='=HYPERLINK("x")'))
        for number in range(219):
            member = Member(number=f"x{number}", card_code=f"x{number}", referral_code=f"x{number}", joined_at=NOON)
            session.add(member)
            await session.flush()
            phone = f"+4860055{number:04d}"
            session.add(Person(member_id=member.id, chat_id=5_000 + number, name=f"Guest {number}", phone=phone))
    await types(olga, "joined within 30 days", "Newcomers")
    await olga.presses("👁 Who they are")
    assert "221 members belong to it now." in olga.text
    assert "Shown are the 200 who spent most." in olga.text
    assert '=HYPERLINK("x") · +48 ••• 0221' in olga.text
    for page in range(1, 10):
        await olga.presses("›")
        assert olga.text.count("•••") == 20, page
    assert "›" not in olga.buttons
    await olga.presses_data("sgf:people:1::99")
    assert olga.text.count("•••") == 20
    await olga.presses("Back")
    await olga.presses("📄 CSV file")
    head, first, *rest = csv.reader(io.StringIO(olga.file().decode("utf-8-sig")), delimiter=";")
    assert head[:3] == ["Number", "Name", "Phone"]
    assert first[1:6] == ['\'=HYPERLINK("x")', "'+48 ••• 0221", "Bronze", "5", "6200.0"]
    assert len(rest) == 220
    await olga.presses_data("sgf:xlsx:1::0")
    sheet = ZipFile(io.BytesIO(olga.file())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert (await acts(talk))[1:] == ["segments.people"] * 11 + ["segments.export"] * 2
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.chat_id == OLGA).values(role=Role.MANAGER))
    await olga.presses_data("sgf:csv:1::0")
    assert "your role doesn't include it" in olga.toast


async def test_ready_ones_tell_what_they_mean_and_can_be_written_to(talk: Talk, olga: Phone) -> None:
    await olga.says("/segments")
    await olga.presses("⭐ Ready-made")
    assert "▪️ New, 1 member: joined in the last 30 days, at most two orders" in olga.text
    await olga.presses("New")
    assert "joined within 30 days and orders at most 2" in olga.text
    assert "By itself: Welcome series" in olga.text
    await olga.presses("📣 Write to these")
    assert "📝 Draft: New" in olga.text
    async with talk.db.read() as session:
        draft = (await session.scalars(select(Broadcast))).one()
    assert draft.segment is not None
    await olga.presses_data("sgf:keep::new:0")
    await olga.says("My new ones")
    assert "🎯 My new ones" in olga.text


def test_every_ready_one_has_a_playbook() -> None:
    assert set(PLAYBOOKS) == set(READY)


async def test_the_heat_map_is_drawn_once_it_was_counted(talk: Talk, olga: Phone) -> None:
    await olga.says("/segments")
    await olga.presses("🔥 Heat map")
    assert "Not counted yet" in olga.text
    async with talk.db.begin() as session:
        for number in range(1, 10):
            names = {"number": f"x{number}", "card_code": f"x{number}", "referral_code": f"x{number}"}
            bought = {"orders_count": number, "spent_minor": number * 100_000}
            last = NOON - timedelta(days=100 - 10 * number)
            session.add(Member(**names, **bought, joined_at=NOON, first_order_at=last, last_order_at=last))
    assert await rfm.recount(talk.db, NOON) == 10
    await olga.says("/segments")
    await olga.presses("🔥 Heat map")
    assert "10 members who have ordered" in olga.text
    assert "Champions: 2" in olga.text
    assert olga.messages[-1].photo
    await olga.presses("Champions")
    assert "⭐ Champions" in olga.text
    assert "That is 2 members." in olga.text
    await olga.says("/member Ann")
    await olga.presses("🛍 How they buy")
    assert "In the middle: neither often nor seldom" in olga.text


async def test_links_tell_where_members_come_from(talk: Talk, olga: Phone) -> None:
    await olga.says("/segments")
    await olga.presses("🔗 Where members come from")
    assert "▪️ flyer: 1 joined, 1 of them ordered for ₽6,200" in olga.text
    assert "▪️ without a link: 1 joined, nobody has ordered yet" in olga.text
    await olga.presses("➕ New link")
    await olga.says("листовка")
    assert "only Latin letters" in olga.text
    await olga.says("Till 2")
    assert "?start=s_till-2" in olga.text
    assert "Nobody has joined by it yet." in olga.text
    assert olga.messages[-1].photo
    await talk.person("Gus", id=777).opens("s_till-2")
    await olga.presses("Back")
    assert "▪️ till-2: 0 joined, nobody has ordered yet\n   1 more opened it and has not joined yet" in olga.text


async def test_campaigns_the_site_names_are_counted_by_the_orders_they_brought(
    talk: Talk, shop: Shop, olga: Phone
) -> None:
    for campaign in ("autumn", "autumn", None, "never-delivered"):
        order_id = (await shop.place(campaign=campaign)).order_id
        if campaign != "never-delivered":
            async with talk.db.begin() as session:
                await session.execute(update(Order).where(Order.id == order_id).values(state=OrderState.DELIVERED))
    await olga.says("/segments")
    await olga.presses("🔗 Where members come from")
    assert "Orders by campaign, as the site tells\n▪️ autumn: 2 orders for ₽2,480" in olga.text
    assert "never-delivered" not in olga.text


async def test_ann_tells_of_herself_what_she_likes_and_takes_it_back(talk: Talk, shop: Shop) -> None:
    ann = talk.person("Ann", id=ANN)
    await ann.says("/settings")
    await ann.presses("About me")
    assert "City: not told\nGender: not told" in ann.text
    await ann.presses("City")
    await ann.says("12345")
    assert "can't read that as a city" in ann.text
    await ann.says("rostov-on-don")
    await ann.presses("Gender")
    await ann.presses("Female")
    assert "City: Rostov-on-Don\nGender: Female" in ann.text
    olga = talk.person("Olga", id=OLGA)
    await types(olga, 'city is "Rostov-on-Don" and gender is female', "Ladies of Rostov")
    assert "That is 1 member." in olga.text
    await ann.presses("Forget my city")
    await ann.presses("Leave it out")
    assert "City: not told\nGender: not told" in ann.text
    async with talk.db.read() as session:
        person = (await session.scalars(select(Person).where(Person.chat_id == ANN))).one()
    assert (person.city, person.gender) == (None, None)


async def test_how_a_member_buys_is_told_to_the_staff(talk: Talk, shop: Shop, olga: Phone) -> None:
    habits = {"rhythm_days": 14, "usual_hour": 19, "usual_weekday": 4, "favourite": "rolls"}
    async with talk.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(**habits))
        order = await delivered(session, shop)
        for name, category, pieces, cost in (("Philadelphia", "rolls", 3, 90_000), ("Cola", "drinks", 1, 10_000)):
            line = {"name": name, "folded": name.lower(), "category": category, "quantity": pieces, "sum_minor": cost}
            session.add(OrderItem(order_id=order, member_id=shop.ann, **line))
        session.add(OfferResponse(source="broadcast:1", member_id=shop.ann, what=Response.CLAIMED, at=NOON))
    await olga.says("/member Ann")
    await olga.presses("🛍 How they buy")
    assert "🔁 Usually orders within 14 days" in olga.text
    assert "🕖 Mostly at about 19:00, most often: Fri" in olga.text
    assert "🔴 Silent for 40 days: far longer than usual, at risk" in olga.text
    assert "🥢 Spends on: rolls 90%, drinks 10%" in olga.text
    assert "🍱 Most often: Philadelphia ×3, Cola ×1" in olga.text
    assert "👆 Answers: took it: 1" in olga.text
    await olga.says("/member Bob")
    await olga.presses("🛍 How they buy")
    assert "No delivered order yet." in olga.text


async def delivered(session: AsyncSession, shop: Shop) -> int:
    """An order of Ann's that has been delivered."""
    values = {"amount_minor": 100_000, "base_minor": 100_000, "points": 0, "currency": "RUB", "earning": "{}"}
    made = {"placed_at": NOON, "delivered_at": NOON, "program_version": 1, "handover_code": "1", "placed_by": 1}
    order = Order(key="ann:1", member_id=shop.ann, state=OrderState.DELIVERED, **values, **made)
    session.add(order)
    await session.flush()
    return order.id


async def test_what_members_do_on_the_site_is_a_question_with_its_days(talk: Talk, shop: Shop, olga: Phone) -> None:
    await keys.make(talk.db, await read(talk.db, OLGA, NOON), Wanted("Site", Scope.SITE), at=NOON, new=shop.new)
    site = Client(1, Scope.SITE)
    left = [Event(f"e{who}", who, "cart.left", NOON - timedelta(days=who)) for who in (shop.ann, shop.bob)]
    await site_events.tell(talk.db, site, left, at=NOON)
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    await olga.says('site event "cart.left" within 1 day')
    assert "did “cart.left” on the site within 1 day" in olga.text
    assert "That is 1 member." in olga.text
    await olga.says('site event "cart.left"')
    assert "within" in olga.text
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    await olga.presses(next(button for button in olga.buttons if "Messages" in button or "Contact" in button))
    await olga.presses("🖱 Did on the site")
    assert "did “cart.left” on the site within 7 days" in " ".join([olga.text, *olga.buttons])
