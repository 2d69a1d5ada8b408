"""The Blue Florist joins the network: applies in chat, is looked at, taken in, serves, and is seen by members."""

import re

import pytest

from bot.rules import codes
from bot.usecases import partner_sales, partners
from bot.usecases.partner_sales import PartnerSaleDraft
from db.models.members import Member
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.partners import PETRA, bakery
from tests.support.talk import Person, Talk

FLORA = 71


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


async def applies(flora: Person, name: str = "Blue Florist") -> None:
    await flora.says("/start")
    await flora.presses("English")
    await flora.says("/help")
    await flora.presses("🏪 My shop wants to join")
    for said in (name, "flowers", "Warsaw, 5 Long Street", "Flora, +48600100271"):
        await flora.says(said)
    await flora.presses("Skip")
    assert "members see all but whom to call" in flora.text
    await flora.presses("✅ Send")
    assert "You hear from us here" in flora.text


async def test_from_the_application_to_the_first_sale(talk: Talk, shop: Shop) -> None:
    flora, olga, bob = talk.person("Flora", id=FLORA), talk.person("Olga", id=OLGA), talk.person("Bob", id=BOB)
    await applies(flora)
    await talk.deliver()
    assert "Blue Florist" in olga.text
    await olga.presses("See how it fits")
    await olga.presses("🔎 How it fits")
    assert "2 members in all" in olga.text
    await olga.presses("‹ Back")
    await olga.presses("✅ Take in")
    assert "Nothing is agreed yet" in olga.toast
    await olga.presses("📊 Rates")
    for label, typed in (("✨ Members earn", "5"), ("⭐ Points pay up to", "30 %"), ("🌙 Limit of a day", "500")):
        await olga.presses(label)
        await olga.says(typed)
    await olga.presses("✨ Members earn")
    await olga.says("a lot")
    assert "A number, please" in olga.text
    await olga.says("7.5")
    assert "7.5" in olga.text
    await olga.presses("‹ Back")
    await olga.presses("✅ Take in")
    assert "In the network" in olga.text
    await talk.deliver()
    assert "is a partner of" in flora.text
    await flora.presses("Open my till")
    assert "Blue Florist" in flora.text
    await bob.says("/partners")
    assert "7.5" in bob.text
    await bob.presses("Blue Florist")
    assert "Long Street" in bob.text
    assert "+48600100271" not in " ".join(bob.shown)


async def test_a_refusal_says_why_and_the_same_application_twice_is_one(talk: Talk, shop: Shop) -> None:
    flora, olga = talk.person("Flora", id=FLORA), talk.person("Olga", id=OLGA)
    await applies(flora)
    await applies(flora)
    await talk.deliver()
    assert sum("wants to be a partner" in text for text in olga.shown) == 1
    await olga.presses("See how it fits")
    await olga.presses("Refuse")
    await olga.says("We have a florist.")
    assert "Was refused" in olga.text
    await talk.deliver()
    assert "We have a florist." in flora.text
    await olga.says("/partners")
    await olga.presses("🚫 Blue Florist")
    assert "✅ Take in" not in olga.buttons


async def test_an_offer_is_seen_by_those_it_is_for(talk: Talk, shop: Shop) -> None:
    await bakery(shop)
    olga, bob, ann = (talk.person(name, id=chat) for name, chat in (("Olga", OLGA), ("Bob", BOB), ("Ann", ANN)))
    async with talk.db.begin() as session:
        (await session.get_one(Member, shop.ann)).orders_count = 5
    await olga.says("/segments")
    await olga.presses("➕ New segment")
    await olga.says("orders >= 5")
    await olga.presses("Save")
    await olga.says("Regulars")
    await olga.says("/partners")
    await olga.presses("🤝 Green Bakery")
    await olga.presses("🎁 Its offer")
    await olga.says("A bun with every loaf")
    await olga.presses("🎯 Regulars")
    for member, sees in ((ann, True), (bob, False)):
        await member.says("/partners")
        await member.presses("Green Bakery")
        assert ("A bun with every loaf" in member.text) is sees
        await member.says("/offers")
        assert ("A bun with every loaf" in member.text) is sees


async def test_people_come_by_a_link_and_members_by_another(talk: Talk, shop: Shop) -> None:
    place = await bakery(shop)
    olga, paul, kate = (talk.person(name, id=chat) for name, chat in (("Olga", OLGA), ("Paul", 81), ("Kate", 82)))
    await olga.says("/partners")
    await olga.presses("🤝 Green Bakery")
    await olga.presses("👥 People")
    await olga.presses("➕ Invite somebody")
    link = re.search(r"start=(i_[\w-]+)", olga.text)
    assert link
    await paul.opens(link[1])
    await paul.presses("Yes, I'll join")
    await talk.deliver()
    await olga.presses("Approve")
    await paul.says("/start")
    assert "Green Bakery" in paul.text
    sold = await partner_sales.post(talk.db, await shop.actor(81), PartnerSaleDraft("paul", shop.bob, 100_000), at=NOON)
    assert sold.earned == 45
    await kate.opens(f"s_{partners.tag(f'bakery{place.petra.chat_id}')}")
    await kate.presses("English")
    await kate.presses("I agree")
    await kate.shares_contact("+48600100282")
    card = await partners.see(talk.db, await shop.actor(OLGA), place.id, at=NOON)
    assert (card.brought.joined, card.brought.ordered) == (1, 0)
    await olga.presses_data("pns:1")
    assert "1 member joined by its link" in olga.text


async def test_a_partner_is_paused_goes_on_and_ends(talk: Talk, shop: Shop) -> None:
    await bakery(shop)
    olga, bob, petra = (talk.person(name, id=chat) for name, chat in (("Olga", OLGA), ("Bob", BOB), ("Petra", PETRA)))
    await olga.says("/partners")
    await olga.presses("🤝 Green Bakery")
    await olga.presses("⏸ Pause")
    await bob.says("/partners")
    assert "no partner yet" in bob.text
    await petra.says("/sale")
    await petra.says(codes.member_number(2))
    assert "not in the network" in petra.text
    await olga.presses("▶️ Go on")
    await bob.says("/partners")
    assert "Green Bakery" in bob.text
    await olga.presses("⏸ Pause")
    await olga.presses("🚪 End it")
    await olga.presses("Yes, end it")
    assert "No partner any more" in olga.text
    await olga.presses("📄 This month")
    assert "Nothing has moved" in olga.text


async def test_a_formula_for_a_name_stays_a_name_in_the_table_of_all(talk: Talk, shop: Shop) -> None:
    place, olga = await bakery(shop), talk.person("Olga", id=OLGA)
    await place.sells(shop.bob)
    await olga.says("/partners")
    await olga.presses("🤝 Green Bakery")
    await olga.presses("✏️ Words")
    await olga.presses("🏪 Name")
    await olga.says("=1+1")
    await olga.says("/partners")
    await olga.presses("📄 This month, all")
    head, row = (line.split(";") for line in olga.file().decode("utf-8-sig").splitlines())
    told = dict(zip(head, row, strict=True))
    assert (told["partner"], told["points_given"], told["net_minor"], told["entries"]) == ("'=1+1", "45", "-4050", "1")
    await olga.says("/partners")
    await olga.presses("⇄ Place by place")
    assert "Nothing has moved" in olga.text  # earned there, and spent nowhere yet
