"""Bob brings a half back, then the rest: he reads the arithmetic, and the history says why to the point."""

from tests.support.orders import BOB, OLGA, opened
from tests.support.returning import comes_back, handed_over
from tests.support.talk import Talk


async def test_bob_reads_what_a_return_took_and_why(talk: Talk) -> None:
    shop = await opened(talk.db)
    bob = talk.person("Bob", id=BOB)
    order_id = await handed_over(shop, shop.bob)
    await comes_back(shop, order_id, 620_00)
    await talk.deliver()
    assert "Goods of order 1 came back, for ₽620" in bob.text.replace("RUB\xa0", "₽")
    assert "−31 points the order had brought" in bob.text
    assert "You have 131 points" in bob.text
    await bob.presses("History")
    await bob.presses("Why? −31")
    assert "62 × " in bob.text
    assert "= 31 points" in bob.text
    await comes_back(shop, order_id)
    await talk.deliver()
    assert "Order 1 came back" in bob.text
    assert "−100 points of welcome: they come again with your next order" in bob.text
    await bob.says("/history")
    await bob.presses("Why? −31")
    assert "Of these 31 points had been taken before." in bob.text
    await bob.presses("Back")
    await bob.presses("Why? −100")
    assert "The gift comes again with your next one." in bob.text


async def test_the_desk_reads_what_came_back_of_an_order(talk: Talk) -> None:
    shop = await opened(talk.db)
    order_id = await handed_over(shop, shop.bob)
    await comes_back(shop, order_id, 620_00)
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/orders")
    await olga.presses("All")
    await olga.presses("1 ·")
    card = olga.text.replace("RUB\xa0", "₽")
    assert "↩️ Came back" in card
    assert "goods for ₽620" in card
    assert "₽620 paid back" in card
    assert "−31 points earned, taken back" in card
    assert "goods came back, " in card
