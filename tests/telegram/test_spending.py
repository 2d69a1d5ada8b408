"""Bob pays with points from his own chat: yes, no, a PIN for many, and what he types of it does not stay."""

from datetime import timedelta

from bot.usecases import spendings
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import SpendingState
from tests.support.counter import TOM, a_counter
from tests.support.orders import BOB, NOON, Shop
from tests.support.programs import sushi
from tests.support.spending import has
from tests.support.talk import Person, Talk


async def asked(talk: Talk, shop: Shop, points: int, key: str = "one") -> SpendSeen:
    wanted = SpendWanted(key, shop.bob, points, 10_000_000)
    seen = await spendings.ask(talk.db, await shop.actor(TOM), wanted, at=talk.clock.now())
    await talk.deliver()
    return seen


async def state(talk: Talk, shop: Shop, spending: int) -> SpendingState:
    return (await spendings.look(talk.db, await shop.actor(TOM), spending, at=talk.clock.now())).state


async def test_yes_sets_points_aside_until_he_thinks_again(talk: Talk) -> None:
    shop, tom, bob = await a_counter(talk)
    await has(shop, shop.bob, 400)
    one = await asked(talk, shop, 300)
    assert "Pay 300 points at Central?\nThey pay ₽300 of your bill." in bob.text
    assert "Answer by 15:03." in bob.text
    await bob.presses("Yes, 300 points")
    assert "300 points for Central" in bob.text
    assert await state(talk, shop, one.id) is SpendingState.HELD
    await talk.deliver()
    assert "Yes from Bob Stone" in tom.text
    await bob.presses("I've changed my mind")
    assert "Nothing was taken" in bob.text
    assert await state(talk, shop, one.id) is SpendingState.RELEASED


async def test_no_and_too_late(talk: Talk) -> None:
    shop, tom, bob = await a_counter(talk)
    await has(shop, shop.bob, 400)
    await asked(talk, shop, 300)
    await bob.presses("No")
    await talk.deliver()
    assert "No from Bob Stone" in tom.text
    late = await asked(talk, shop, 300, "two")
    talk.clock.advance(timedelta(minutes=4))
    await bob.presses("Yes, 300 points")
    assert bob.toast
    assert await state(talk, shop, late.id) is not SpendingState.HELD


async def types(bob: Person, words: str) -> None:
    """What is typed disappears: the newest message is the bot's."""
    await bob.says(words)
    assert words not in bob.shown


async def test_many_points_need_the_pin_that_bob_has_set(talk: Talk) -> None:
    shop, _, bob = await a_counter(talk, sushi(pin_over=200))
    await has(shop, shop.bob, 400)
    await bob.says("/settings")
    await bob.presses("My PIN")
    assert "asked whenever more than 200 points" in bob.text
    await bob.presses("Set a PIN")
    await types(bob, "1234")
    assert "guessed first" in bob.text
    await types(bob, "4821")
    assert "You have one." in bob.text
    one = await asked(talk, shop, 300)
    await bob.presses("Yes, 300 points")
    assert "Your PIN, please" in bob.text
    await types(bob, "0815")
    assert "Tries left: 2" in bob.text
    await types(bob, "4821")
    assert "300 points for Central" in bob.text
    assert await state(talk, shop, one.id) is SpendingState.HELD
    deleted = [call.message_id for call in talk.calls if type(call).__name__ == "DeleteMessage" and call.chat_id == BOB]
    assert len(deleted) >= 4
    await bob.says("/settings")
    await bob.presses("My PIN")
    await bob.presses("Another PIN")
    await types(bob, "4821 7790")
    await bob.presses("No PIN any more")
    await types(bob, "7790")
    assert "You have none." in bob.text
    await bob.presses("Set a PIN")
    await types(bob, "5566")
    await bob.presses("forgotten")
    await bob.presses("Yes, it's forgotten")
    assert "You can set a new one on 22 November" in bob.text
    assert talk.clock.now() == NOON
