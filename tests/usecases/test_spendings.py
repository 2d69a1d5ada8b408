"""Ann pays with points: by her own Yes, by the digits or the QR on her screen, each once and not too late."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rules.codes import BadCode
from bot.usecases import privacy, spendings
from db.enums import Proof, SpendingState
from db.models.members import Member, Person
from db.models.spendings import Spending
from db.session import Database
from tests.support.api import CARDS
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.spending import TOM, has, held, key, outlet, points_of, shows, shows_qr, tom, wanted
from tests.usecases.test_orders import refused

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    await has(shop, shop.ann, 300)
    return shop


async def test_her_yes_sets_points_aside_once_and_the_till_hears_of_it(shop: Shop) -> None:
    till = await tom(shop, await outlet(shop))
    asked = await spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)
    assert (asked.state, asked.points, asked.pays_minor, asked.place) == (SpendingState.ASKED, 100, 10_000, "Central")
    assert asked.until == NOON + timedelta(seconds=180)
    assert (await points_of(shop, shop.ann), await shop.told(ANN)) == ((300, 0), ["spending.asked"])
    with_bobs_hand = spendings.agree(shop.db, await shop.actor(BOB), asked.id, at=NOON)
    assert await refused(with_bobs_hand) == "spending.unknown"

    ann = await shop.actor(ANN)
    for _ in range(3):
        agreed = await spendings.agree(shop.db, ann, asked.id, at=NOON + MINUTE)
        assert (agreed.state, agreed.until) == (SpendingState.HELD, NOON + 16 * MINUTE)
    assert (await points_of(shop, shop.ann), await shop.told(TOM)) == ((200, 100), ["spending.answered"])
    assert (await spendings.look(shop.db, till, asked.id, at=NOON)).state is SpendingState.HELD


async def test_her_no_her_silence_and_the_tills_change_of_mind_take_nothing(shop: Shop) -> None:
    till, ann = await tom(shop), await shop.actor(ANN)
    said_no = await spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)
    assert (await spendings.decline(shop.db, ann, said_no.id, at=NOON)).state is SpendingState.DECLINED
    assert await refused(spendings.agree(shop.db, ann, said_no.id, at=NOON)) == "spending.ended"

    forgotten = await spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)
    assert await refused(spendings.agree(shop.db, ann, forgotten.id, at=NOON + 3 * MINUTE)) == "spending.too_late"
    assert [await spendings.expire(shop.db, NOON + 3 * MINUTE) for _ in range(2)] == [1, 0]

    regretted = await spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)
    await spendings.agree(shop.db, ann, regretted.id, at=NOON)
    assert (await spendings.cancel(shop.db, till, regretted.id, at=NOON)).state is SpendingState.RELEASED
    assert await points_of(shop, shop.ann) == (300, 0)
    assert (await shop.told(ANN)).count("spending.over") == 2


async def test_what_is_on_her_screen_pays_once_and_not_after_ninety_seconds(shop: Shop) -> None:
    till = await tom(shop)
    digits, qr = await shows(shop, shop.ann), await shows_qr(shop, shop.ann)

    async def hold(shown: str, at: timedelta = timedelta()) -> spendings.SpendSeen:
        return await spendings.hold(shop.db, till, wanted(shop.ann, 50), shown, at=NOON + at, card_key=CARDS)

    assert (await hold(digits[:3] + " " + digits[3:], timedelta(seconds=89))).state is SpendingState.HELD
    assert await refused(hold(digits)) == "spending.code_used"
    assert await refused(hold(qr)) == "spending.code_used", "the QR and the digits of one screen are one"
    assert await refused(hold(digits, 3 * MINUTE)) == "spending.code_old"
    assert await refused(hold(qr, timedelta(seconds=91))) == "spending.code_old"
    assert await refused(hold("12345")) == "spending.code_unreadable"
    assert await refused(hold(await shows_qr(shop, shop.bob))) == "spending.code_other"
    async with shop.db.read() as session:
        printed = f"m_{(await session.get_one(Member, shop.ann)).card_code}"
    assert await refused(hold(f"https://t.me/okaeri_bot?start={printed}")) == "spending.code_printed"
    with pytest.raises(BadCode, match=r"card\.forged"):
        await hold(qr[:-1] + ("A" if qr[-1] != "A" else "B"))
    assert (await hold(await shows_qr(shop, shop.ann, NOON + MINUTE), MINUTE)).points == 50
    assert await points_of(shop, shop.ann) == (200, 100)


async def test_whoever_guesses_codes_has_to_wait(shop: Shop) -> None:
    till = await tom(shop)
    right = await shows(shop, shop.ann)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        guess = spendings.hold(shop.db, till, wanted(shop.ann), wrong, at=NOON, card_key=CARDS)
        assert await refused(guess) == "spending.code_wrong"
    for at, code in ((NOON, right), (NOON + 59 * MINUTE, await shows(shop, shop.ann, NOON + 59 * MINUTE))):
        late = spendings.hold(shop.db, till, wanted(shop.ann), code, at=at, card_key=CARDS)
        assert await refused(late) == "spending.code_wait"
    assert (await held(shop, till, shop.ann, at=NOON + 60 * MINUTE)).state is SpendingState.HELD
    async with shop.db.read() as session:
        tries = select(Spending.id).where(Spending.state == SpendingState.DECLINED, Spending.proof == Proof.CODE)
        assert len((await session.scalars(tries)).all()) == 5


async def test_fewer_than_asked_says_why_and_nothing_says_why_not(shop: Shop) -> None:
    ours = await outlet(shop, "Airport", spend_max_bp=1_000)
    none = await outlet(shop, "Station", spend_max_bp=0)
    till, site = await tom(shop), await key(shop)

    async def ask(points: int, **given: object) -> spendings.SpendSeen:
        return await spendings.ask(shop.db, till, wanted(shop.ann, points, **given), at=NOON)

    seen = [await ask(1_000), await ask(300, eligible_minor=50_000), await ask(300, outlet_id=ours)]
    assert [(each.points, each.why) for each in seen] == [
        (300, "spend.limited_by_balance"),
        (150, "spend.limited_by_share"),
        (100, "spend.limited_by_share"),
    ]
    told = {
        "spend.not_here": ask(300, outlet_id=none),
        "spend.order_too_small": ask(300, eligible_minor=10_000),
        "spend.below_minimum": ask(49),
        "outlet.unknown": ask(100, outlet_id=77),
        "order.member_unknown": spendings.ask(shop.db, site, wanted(99), at=NOON),
        "spend.too_few_available": spendings.ask(shop.db, site, wanted(shop.bob), at=NOON),
        "access.denied": spendings.ask(shop.db, await shop.actor(CARL), wanted(shop.ann), at=NOON),
    }
    for code, work in told.items():
        assert await refused(work) == code


async def test_a_key_of_another_outlet_and_staff_for_themselves_are_refused(shop: Shop) -> None:
    central, airport = await outlet(shop), await outlet(shop, "Airport")
    till = await key(shop, outlets=(central,))
    assert (
        await refused(spendings.ask(shop.db, till, wanted(shop.ann, outlet_id=airport), at=NOON)) == "outlet.not_yours"
    )
    asked = await spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)
    assert asked.place == "Central"
    for other in (await key(shop, outlets=(airport,)), await tom(shop, airport)):
        assert await refused(spendings.look(shop.db, other, asked.id, at=NOON)) == "spending.unknown"
        assert await refused(spendings.cancel(shop.db, other, asked.id, at=NOON)) == "spending.unknown"
    async with shop.db.begin() as session:
        (await session.get_one(Person, shop.bob)).chat_id = OLGA
    await has(shop, shop.bob, 300)
    olga = await shop.actor(OLGA)
    assert await refused(spendings.ask(shop.db, olga, wanted(shop.bob), at=NOON)) == "order.own_order"


async def test_a_hold_is_captured_in_part_and_never_beyond(shop: Shop) -> None:
    till = await key(shop)
    spending = await held(shop, till, shop.ann, 200)
    assert await refused(spendings.capture(shop.db, till, spending.id, 201, at=NOON)) == "spending.too_many"
    for _ in range(2):
        seen = await spendings.capture(shop.db, till, spending.id, 120, at=NOON)
        assert (seen.state, seen.captured) == (SpendingState.CAPTURED, 120)
    assert await points_of(shop, shop.ann) == (180, 0)


async def test_a_hold_that_no_bill_uses_is_over_after_its_minutes_and_dies_with_the_person(shop: Shop) -> None:
    till = await tom(shop)
    await held(shop, till, shop.ann)
    assert await spendings.expire(shop.db, NOON + 14 * MINUTE) == 0
    assert await spendings.expire(shop.db, NOON + 15 * MINUTE) == 1
    assert await points_of(shop, shop.ann) == (300, 0)

    await held(shop, till, shop.ann, at=NOON + 16 * MINUTE)
    await privacy.erase(shop.db, await shop.actor(ANN), at=NOON + 17 * MINUTE)
    assert await spendings.expire(shop.db, NOON + 60 * MINUTE) == 1
    assert await points_of(shop, shop.ann) == (0, 0)


async def test_who_has_no_chat_shows_a_code(shop: Shop) -> None:
    async with shop.db.begin() as session:
        (await session.get_one(Person, shop.ann)).chat_id = None
    till = await tom(shop)
    assert await refused(spendings.ask(shop.db, till, wanted(shop.ann), at=NOON)) == "spending.no_chat"
    assert (await held(shop, till, shop.ann)).points == 100
