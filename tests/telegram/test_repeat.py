"""Bob wishes for the same again, the desk places it by one press; outlets say where they are and what points pay."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.rules.dishes import DishLine, read_lines, written
from bot.usecases import deliveries, outlets
from db.models.feedback import Conversation
from db.models.orders import Order
from db.session import Database
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.talk import Talk

ROLLS = (DishLine("Philadelphia", 2, 76_000), DishLine("Miso soup", 1, 48_000))


async def delivered(talk: Talk) -> Shop:
    shop = await opened(talk.db)
    placed = await shop.place(items=ROLLS, address="", fee_minor=0, courier_id=None)
    await deliveries.settle(talk.db, await shop.actor(OLGA), placed.order_id, "saw_it", at=NOON)
    return shop


async def talks(db: Database) -> list[Conversation]:
    async with db.read() as session:
        return list(await session.scalars(select(Conversation)))


async def test_bob_wishes_for_the_same_again_and_olga_places_it(talk: Talk) -> None:
    await delivered(talk)
    bob, olga = talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    await bob.says("/history")
    await bob.presses("My orders")
    await bob.presses("The same again")
    assert "2 × Philadelphia" in bob.text
    assert "Prices may have changed" in bob.text
    assert "asleep" not in bob.text
    wish = bob.data("Yes, send it")
    await bob.presses("Yes, send it")
    assert "The shop answers by" in bob.text
    await bob.presses_data(wish)
    assert len(await talks(talk.db)) == 1, "one wish"

    await talk.deliver()
    assert "Bob Stone: the same again, please" in olga.text
    assert "2 × Philadelphia" in olga.text
    await olga.presses("Open the talk")
    await olga.presses("Place it as it was")
    await olga.says("45")
    assert "Philadelphia" in olga.text
    await olga.presses("Place")
    async with talk.db.read() as session:
        first, second = (await session.scalars(select(Order).order_by(Order.id))).all()
    assert (second.member_id, second.amount_minor) == (first.member_id, first.amount_minor)


async def test_at_night_it_is_kind_and_without_an_order_it_says_so(talk: Talk) -> None:
    await delivered(talk)
    bob, ann = talk.person("Bob", id=BOB), talk.person("Ann", id=ANN)
    talk.clock.advance(timedelta(hours=8))  # 23:00 in Moscow
    await bob.says("/start")
    await bob.presses_data("rpo")
    assert "We are asleep just now" in bob.text
    await ann.says("/start")
    await ann.presses_data("rpo")
    assert "No order of yours has come yet" in ann.toast


async def test_an_outlet_has_a_share_of_its_own_and_members_find_it(talk: Talk) -> None:
    shop = await opened(talk.db)
    olga, ann = talk.person("Olga", id=OLGA), talk.person("Ann", id=ANN)
    place = outlets.Place.told("Riverside, 5 Green Street")
    number = (await outlets.add(talk.db, await shop.actor(OLGA), place, at=NOON)).id
    await olga.says("/start")
    await olga.presses_data(f"od:show:{number}")
    assert "as much of a bill as everywhere" in olga.text
    await olga.presses("What points may pay")
    await olga.says("a lot")
    assert "from 1 to 100 percent" in olga.text
    await olga.says("50 %")
    assert "up to 50% of a bill here" in olga.text
    await ann.says("/help")
    await ann.presses("Where to find us")
    assert "Riverside: 5 Green Street" in ann.text
    assert "points pay up to 50% of a bill" in ann.text
    await olga.presses("What points may pay")
    await olga.presses("As everywhere")
    assert "as much of a bill as everywhere" in olga.text


NAMES = st.sampled_from(["Philadelphia", "7 Up", "Суп мисо", "Maki 6 pcs", "Ćevapi", "Roll No 5"])
LINES = st.lists(st.builds(DishLine, NAMES, st.integers(1, 999), st.integers(1, 10**9)), min_size=1, max_size=30)


@given(LINES, st.sampled_from(["RUB", "PLN", "JPY"]))
def test_what_is_written_is_read_again(lines: list[DishLine], currency: str) -> None:
    assert read_lines(written(lines, currency), currency) == tuple(lines)
