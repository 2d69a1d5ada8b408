"""Bob's rolls were cold: he says so with stars and words, Olga answers, apologises with points, and the talk ends."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.telegram.admin.conversation_callbacks import OpenTalk
from bot.telegram.customer.conversation_callbacks import WriteToShop
from bot.telegram.customer.feedback_callbacks import HowWasIt, Rate, RateReason
from bot.usecases.notify import Notice, tell_member
from db.enums import Tier
from db.models.feedback import Conversation, Rating
from db.models.members import Member
from db.models.orders import Order
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk


async def a_dinner(talk: Talk) -> tuple[Shop, int, Person, Person]:
    """Bob's order was delivered two hours ago, and he is asked how it was."""
    shop = await opened(talk.db)
    placed = await shop.place()
    async with talk.db.begin() as session:
        (await session.get_one(Order, placed.order_id)).delivered_at = NOON - timedelta(hours=2)
        asks = Notice("automation.after_delivery", {"order": placed.order_id, "n": 1})
        await tell_member(session, shop.bob, asks, at=NOON)
    bob, olga = talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    await olga.says("/start")
    await talk.deliver()
    return shop, placed.order_id, bob, olga


async def test_cold_rolls_a_kind_answer_and_points_as_an_apology(talk: Talk) -> None:
    _, order, bob, olga = await a_dinner(talk)
    await bob.presses("⭐ 2")
    assert "We are sorry" in bob.text
    assert "+10 points" in bob.text
    await bob.presses("It was cold")
    await bob.presses("Food")
    await bob.presses("⭐ 1")
    assert {"✅ It was cold", "🍣 Food: 1", "🛵 Courier"} <= set(bob.buttons)
    await bob.presses("Tell us more")
    await bob.says("The rolls were <cold>, and the rice was hard")
    assert "“The rolls were <cold>, and the rice was hard”" in bob.text
    assert "answers by" in bob.text
    await talk.deliver()
    assert "Bob Stone" in olga.text
    assert "The rolls were <cold>" in olga.text
    await olga.presses("Open")
    assert f"Order № {order}: ⭐⭐" in olga.text
    assert "It was cold" in olga.text
    assert "🍣 Food: 1" in olga.text
    await olga.presses("I'll take it on")
    assert "Taken on by Olga" in olga.text
    await olga.presses("Answer")
    await olga.says("Dear Bob, that must not happen. The kitchen knows.")
    await talk.deliver()
    assert "The kitchen knows." in bob.text
    await olga.presses("Apologise: 100 points")
    assert "Given by Olga: 100 points" in olga.text
    await talk.deliver()
    assert "100 points" in bob.text
    await bob.presses("Answer")
    await bob.says("Thank you, I will try again")
    await talk.deliver()
    assert "I will try again" in olga.text
    await olga.presses("Open")
    assert olga.text.index("The kitchen knows") < olga.text.index("I will try again")
    await olga.presses("Close")
    await talk.deliver()
    assert "closed" in bob.text
    await bob.says("/history")
    assert "+100 points · An apology" in bob.text
    assert "+10 points · Thanks for your opinion" in bob.text
    await olga.says("/audit")
    for said in ("talk taken on", "member answered", "talk closed", "apology, +100 points"):
        assert said in olga.text


async def test_whoever_is_upset_writes_at_once_and_is_in_no_dialogue_after(talk: Talk) -> None:
    _, _, bob, _ = await a_dinner(talk)
    await bob.presses("⭐ 2")
    assert "write it here, or send a photo" in bob.text
    await bob.says("Late, and cold")
    assert "“Late, and cold”" in bob.text
    await bob.says("hello")  # said once, they are in no dialogue any more
    assert "hello" not in bob.text
    async with talk.db.read() as session:
        words = await session.scalar(select(Rating.words))
    assert words == "Late, and cold"


async def test_stars_can_be_changed_the_points_come_once_and_a_slip_closes_what_it_opened(talk: Talk) -> None:
    _, order, bob, olga = await a_dinner(talk)
    await bob.presses("⭐ 1")
    await bob.presses_data(Rate(order=order, stars=5).pack())
    assert "so glad" in bob.text
    assert "+10 points" not in bob.text
    await bob.presses("Tasty")
    async with talk.db.read() as session:
        [rating] = await session.scalars(select(Rating))
        [conversation] = await session.scalars(select(Conversation))
    assert (rating.stars, rating.reasons, rating.points) == (5, ["tasty"], 10)
    assert conversation.state == "closed"
    await bob.presses_data(Rate(order=order, stars=2).pack())
    await olga.says("/support")
    assert "Bob Stone" in olga.text


async def test_nobody_speaks_of_somebody_elses_dinner_and_an_old_thumb_asks_for_stars(talk: Talk) -> None:
    _, order, bob, _ = await a_dinner(talk)
    ann = talk.person("Ann", id=ANN)
    await ann.says("/start")
    await ann.presses_data(Rate(order=order, stars=1).pack())
    assert "no such order" in ann.toast
    await bob.presses_data(HowWasIt(order=order, good=0).pack())
    assert "⭐ 5" in bob.buttons
    async with talk.db.read() as session:
        assert (await session.scalars(select(Rating))).all() == []


async def test_a_letter_to_the_shop_takes_only_the_words_it_was_asked_for(talk: Talk) -> None:
    _, _, bob, olga = await a_dinner(talk)
    await bob.says("/support")
    assert "Write to us" in bob.text
    await bob.says("Do you have gluten-free soy sauce?")
    assert "sent" in bob.text
    await bob.says("and this is not for the shop")
    await bob.says("/settings")
    await bob.presses("My dates")
    await bob.presses("Add a date")
    await bob.says("1 December")
    await bob.says("Our wedding")
    await talk.deliver()
    await olga.says("/support")
    await olga.presses("Bob Stone")
    assert "gluten-free" in olga.text
    assert "not for the shop" not in olga.text
    assert "wedding" not in olga.text
    await bob.says("/support")
    await bob.presses("Write")
    await bob.sends_photo(b"a picture")
    assert "sent" in bob.text
    await olga.says("/support")
    await olga.presses("Bob Stone")
    await olga.presses("Photos (1)")
    assert [call for call in talk.calls if type(call).__name__ == "SendPhoto" and call.chat_id == OLGA]
    await bob.says("/support")
    await bob.presses("All is well")
    assert "Thank you" in bob.text
    await olga.says("/support")
    assert "Nobody waits" in olga.text


async def test_an_album_and_a_text_too_long(talk: Talk) -> None:
    _, order, bob, olga = await a_dinner(talk)
    await bob.says("/support")
    for number in range(3):
        size = {"file_id": f"p{number}", "file_unique_id": f"p{number}", "width": 1, "height": 1}
        caption = {"caption": "Look"} if not number else {}
        await bob.sends(photo=[size], media_group_id="7", **caption)
    await bob.says("/support")
    await bob.presses("Write")
    await bob.says("🍣" * 2048)
    assert "too long" in bob.text
    await bob.says("🍣" * 1500)
    assert "sent" in bob.text
    await olga.says("/support")
    await olga.presses("Bob Stone")
    assert "Photos (3)" in " ".join(olga.buttons) or "Earlier" in " ".join(olga.buttons)
    await bob.presses_data(Rate(order=order, stars=1).pack())
    for reason in ("cold", "late", "missing", "taste", "courier", "packing"):
        await bob.presses_data(RateReason(order=order, reason=reason).pack())
    await bob.presses("Tell us more")
    await bob.says("<&" * 1500)
    for _ in range(13):
        await bob.presses_data(WriteToShop().pack())
        await bob.says("&<" * 150)
    await olga.presses_data(OpenTalk(talk=2).pack())
    await olga.presses("Earlier")
    await bob.says("/support")
    await bob.presses("Earlier")
    for text in (*olga.shown, *bob.shown):
        assert len(text.encode("utf-16-le")) // 2 <= 4096


async def test_a_member_of_gold_hears_who_answers(talk: Talk) -> None:
    shop, _, bob, olga = await a_dinner(talk)
    async with talk.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.bob).values(tier=Tier.GOLD))
    await bob.says("/support")
    await bob.says("A table for two on Sunday, please")
    assert "your manager" in bob.text.lower()
    await talk.deliver()
    assert "🏅" in olga.text
    await olga.presses("Open")
    await olga.presses("Answer")
    await olga.says("With pleasure: it is yours.")
    await talk.deliver()
    assert "Olga, your manager" in bob.text
