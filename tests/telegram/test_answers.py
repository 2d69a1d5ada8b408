"""Ann and Bob answer a message from the shop: each button, twice, too late, and with nothing left."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.rules.broadcasts import OfferButton, PromoOffer, RewardOffer, Words
from bot.telegram.customer.broadcast_callbacks import Answer
from bot.telegram.notices import broadcast_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Screen
from bot.usecases import broadcast_drafts, broadcast_report, broadcast_start, consents, program
from db.enums import BroadcastState, VoucherState
from db.models.members import Person as PersonRow
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.promos import a_code
from tests.support.rewards import reward
from tests.support.talk import CATALOGUE, USERNAME, Person, Talk
from tests.support.vouchers import states


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def ann(talk: Talk) -> Person:
    return talk.person("Ann", id=ANN)


@pytest.fixture
def bob(talk: Talk) -> Person:
    return talk.person("Bob", id=BOB)


async def gets(person: Person, broadcast_id: int) -> None:
    """The message is in the person's chat, with the buttons it has."""
    talk = person.talk
    row = await shop_says.broadcast(talk.db, broadcast_id)
    rules = await program.current(talk.db, talk.clock.now())
    facts = {"broadcast": broadcast_id, "buttons": row.buttons}
    rows = broadcast_rows.rows(Reader(CATALOGUE.texts("en"), rules, USERNAME), facts)
    await talk.presenter.send(person.id, Screen("Sushi evening", rows=rows))


async def test_points_are_taken_once_however_often_one_taps(shop: Shop, ann: Person, bob: Person) -> None:
    number = await shop_says.running(shop.db, stock=1)
    await shop_says.sent(shop.db, number, [shop.ann, shop.bob])
    await gets(ann, number)
    await gets(bob, number)
    await ann.presses("I take it")
    assert "50 points from our message" in ann.text
    assert ann.shown[0] == "Sushi evening"
    await ann.presses("I take it")
    assert ("50 points" in ann.toast, len(ann.shown)) == (True, 2)
    await bob.presses("I take it")
    assert "all of it is gone" in bob.toast
    kept = await shop_says.broadcast(shop.db, number)
    assert (kept.claimed, kept.cost_minor) == (1, 50 * 100)
    assert await shop_says.answers(shop.db, f"broadcast:{number}") == {
        (shop.ann, "pressed", "claim"),
        (shop.ann, "claimed", "points:50"),
        (shop.bob, "pressed", "claim"),
    }
    await ann.says("/history")
    assert "A gift from our message" in ann.text


async def test_a_reward_or_a_code_comes_as_a_voucher(shop: Shop, ann: Person) -> None:
    soup = await reward(shop, "Miso soup", stock=5, cost_minor=9_000)
    for offer, thing in (
        (RewardOffer(soup, valid_days=7), "Miso soup"),
        (PromoOffer(await a_code(shop.db)), "10% off"),
    ):
        number = await shop_says.running(shop.db, offer)
        await shop_says.sent(shop.db, number, [shop.ann])
        await gets(ann, number)
        await ann.presses("I take it")
        assert "🎉 It is yours" in ann.text
        assert thing in ann.text
        await ann.presses("I take it")
        assert "You have this already" in ann.text
        await ann.presses("🎟 Show it")
        assert thing in ann.text
    assert await states(shop.db, shop.ann) == [VoucherState.HELD] * 2


async def test_a_seat_is_taken_given_back_and_taken_by_somebody_else(shop: Shop, ann: Person, bob: Person) -> None:
    going = OfferButton("going", {"en": "I am coming"})
    number = await shop_says.running(shop.db, None, stock=1, buttons=(going,))
    await shop_says.sent(shop.db, number, [shop.ann, shop.bob])
    await gets(ann, number)
    await gets(bob, number)
    await ann.presses("I am coming")
    assert "Your voucher: Sushi evening" in ann.text
    assert ann.messages[-1].photo, "the entry is a picture with its QR"
    await bob.presses("I am coming")
    assert "all of it is gone" in bob.toast
    await ann.presses("I can't come")
    assert "Somebody else can have your seat" in ann.toast
    await ann.presses("I can't come")
    await bob.presses("I am coming")
    assert "Your voucher: Sushi evening" in bob.text
    await ann.presses("I am coming")
    assert "all of it is gone" in ann.toast
    await bob.presses("I can't come")
    await ann.presses("I am coming")
    assert await states(shop.db, shop.ann) == [VoucherState.HELD]
    assert await states(shop.db, shop.bob) == [VoucherState.RETURNED]
    assert (await shop_says.broadcast(shop.db, number)).claimed == 1


async def test_stars_no_thanks_points_and_the_same_again(shop: Shop, ann: Person) -> None:
    does = ("rate", "decline", "points", "repeat")
    buttons = tuple(OfferButton(do, {"en": f"do {do}"}) for do in does)  # type: ignore[arg-type]
    number = await shop_says.running(shop.db, buttons=buttons)
    await shop_says.sent(shop.db, number, [shop.ann])
    await consents.advertise(shop.db, await shop.actor(ANN), True, source="settings", at=NOON)
    await gets(ann, number)
    await ann.presses("4 ⭐")
    assert "Thank you" in ann.toast
    await ann.presses("1 ⭐")
    assert "4 stars already" in ann.toast
    await ann.presses("do points")
    assert "My points" in ann.text
    await ann.presses("do repeat")
    assert "There is no order of yours yet" in ann.text
    await shop_says.bought(shop.db, shop.ann, NOON - timedelta(days=1))
    await ann.presses("do repeat")
    assert "Your last order was for ₽1,000, 20 November 2026" in ann.text
    await ann.presses("do decline")
    assert "Not for you, we see" in ann.text
    await ann.presses("No more of: Discounts and news")
    assert "Left out: Discounts and news" in ann.text
    noted = {(what, detail) for _, what, detail in await shop_says.answers(shop.db, f"broadcast:{number}")}
    assert noted == {("pressed", "rate"), ("rated", "4"), ("declined", "")}


async def test_a_message_as_it_was_composed_is_answered_and_counted(talk: Talk, shop: Shop) -> None:
    crowd = await shop_says.crowd(shop.db, 60)
    async with shop.db.begin() as session:
        await session.execute(update(PersonRow).where(PersonRow.member_id.in_(crowd)).values(advertising=True))
    olga, at = await shop.actor(OLGA), talk.clock.now()
    sides = {
        "content": {"A": {"*": Words("Hello {name}!\n<b>Sushi &amp; jazz</b>")}, "B": {"*": Words("Sushi, {name}?")}},
        "buttons": (OfferButton("claim", {"en": "I take it"}), OfferButton("going", {"en": "I am coming"})),
        "offer": shop_says.POINTS,
        "stock": 100,
        "deadline": at + timedelta(days=3),
        "control_bp": 3_000,
    }
    draft = await broadcast_drafts.begin(shop.db, olga, sides, at=at)
    await broadcast_start.confirm(shop.db, olga, draft.which, at=at)
    got = await talk.deliver()
    answered = [talk.person("Guest", id=shop_says.FIRST_CHAT + each) for each in crowd]
    answered = [guest for guest in answered if guest.messages][:6]
    for guest in answered:
        await guest.presses("I take it")
        assert "50 points from our message" in guest.text
    await answered[0].presses("I am coming")
    assert "Your voucher: Sushi & jazz" in answered[0].text
    whole = (await broadcast_report.report(shop.db, olga, draft.id, at=at)).whole
    assert (whole.group.sent, whole.group.members, whole.control.members) == (got, got, 60 - got)
    assert (whole.group.pressed, whole.group.claimed, whole.group.going) == (6, 6, 1)


async def test_too_late_too_early_and_not_theirs_is_said_kindly(shop: Shop, ann: Person, bob: Person) -> None:
    number = await shop_says.running(shop.db, deadline=ann.talk.clock.now() + timedelta(hours=1))
    await shop_says.sent(shop.db, number, [shop.ann])
    await gets(ann, number)
    await gets(bob, number)
    await bob.presses("I take it")
    assert "for somebody else" in bob.toast
    await shop_says.changed(shop.db, number, state=BroadcastState.STOPPED)
    await ann.presses("I take it")
    assert "ended this offer early" in ann.toast
    await shop_says.changed(shop.db, number, state=BroadcastState.DONE)
    ann.talk.clock.advance(timedelta(hours=1))
    await ann.presses("I take it")
    assert "time for this offer is over" in ann.toast
    await shop_says.changed(shop.db, number, state=BroadcastState.DRAFT)
    olga = ann.talk.person("Olga", id=OLGA)
    await gets(olga, number)
    await olga.presses("I take it")
    assert "only a preview" in olga.toast
    await olga.presses_data(Answer(broadcast=number, do="steal").pack())
    assert "leads nowhere" in olga.toast
    await olga.presses_data(Answer(broadcast=99, do="claim").pack())
    assert "leads nowhere" in olga.toast


async def test_whoever_erased_themselves_takes_nothing_from_an_old_message(shop: Shop, ann: Person) -> None:
    number = await shop_says.running(shop.db)
    await shop_says.sent(shop.db, number, [shop.ann])
    await ann.says("/privacy")
    await ann.presses("Erase")
    await ann.presses("Yes, erase it all")
    await gets(ann, number)
    await ann.presses("I take it")
    assert "First join" in ann.toast
    assert await shop_says.answers(shop.db, f"broadcast:{number}") == set()
    assert (await shop_says.broadcast(shop.db, number)).claimed == 0
