"""Olga's radar: Tom looks at his own card, corrects the same member by hand, and she is told; a quiet week says so."""

from datetime import timedelta

from bot.usecases import digest, points, sales
from db.models.members import Person
from tests.support.orders import NOON, OLGA, opened
from tests.support.returning import comes_back, handed_over
from tests.support.spending import TOM, held, tom
from tests.support.talk import Talk


async def test_olga_sees_signs_and_who_did_what(talk: Talk) -> None:
    shop = await opened(talk.db)
    olga = talk.person("Olga", id=OLGA)
    await shop.place()
    await olga.says("/audit")
    await olga.presses("Worth a look")
    assert "Nothing odd at the tills" in olga.text
    await tom(shop)
    async with talk.db.begin() as session:
        (await session.get_one(Person, shop.ann)).chat_id = TOM
    for _ in range(2):
        assert (await sales.serve(talk.db, await shop.actor(TOM), shop.ann, at=NOON)).oneself
    owner = await shop.actor(OLGA)
    for number in range(3):
        await points.adjust(talk.db, owner, shop.bob, 100, "sorry", f"by hand {number}", at=NOON)
    for _ in range(2):
        spending = await held(shop, owner, shop.bob, 50, at=NOON + timedelta(minutes=_))
        order_id = await handed_over(shop, shop.bob, 1_000_00, spending_id=spending.id)
        await comes_back(shop, order_id)
    talk.clock.advance(timedelta(minutes=5))
    await olga.presses("Back")
    await olga.presses("Worth a look")
    assert "Tom: own card shown at the own till, 1 time" in olga.text
    assert "Olga: 2 orders paid with points or a voucher, then returned" in olga.text
    assert "Olga: points by hand to the same member, 3 times" in olga.text
    await olga.presses("What Tom did")
    assert "own card shown at the own till" in olga.text

    talk.clock.advance(timedelta(hours=18))
    assert await digest.send(talk.db, talk.clock.now()) == 1
    await talk.deliver()
    assert "At the tills" in olga.text
    assert "Tom: own card shown" in olga.text
