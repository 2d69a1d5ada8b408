"""The first story, told over real HTTP: a shop opens, Ann invites Bob, Carl brings his order, both are paid."""

import asyncio
import re

from sqlalchemy import select

from db.models.orders import Order
from db.models.referrals import Referral
from tests.support.open_shop import OLGA, OpenShop
from tests.support.people import Person


async def link_on(person: Person) -> str:
    """The newest deep link on the person's screen."""
    for message in reversed((await person.chat())["messages"]):
        if found := re.search(r"https://t\.me/\S+\?start=\S+", message["text"]):
            return found[0]
    raise AssertionError(await person.transcript())


async def code_on(person: Person) -> str:
    """The code for the door, read off the customer's screen."""
    for message in reversed((await person.chat())["messages"]):
        if found := re.search(r"🔑\D*(\d{4})", message["text"]):
            return found[1]
    raise AssertionError(await person.transcript())


async def olga_opens(shop: OpenShop) -> Person:
    return await opens_shop(shop.person("Olga", user_id=OLGA))


async def opens_shop(olga: Person) -> Person:
    await olga.says("/start")
    await olga.presses("English")
    await olga.sees("1 of 5")
    await olga.says("Okaeri Sushi")
    await olga.sees("2 of 5")
    await olga.presses("₽ RUB")
    await olga.presses("Moscow")
    await olga.sees("4 of 5")
    await olga.says("Central, 5 Long Street")
    await olga.sees("5 of 5")
    await olga.presses("5%")
    await olga.sees("Okaeri Sushi is open!")
    return olga


async def carl_is_hired(shop: OpenShop, olga: Person) -> Person:
    carl = shop.person("Carl")
    await olga.presses("Invite a courier")
    await olga.sees("The invitation is ready")
    await carl.opens(await link_on(olga))
    await carl.presses("Yes, I'll join")
    await olga.sees("Somebody opened your invitation")
    await olga.presses("Approve")
    await carl.sees("Welcome to the team")
    return carl


async def joins(person: Person, link: str | None = None) -> int:
    """Joins without typing a word; returns how many taps it took from /start to the card."""
    await (person.opens(link) if link else person.says("/start"))
    for label in ("English", "I agree", "Share my phone", "Show my card"):
        await person.presses(label)
    await person.sees("My card")
    return 4


async def order_for(olga: Person, bob: Person) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.sees("Who is it for?")
    await olga.photographs(bob)
    await olga.sees("How much are the goods?")
    await olga.says("1240")
    await olga.sees("delivery fee")
    await olga.says("150")
    await olga.sees("Where to?")
    await olga.says("5 Long Street, flat 12")
    await olga.presses("+45")
    await olga.presses("Carl")
    await olga.sees("+62 points on delivery")
    await olga.presses("Place the order")


async def sets_out(carl: Person) -> None:
    """Carl takes the one order on his list and is on the way."""
    await carl.says("/deliveries")
    await carl.presses("Long Street")
    await carl.presses("Accept")
    await carl.presses("On the way")


async def bobs_order(shop: OpenShop) -> tuple[Person, Person, Person]:
    """Olga's shop, Carl hired, Bob joined, his order placed: (Olga, Carl, Bob)."""
    olga = await olga_opens(shop)
    carl = await carl_is_hired(shop, olga)
    bob = shop.person("Bob")
    await joins(bob)
    await order_for(olga, bob)
    await bob.sees("on their way", anywhere=True)
    return olga, carl, bob


async def test_ann_invites_bob_and_both_are_paid_at_the_door(open_shop: OpenShop) -> None:
    olga = await olga_opens(open_shop)
    carl = await carl_is_hired(open_shop, olga)
    ann, bob = open_shop.person("Ann"), open_shop.person("Bob")
    assert await joins(ann) <= 4
    await ann.says("/invite")
    await ann.sees("200 points for you and 100 points for your friend")
    await joins(bob, await link_on(ann))
    await ann.sees("Bob has joined by your invitation!", anywhere=True)

    await order_for(olga, bob)
    await bob.sees("+62 points on their way", anywhere=True)
    await bob.says("/balance")
    await bob.sees("62 points")
    code = await code_on(bob)

    await sets_out(carl)
    await bob.sees("On the way", anywhere=True)
    await carl.presses("Delivered")
    await carl.says("0000" if code != "0000" else "1111")
    await carl.sees("Tries left: 2")
    await carl.says(code)
    await carl.sees("delivered")

    await bob.sees("62 points", anywhere=True)
    await ann.sees("200 points", anywhere=True)
    await bob.says("/balance")
    await bob.sees("262 points to spend")
    await ann.says("/balance")
    await ann.sees("200 points to spend")
    await bob.says("/history")
    await bob.sees("+62")
    await bob.presses("+62")
    await bob.sees("5%")


async def test_twenty_taps_on_delivered_are_one_delivery(open_shop: OpenShop) -> None:
    _, carl, bob = await bobs_order(open_shop)
    await sets_out(carl)
    await carl.sees_button("Delivered")
    code = await code_on(bob)
    question = (await carl.screen()).id
    await asyncio.gather(*(carl.presses("Delivered", message_id=question) for _ in range(20)), return_exceptions=True)
    await carl.sees("code, please", anywhere=True)
    await carl.says(code)
    await carl.sees("delivered")
    await bob.says("/balance")
    await bob.sees("162 points to spend")
    async with open_shop.db.read() as session:
        orders = list(await session.scalars(select(Order.state)))
        referrals = list(await session.scalars(select(Referral.id)))
    assert (orders, referrals) == (["delivered"], [])


async def test_a_wrong_code_three_times_asks_the_owner_and_a_problem_is_sent_again(open_shop: OpenShop) -> None:
    olga, carl, bob = await bobs_order(open_shop)
    await sets_out(carl)
    await carl.presses("Problem")
    await carl.presses("Nobody")
    await carl.says("The bell does not work")
    await olga.sees("The bell does not work", anywhere=True)
    await olga.presses("Send again")
    await carl.sees("is yours")
    await sets_out(carl)
    await carl.presses("Delivered")
    right = await code_on(bob)
    wrong = next(code for code in ("0101", "2020") if code != right)
    for left in ("Tries left: 2", "Tries left: 1"):
        await carl.says(wrong)
        await carl.sees(left)
    await carl.says(wrong)
    await olga.sees("code", anywhere=True)
    await carl.says(right)
    await carl.does_not_see("Thank you")
