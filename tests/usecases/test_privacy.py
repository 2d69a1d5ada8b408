"""People's own data: all of it as a file, and none of it left, while the books keep adding up."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.timing import Birthday
from bot.usecases import actor as actors
from bot.usecases import chat_state, deliveries, orders, privacy, profile, sale_approvals, site_events, spendings
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.sale_approvals import Weighed
from bot.usecases.site_events import Event
from db.enums import AccountKind, BenefitKind, EntryKind, GiftState, Lane, MemberState, MessageState, Scope, UpdateState
from db.ledger import holds, post, read
from db.ledger.post import Because
from db.models import Base
from db.models.audit import AuditLine
from db.models.members import Member, MemberNote, MemberTag, Person
from db.models.messages import IncomingUpdate, OutgoingMessage
from db.models.vouchers import Gift
from db.queries import personal
from db.session import Database, insert_once
from tests.support.guests import member
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.promos import a_code, entered
from tests.support.spending import TOM, has, key, outlet, tom, wanted
from tests.support.tiers import bought, recheck

SECRETS = ("Bob Stone", "+48699123456", "Nevsky", "allergic", "whisper", "Bob has typed", "planned for Bob", "bobtag")


async def lived(db: Database) -> Shop:
    """Bob has a past here: an order with an address, a note, a tag, a dialogue, messages in and out, points."""
    shop = await opened(db)
    order = await shop.place(address="Nevsky 1")
    await orders.cancel(db, await shop.actor(OLGA), order.order_id, "changed_mind", at=NOON)
    bob = await shop.actor(BOB)
    await profile.keep_birthday(db, bob, Birthday(14, 3), at=NOON)
    await all_sent(db)
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == shop.bob).values(phone="+48699123456"))
        session.add(MemberNote(member_id=shop.bob, staff_id=shop.carl, text="allergic to crab", at=NOON))
        session.add(MemberTag(member_id=shop.bob, tag="bobtag", at=NOON))
        session.add(_update(1, '{"text": "whisper"}'))
        await chat_state.keep(session, BOB, "profile.name", {"typed": "Bob has typed"}, at=NOON)
        await tell_member(session, shop.bob, Notice("test.news", {"words": "planned for Bob"}), at=NOON)
        because = Because("test:bob", EntryKind.GIFT, NOON, "welcome")
        await post.give(
            session, shop.bob, 300, source=AccountKind.WELCOME, because=because, expires_on=date(2027, 11, 21)
        )
    return shop


async def all_sent(db: Database) -> None:
    async with db.begin() as session:
        await session.execute(update(OutgoingMessage).values(state=MessageState.SENT))


def _update(number: int, body: str, state: UpdateState = UpdateState.DONE) -> IncomingUpdate:
    return IncomingUpdate(
        bot_id=42,
        update_id=number,
        chat_key=BOB,
        kind="message",
        body=body,
        state=state,
        received_at=NOON,
        due_at=NOON,
    )


async def everything(db: Database) -> str:
    """Every value of every table, as one text."""
    told = []
    async with db.read(long=True) as session:
        for table in Base.metadata.sorted_tables:
            told += [f"{table.name}: {tuple(row)}" for row in await session.execute(select(table))]
    return "\n".join(told)


async def row_of(db: Database, model: Any, *where: Any) -> Any:
    async with db.read() as session:
        return (await session.scalars(select(model).where(*where))).one()


def test_every_personal_column_is_exported_and_erased() -> None:
    """A new column with a mark fails here until somebody says how its rows lead to a person, and how they go."""
    exported, erased = ({table.name for table in personal.tables(use)} for use in ("export", "erase"))
    assert erased == set(personal.ROWS_OF) == {*personal.DELETED, *personal.BLANKED}
    assert erased - exported == {"commands", "pins"}  # answers told in other words elsewhere, and a secret
    assert not set(personal.DELETED) & set(personal.BLANKED)


def test_columns_that_sound_personal_are_marked() -> None:
    telling = ("phone", "birthday_day", "birthday_month", "birthday_year", "first_name", "username", "address", "text")
    staff_and_shop = {"staff", "outlets", "broadcasts", "partners"}
    unmarked = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in telling and table.name not in staff_and_shop and not column.info.get("personal")
    ]
    assert unmarked == []


async def test_the_file_holds_all_we_know(db: Database) -> None:
    shop = await lived(db)
    export = await privacy.export(db, await shop.actor(BOB), at=NOON)
    told = json.loads(export.content)
    assert export.name == "okaeri-my-data.json"
    text = export.content.decode()
    assert [secret for secret in SECRETS if secret not in text] == []
    assert [line["points"] for line in told["points"]] == [300]
    assert told["member"][0]["id"] == shop.bob
    assert told["personal"]["people"][0]["birthday_month"] == 3
    assert "Ann Green" not in text


async def test_the_file_tells_of_gifts_codes_and_levels_but_not_of_others(db: Database) -> None:
    shop = await opened(db)
    await a_code(db, kind=BenefitKind.POINTS, value=50)
    await entered(shop, BOB)
    await bought(shop, shop.bob, 15_000_00)
    await recheck(db, shop.bob)
    async with db.begin() as session:
        for token, giver, taker in (("t1", shop.ann, shop.bob), ("t2", shop.bob, shop.ann)):
            gift = {"state": GiftState.CLAIMED, "points": 70, "at": NOON, "until": NOON}
            session.add(Gift(token_hash=token, giver_id=giver, claimed_by=taker, **gift))
    told = json.loads((await privacy.export(db, await shop.actor(BOB), at=NOON)).content)
    assert [(use["points"], use["member_id"]) for use in told["promo_codes"]] == [(50, shop.bob)]
    assert [(step["old"], step["new"]) for step in told["levels"]] == [("bronze", "silver")]
    for side in ("gifts_given", "gifts_received"):
        assert [gift["points"] for gift in told[side]] == [70]
        assert not {"token_hash", "giver_id", "claimed_by"} & set(told[side][0])


async def test_a_guest_has_nothing_to_export(db: Database) -> None:
    with pytest.raises(Refused, match=r"member\.needed"):
        await privacy.export(db, actors.Actor(chat_id=5), at=NOON)


async def test_erasing_leaves_a_number_and_nothing_else(db: Database) -> None:
    shop = await lived(db)
    before = await everything(db)
    assert [secret for secret in SECRETS if secret not in before] == []
    erased = await privacy.erase(db, await shop.actor(BOB), at=NOON)
    assert (erased.already, erased.forfeited) == (False, 300)
    after = await everything(db)
    assert [secret for secret in SECRETS if secret in after] == []
    bob = await row_of(db, Member, Member.id == shop.bob)
    assert (bob.state, bob.erased_at) == (MemberState.ERASED, NOON)
    line = await row_of(db, AuditLine, AuditLine.act == "member.erased")
    assert (line.subject, line.reason, line.facts) == (f"member:{shop.bob}", None, {})
    assert (await shop.actor(BOB)).known is False


async def test_the_books_stay_whole_and_the_account_is_empty(db: Database) -> None:
    shop = await lived(db)
    async with db.begin() as session:
        await holds.hold(session, shop.bob, 120, key="quote:1", at=NOON, until=NOON + timedelta(minutes=15))
    await privacy.erase(db, await shop.actor(BOB), at=NOON)
    async with db.read() as session:
        left = await read.balance(session, shop.bob)
        line = await read.by_key(session, f"erase:{shop.bob}")
    assert (left.available, left.held, left.debt) == (0, 0, 0)
    assert line is not None
    assert (line.points, line.kind, line.reason) == (-300, EntryKind.FORFEIT, "erased")


async def test_a_debt_goes_with_the_person(db: Database) -> None:
    shop = await lived(db)
    async with db.begin() as session:
        because = Because("test:debt", EntryKind.ADJUST, NOON, "adjust.down")
        await post.take(session, shop.bob, 450, into=AccountKind.ADJUSTMENT, because=because, allow_debt=True)
    assert (await privacy.erase(db, await shop.actor(BOB), at=NOON)).forfeited == 0
    async with db.read() as session:
        assert (await read.balance(session, shop.bob)).debt == 0


async def test_planned_messages_do_not_leave_and_sent_ones_lose_their_address(db: Database) -> None:
    shop = await lived(db)
    async with db.begin() as session:
        sent = {"chat_id": BOB, "member_id": shop.bob, "lane": Lane.SERVICE, "kind": "test.sent", "facts": {"x": 1}}
        session.add(OutgoingMessage(**sent, state=MessageState.SENT, created_at=NOON, due_at=NOON))
    await privacy.erase(db, await shop.actor(BOB), at=NOON)
    planned = await row_of(db, OutgoingMessage, OutgoingMessage.kind == "test.news")
    assert (planned.state, planned.reason, planned.facts, planned.chat_id) == (MessageState.SKIPPED, "erased", {}, 0)
    left = await row_of(db, OutgoingMessage, OutgoingMessage.kind == "test.sent")
    assert (left.state, left.facts, left.chat_id) == (MessageState.SENT, {}, 0)


async def test_the_press_that_asks_is_forgotten_what_was_written_since_is_not(db: Database) -> None:
    shop = await lived(db)
    async with db.begin() as session:
        session.add_all([_update(2, "the press", UpdateState.NEW), _update(3, "hello?", UpdateState.NEW)])
    await privacy.erase(db, await shop.actor(BOB), at=NOON)
    async with db.read() as session:
        bodies = await session.scalars(select(IncomingUpdate.body).order_by(IncomingUpdate.update_id))
        assert list(bodies) == [None, None, "hello?"]


async def test_messages_to_others_forget_who_they_spoke_of(db: Database) -> None:
    shop = await opened(db)
    async with db.read() as session:
        code = await session.scalar(select(Member.referral_code).where(Member.id == shop.ann))
    dana = await member(db, 23, "Dana", by=str(code))
    assert "Dana" in await everything(db)
    await all_sent(db)
    await privacy.erase(db, dana, at=NOON)
    assert "Dana" not in await everything(db)
    told = await row_of(db, OutgoingMessage, OutgoingMessage.kind == "referral.joined")
    assert (told.facts, told.member_id, told.state) == ({}, shop.ann, MessageState.SENT)


async def test_messages_to_the_till_forget_whom_it_served(db: Database) -> None:
    shop = await opened(db, sushi(till_sale_minor=500_000))
    dana = await member(db, 23, "Dana")
    assert dana.member_id is not None
    await has(shop, dana.member_id, 300)
    till = await tom(shop, await outlet(shop))
    asked = await spendings.ask(db, till, wanted(dana.member_id), at=NOON)
    await spendings.agree(db, dana, asked.id, at=NOON)
    await sale_approvals.ask(db, await shop.actor(TOM), Weighed("draft", dana.member_id, 600_000), at=NOON)
    told = json.loads((await privacy.export(db, dana, at=NOON)).content)
    assert [(each["points"], each["state"]) for each in told["points_asked_for"]] == [(100, "held")]
    await all_sent(db)
    assert {"spending.answered", "sale.second_asked"} <= {*await shop.told(TOM), *await shop.told(OLGA)}
    await privacy.erase(db, dana, at=NOON)
    assert "Dana" not in await everything(db)


async def test_an_order_under_way_comes_first(db: Database) -> None:
    shop = await lived(db)
    order = await shop.place()
    bob = await shop.actor(BOB)
    for ask in (privacy.weigh(db, bob), privacy.erase(db, bob, at=NOON)):
        with pytest.raises(Refused) as refused:
            await ask
        assert (refused.value.code, refused.value.facts) == ("privacy.order_open", {"order": order.order_id})
    assert (await row_of(db, Person, Person.member_id == shop.bob)).name == "Bob Stone"


async def test_an_order_entered_at_the_same_moment_is_not_lost_on_nobody(db: Database) -> None:
    """Either the order was first and keeps Bob here, or Bob was gone and there is no order."""
    shop = await opened(db)
    for round_ in range(10):
        guest = await member(db, 100 + round_, "Dana")
        assert guest.member_id is not None
        placing, erasing = shop.place(member_id=guest.member_id), privacy.erase(db, guest, at=NOON)
        answers = await asyncio.gather(placing, erasing, return_exceptions=True)
        codes = [each.code for each in answers if isinstance(each, Refused)]
        assert codes in (["order.member_unknown"], ["privacy.order_open"])


async def test_what_a_site_tells_at_the_same_moment_is_not_left_of_nobody(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bob erases himself after the site was told that he is there, and before its event is written."""
    shop = await opened(db)
    site, bob = await key(shop, Scope.SITE), await shop.actor(BOB)
    erasing: list[asyncio.Task[Any]] = []

    async def written(*given: Any, **more: Any) -> bool:
        if not erasing:
            erasing.append(asyncio.create_task(privacy.erase(db, bob, at=NOON)))
            await asyncio.wait(erasing, timeout=0.3)  # it has to wait for us
        return await insert_once(*given, **more)

    monkeypatch.setattr(site_events, "insert_once", written)
    event = Event("cart-1", shop.bob, "cart.left", NOON, {"dish": "Bob's own roll"})
    await site_events.tell(db, site, [event], at=NOON)
    await erasing[0]
    assert "Bob's own roll" not in await everything(db)


async def test_pressed_twenty_times_it_happens_once(db: Database) -> None:
    shop = await lived(db)
    bob = await shop.actor(BOB)
    answers = await asyncio.gather(*(privacy.erase(db, bob, at=NOON) for _ in range(20)))
    assert sorted(answer.forfeited for answer in answers) == [0] * 19 + [300]
    assert sum(not answer.already for answer in answers) == 1


async def test_who_comes_back_is_somebody_new(db: Database) -> None:
    shop = await lived(db)
    await privacy.erase(db, await shop.actor(BOB), at=NOON)
    again = await member(db, BOB, "Bob")
    assert again.member_id is not None
    assert again.member_id > shop.bob
    async with db.read() as session:
        assert (await read.balance(session, again.member_id)).available == 0


async def test_the_courier_who_was_also_a_member_still_works_here(db: Database) -> None:
    shop = await opened(db)
    carl = await member_too(shop)
    await privacy.erase(db, carl, at=NOON)
    order = await shop.place()
    await deliveries.accept(db, await shop.actor(CARL), order.order_id, at=NOON)
    assert (await shop.actor(CARL)).member_id is None


async def member_too(shop: Shop) -> actors.Actor:
    return await member(shop.db, CARL, "Carl")
