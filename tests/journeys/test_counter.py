"""A queue at the counter: Tom serves Bob with one thumb, Bob pays with points from his own chat, a slip and a return,
and Cora, who has never been here, finds her points waiting."""

import asyncio

from sqlalchemy import select

from db.models.orders import Order
from tests.journeys.test_by_themselves import joins
from tests.journeys.test_by_themselves import shop as shop
from tests.journeys.test_first_story import link_on, olga_opens
from tests.support.open_shop import OpenShop
from tests.support.people import Person

CORAS_PHONE = "+48600555666"


async def tom_is_hired(shop: OpenShop, olga: Person) -> Person:
    tom = shop.person("Tom")
    await olga.says("/staff")
    await olga.presses("Invite somebody")
    await olga.presses("cashier")
    await olga.sees("The invitation is ready")
    await tom.opens(await link_on(olga))
    await tom.presses("Yes, I'll join")
    await olga.sees("Somebody opened your invitation")
    await olga.presses("Approve")
    await tom.sees("Welcome to the team")
    return tom


async def sells(tom: Person, bob: Person, rubles: int) -> None:
    """A photo of the card, the sum, one press."""
    await tom.photographs(bob)
    await tom.sees("Type the sum")
    await tom.says(str(rubles))
    await tom.presses("✅ Paid")
    await tom.sees("✅ Sale")


async def test_a_queue_at_the_counter(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    tom, bob = await tom_is_hired(shop, olga), shop.person("Bob")
    await joins(bob)
    await sells(tom, bob, 6_000)
    await bob.sees("Thank you for coming", anywhere=True)
    await bob.sees("400 points", anywhere=True)

    await bob.says("/card")
    await bob.sees("My card")
    await tom.photographs(bob)
    await tom.sees("Type the sum")
    await tom.presses("🔢 Keys")
    for key in ("1", "0", "0", "0"):
        await tom.presses(key)
    await tom.presses("✅ ₽1,000")
    await tom.presses("Up to 300 points")
    await tom.presses("Ask in their chat")
    await tom.sees("Waiting for Bob")
    await bob.presses("Yes, 300 points")
    await tom.sees("Yes from Bob")
    await tom.presses("To the bill")
    await tom.sees_button("Paid: ₽700")
    question = (await tom.screen()).id
    taps = (tom.presses("Paid: ₽700", message_id=question) for _ in range(10))
    await asyncio.gather(*taps, return_exceptions=True)
    await tom.sees("✅ Sale 2: Bob", anywhere=True)
    await bob.sees("⭐ 300 points: −₽300", anywhere=True)
    await tom.presses("↩️ Undo")
    await tom.sees("Sale 2 is taken back")
    await bob.sees("300 points are yours again", anywhere=True)
    await bob.says("/balance")
    await bob.sees("400 points to spend")

    await tom.says("/sale")
    await tom.presses("A return")
    await tom.says("1")
    await tom.says("2000")
    await tom.presses("Something was wrong with it")
    await tom.presses("Pay back ₽2,000")
    await tom.sees("100 points of the sale are taken back")
    await bob.says("/balance")
    await bob.sees("300 points to spend")

    await tom.says("/sale")
    await tom.says(CORAS_PHONE)
    await tom.presses("Let points wait")
    await tom.says("800")
    await tom.presses("Yes, ₽800")
    await tom.sees("40 points wait")
    cora = shop.person("Cora")
    await cora.opens(shop.telegram.link("s_till"))
    await cora.presses("English")
    await cora.presses("I agree")
    await cora.sees_button("Share my phone")
    await cora.shares_contact(CORAS_PHONE)
    await cora.presses("Show my card")
    await cora.says("/balance")
    await cora.sees("140 points to spend")

    await tom.says("/sale")
    await tom.presses("Today")
    await tom.sees("✖️ 1 sale undone")
    async with shop.db.read() as session:
        sums = list(await session.scalars(select(Order.amount_minor).order_by(Order.id)))
    assert sums == [600_000, 100_000, 80_000]
