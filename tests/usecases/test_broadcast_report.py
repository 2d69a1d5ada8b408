"""A shop small enough to be counted by hand: sixty members, half of whom got nothing, and what they did."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.rules import splits
from bot.rules.broadcasts import RewardOffer
from bot.rules.experiments import Share, share_difference
from bot.usecases import broadcast_claims, broadcast_report, outlets, responses
from bot.usecases.actor import Actor
from bot.usecases.broadcast_report import Line, Report
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from db.enums import ConsentKind, MessageState, OrderState, Tier, VoucherState
from db.models.chats import Chat
from db.models.members import Consent, Member
from db.models.messages import OutgoingMessage
from db.models.vouchers import Voucher
from db.queries.outbox import PARKED
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.rewards import reward

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AFTER = NOON + 8 * DAY


async def told(db: Database) -> tuple[Shop, int, list[int], list[int]]:
    """Thirty got it (every third in variant B, of gold, in Russian), thirty did not."""
    shop = await opened(db)
    number = await shop_says.running(db, RewardOffer(await reward(shop), 14), window_days=7)
    got, held_out = await shop_says.crowd(db, 30), await shop_says.crowd(db, 30)
    await shop_says.sent(db, number, [each for n, each in enumerate(got) if n % 3], "A")
    await shop_says.sent(db, number, got[::3], "B")
    await shop_says.sent(db, number, held_out, None)
    async with db.begin() as session:
        await session.execute(update(Member).where(Member.id.in_(got[::3])).values(tier=Tier.GOLD))
        russian = [shop_says.FIRST_CHAT + each for each in got[::3]]
        await session.execute(update(Chat).where(Chat.chat_id.in_(russian)).values(language="ru"))
    return shop, number, got, held_out


async def lived(shop: Shop, number: int, got: list[int], held_out: list[int]) -> None:
    """Twelve who got it buy for 1 000 ₽, two of them twice; three of the others do. What is outside the seven days, or
    was not delivered, does not count."""
    db, olga = shop.db, await shop.actor(OLGA)
    centre = (await outlets.add(db, olga, Place("Centre", ""), at=NOON)).id
    for each in got[:12]:
        await shop_says.bought(db, each, NOON + DAY, outlet_id=centre)
    for each in got[:2]:
        await shop_says.bought(db, each, NOON + 6 * DAY)
    for each in held_out[:3]:
        await shop_says.bought(db, each, NOON + 2 * DAY)
    for each in (got[20], held_out[20]):
        await shop_says.bought(db, each, NOON - 3 * DAY - HOUR)
        await shop_says.bought(db, each, NOON + 7 * DAY)
        await shop_says.bought(db, each, NOON + HOUR, state=OrderState.CANCELLED)
    for each in got[:6]:
        actor = Actor(chat_id=shop_says.FIRST_CHAT + each, member_id=each)
        taken = await broadcast_claims.claim(db, actor, number, at=NOON + HOUR)
        if each in got[:2]:
            async with db.begin() as session:
                used = update(Voucher).where(Voucher.id == taken.voucher_id)
                await session.execute(used.values(state=VoucherState.USED, used_at=NOON + DAY))
    await responses.decline(db, Actor(chat_id=shop_says.FIRST_CHAT + got[29], member_id=got[29]), number, at=NOON)
    async with db.begin() as session:
        no = {"kind": ConsentKind.ADVERTISING, "given": False, "text_version": "1", "source": "offer"}
        session.add(Consent(member_id=got[28], at=NOON + HOUR, **no))
        session.add(Consent(member_id=got[27], at=NOON + 3 * DAY, **no))
        blocked = update(Chat).where(Chat.chat_id == shop_says.FIRST_CHAT + got[26])
        await session.execute(blocked.values(reachable=False, blocked_at=NOON + 2 * HOUR))


async def seen(shop: Shop, number: int) -> Report:
    return await broadcast_report.report(shop.db, await shop.actor(OLGA), number, at=AFTER)


def line(report: Report, part: str, key: str) -> Line:
    return next(each for each in report.parts[part] if each.key == key)  # type: ignore[index]


async def test_the_report_is_what_one_counts_by_hand(db: Database) -> None:
    shop, number, got, held_out = await told(db)
    await lived(shop, number, got, held_out)
    report = await seen(shop, number)
    all_ = report.whole.group
    assert (all_.members, all_.sent, all_.pressed, all_.claimed, all_.used, all_.declined) == (30, 30, 7, 6, 2, 1)
    assert (all_.buyers, all_.orders, all_.net_minor, all_.squares) == (12, 14, 1_400_000, 10 * 1e10 + 2 * 4e10)
    assert (all_.stops, all_.blocked, all_.complaints) == (1, 1, 0)
    control = report.whole.control
    assert (control.members, control.sent, control.buyers, control.net_minor) == (30, 0, 3, 300_000)
    compared = report.whole.compared
    assert compared.buyers == share_difference(Share(12, 30), Share(3, 30))
    assert compared.buyers.beyond_chance
    assert compared.net is not None
    assert (round(compared.net.value), compared.extra_minor) == (36_667, 1_100_000)
    assert report.final


async def test_its_parts_add_up_to_the_whole_and_days_tell_both_groups(db: Database) -> None:
    shop, number, got, held_out = await told(db)
    await lived(shop, number, got, held_out)
    report = await seen(shop, number)
    a, b = line(report, "variant", "A"), line(report, "variant", "B")
    assert (a.group.members, b.group.members, b.group.orders) == (20, 10, 5)  # the 1st, 4th, 7th, 10th, and one twice
    assert a.group + b.group == report.whole.group
    assert a.control == b.control == report.whole.control
    gold, bronze = line(report, "tier", "gold"), line(report, "tier", "bronze")
    assert (gold.group, gold.control.members, bronze.control.members) == (b.group, 0, 30)
    assert gold.compared.lack == "nobody"
    assert line(report, "language", "ru").group == b.group
    centre, elsewhere = line(report, "outlet", "Centre"), line(report, "outlet", "")
    assert (centre.group.orders, centre.control.orders, centre.group.members) == (12, 0, 30)
    assert (elsewhere.group.orders, elsewhere.control.orders) == (2, 3)
    days = {day.day: (round(day.group, 2), round(day.control, 2)) for day in report.days}
    assert sorted(days) == list(range(-7, 7))
    assert (days[1], days[2], days[6], days[-4]) == ((40.0, 0.0), (0.0, 10.0), (6.67, 0.0), (3.33, 3.33))


async def test_who_was_not_written_to_by_our_own_doing_belongs_to_no_group(db: Database) -> None:
    shop, number, got, _ = await told(db)
    of = OutgoingMessage.member_id
    async with db.begin() as session:
        stopped = {"state": MessageState.SKIPPED, "reason": "stopped"}
        await session.execute(update(OutgoingMessage).where(of == got[1]).values(**stopped))
        parked = {"state": MessageState.PLANNED, "due_at": PARKED, "variant": None}
        await session.execute(update(OutgoingMessage).where(of == got[2]).values(**parked))
        capped = {"state": MessageState.SKIPPED, "reason": "cap_week"}
        await session.execute(update(OutgoingMessage).where(of == got[4]).values(**capped))
    report = await seen(shop, number)
    assert (report.whole.group.members, report.whole.group.sent) == (28, 27)
    assert report.whole.compared.lack == "few_did"
    assert report.whole.compared.net is None


async def test_who_got_the_winner_later_is_not_mixed_with_its_test(db: Database) -> None:
    """A test of a fifth; both versions went out in it, and A to the rest."""
    shop, number, got, held_out = await told(db)
    await lived(shop, number, got, held_out)
    await shop_says.changed(db, number, test_bp=2_000, winner="A")
    split = splits.split(f"broadcast:{number}:test")
    tried = [each for n, each in enumerate(got) if n % 3 and splits.within(split, each, 2_000)]
    report = await seen(shop, number)
    found = {each.key: each.group.members for each in report.parts["variant"]}
    assert (found.get("A", 0), found["A+"]) == (len(tried), 20 - len(tried))
    assert sum(found.values()) == 30


async def test_names_are_for_whoever_may_export_and_leave_a_line(sqlite_db: Database) -> None:
    shop, number, got, held_out = await told(sqlite_db)
    await lived(shop, number, got, held_out)
    rows = await broadcast_report.by_name(sqlite_db, await shop.actor(OLGA), number, at=AFTER)
    assert len(rows) == 60
    assert (rows[0].name, rows[0].variant, rows[0].orders, rows[0].net_minor) == (f"Guest {got[0]}", "B", 2, 200_000)
    with pytest.raises(Refused, match=r"access\.denied"):
        await broadcast_report.by_name(sqlite_db, await shop.actor(CARL), number, at=AFTER)
    with pytest.raises(Refused, match=r"broadcast\.unknown"):
        await broadcast_report.report(sqlite_db, await shop.actor(OLGA), 99, at=AFTER)
