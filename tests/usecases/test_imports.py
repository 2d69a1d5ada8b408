"""A list of another programme is brought in: what its people bring is theirs, once, whatever happens on the way."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import MovableClock
from bot.move_in.bring import Tools, Wanted, bring
from bot.move_in.report import Report
from bot.move_in.take_out import take_out
from bot.rules.promocodes import GUESSES
from bot.usecases import history, makers, old_cards
from bot.usecases.errors import Refused
from db.enums import Tier
from db.ledger import read as ledger
from db.models.members import Consent, Member, Person, TierChange
from db.models.messages import OutgoingMessage
from db.models.tills import Import, OldCard
from db.session import Database
from tests.support.guests import NOON, agreed, guest, member, open_shop, shares

LIST = """Телефон;ФИО;Дата рождения;Баланс;Карта;Уровень;Последний заказ
+48600500001;Анна;14.03.1990;350;77-01;золото;01.11.2026
+48600500002;=1+1;;0;;;
;Вера;;120;77-02;серебро;01.10.2026
+48600500001;Анна снова;;999;;;
12;Глеб;;5;;;
+48600100022;Bob;;40;77-03;золото;
"""
BOB = 22  # joined in chat before, as +48600100022


async def brought(db: Database, folder: Path, text: str = LIST, *, dry_run: bool = False) -> str:
    """What the operator reads."""
    file, out = folder / "members.csv", io.StringIO()
    file.write_text(text, encoding="cp1251")
    tools = Tools(db, Report(out), MovableClock(NOON, frozen=True), makers.from_system())
    await bring(Wanted(file, dry_run=dry_run), tools)
    return out.getvalue()


async def counted(db: Database) -> tuple[int, int, int, int]:
    """Members, their points, old cards, messages."""
    async with db.read() as session:
        members = list(await session.scalars(select(Member.id)))
        points = sum((await ledger.available(session, members)).values()) if members else 0
        cards = await session.scalar(select(func.count()).select_from(OldCard))
        told = await session.scalar(select(func.count()).select_from(OutgoingMessage))
        return len(members), points, cards or 0, told or 0


async def test_a_list_is_weighed_then_brought_in_once(db: Database, tmp_path: Path) -> None:
    await open_shop(db)
    await member(db, BOB, "Bob")
    before = await counted(db)
    weighed = await brought(db, tmp_path, dry_run=True)
    assert await counted(db) == before
    assert "line 5: this phone or card stands before, in line 2" in weighed
    assert "line 6: this is no phone number (12)" in weighed
    told = await brought(db, tmp_path)
    assert weighed.replace("would be", "are") == told
    assert "6 rows: 2 are new members, 1 were members before;" in told
    assert "together they bring 390 points." in told
    assert "1 cards without a phone wait for their owners, with 120 points." in told
    assert "1 came twice, 1 cannot be read." in told
    assert await counted(db) == (3, 390, 3, 0)  # nobody hears of it
    assert "This very list is in already" in await brought(db, tmp_path)
    another = await brought(db, tmp_path, LIST.replace("350", "351"))
    assert "5 came twice, 1 cannot be read" in another
    assert await counted(db) == (3, 390, 3, 0)


async def test_what_is_known_of_a_person_is_theirs_and_nothing_is_agreed_in_their_name(
    db: Database, tmp_path: Path
) -> None:
    await open_shop(db)
    await member(db, BOB, "Bob")
    await brought(db, tmp_path)
    async with db.read() as session:
        anna = (await session.scalars(select(Person).where(Person.phone == "+48600500001"))).one()
        row, bob = await session.get_one(Member, anna.member_id), await session.get_one(Member, 1)
        formula = (await session.scalars(select(Person).where(Person.phone == "+48600500002"))).one()
        changed = list(await session.scalars(select(TierChange.why)))
        agreed_to = await session.scalar(select(func.count()).where(Consent.member_id == anna.member_id))
        lots = await ledger.lots(session, anna.member_id)
    assert (anna.chat_id, anna.name, anna.birthday_md, anna.birthday_set_on) == (None, "Анна", 314, None)
    assert (row.tier, row.tier_until) == (Tier.GOLD, (NOON + timedelta(days=365)).date())
    assert row.last_order_at is not None
    assert (bob.tier, changed) == (Tier.GOLD, ["import", "import"])
    assert (formula.name, formula.advertising, agreed_to) == ("=1+1", False, 0)
    assert [(lot.remaining, lot.reason) for lot in lots] == [(350, "opening")]
    joined = await shares(db, await agreed(db, 31, "Anya"), "+48600500001")
    assert (joined.member_id, joined.name, joined.brought) == (anna.member_id, "Анна", 350)
    line = (await history.page(db, anna.member_id, before=None)).lines[0]
    assert (line.reason, line.points) == ("opening", 350)


async def test_an_old_card_is_typed_once_and_guessing_has_to_pause(db: Database, tmp_path: Path) -> None:
    await open_shop(db)
    bob, ann = await member(db, BOB, "Bob"), await member(db, 23, "Ann")
    await brought(db, tmp_path)
    moved = await old_cards.claim(db, ann, " 77 02 ", at=NOON)
    assert (moved.points, moved.tier, moved.available) == (120, Tier.SILVER, 120)
    assert (await old_cards.claim(db, ann, "7702", at=NOON)).already
    assert (await old_cards.claim(db, bob, "77-03", at=NOON)).already  # it came with his number
    for number, code in [("7702", "old_card.taken"), ("7701", "old_card.taken"), ("7799", "old_card.unknown")]:
        with pytest.raises(Refused, match=code.replace(".", r"\.")):
            await old_cards.claim(db, bob, number, at=NOON)
    with pytest.raises(Refused, match=r"member\.needed"):
        await old_cards.claim(db, await guest(db, 99, "Guest"), "7702", at=NOON)
    for _ in range(GUESSES - 3):
        with pytest.raises(Refused, match=r"old_card\.unknown"):
            await old_cards.claim(db, bob, "", at=NOON)
    with pytest.raises(Refused, match=r"code\.wait"):
        await old_cards.claim(db, bob, "7701", at=NOON)


async def test_who_counts_upwards_from_their_own_card_has_to_pause(db: Database, tmp_path: Path) -> None:
    await open_shop(db)
    bob = await member(db, BOB, "Bob")
    numbers = [f"{number}" for number in range(7701, 7701 + GUESSES + 1)]
    await brought(db, tmp_path, "card;balance\n" + "".join(f"{number};100\n" for number in numbers))
    for number in numbers[:GUESSES]:
        await old_cards.claim(db, bob, number, at=NOON)
    with pytest.raises(Refused, match=r"code\.wait"):
        await old_cards.claim(db, bob, numbers[-1], at=NOON)


async def test_a_page_that_fails_leaves_nothing_and_the_next_try_goes_on(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is stopped in the middle of a page has brought in the pages before it, and nothing of this one."""
    await open_shop(db)
    monkeypatch.setattr("bot.move_in.bring.PAGE", 2)
    rows = "".join(f"+4860070{n:04d};Nina {n};;{n};;;\n" for n in range(7))
    text = LIST.splitlines()[0] + "\n" + rows

    def codes() -> str:
        if len(made) == 5:
            raise KeyboardInterrupt
        made.append(makers.from_system().card_code())
        return made[-1]

    made: list[str] = []
    new = makers.from_system()
    stopped = type(new)(**{**new.__dict__, "card_code": codes})
    file = tmp_path / "members.csv"
    file.write_text(text, encoding="cp1251")
    tools = Tools(db, Report(io.StringIO()), MovableClock(NOON, frozen=True), stopped)
    with pytest.raises(KeyboardInterrupt):
        await bring(Wanted(file), tools)
    assert (await counted(db))[:2] == (4, 0 + 1 + 2 + 3)
    told = await brought(db, tmp_path, text)
    assert "4 rows were brought in before; going on from there." in told
    assert "7 rows: 7 are new members" in told
    assert (await counted(db))[:2] == (7, sum(range(7)))
    async with db.read() as session:
        assert (await session.scalars(select(Import.state))).all() == ["done"]


async def test_what_is_taken_out_comes_in_elsewhere_as_it_was(
    sqlite_db: Database, postgres_db: Database, tmp_path: Path
) -> None:
    for db in (sqlite_db, postgres_db):
        await open_shop(db)
    await brought(sqlite_db, tmp_path)
    file = tmp_path / "all.csv"
    taken = await take_out(sqlite_db, file, at=NOON)
    assert (taken.members, taken.points, file.stat().st_mode & 0o777) == (3, 390, 0o600)
    with pytest.raises(FileExistsError):
        await take_out(sqlite_db, file, at=NOON)
    tools = Tools(postgres_db, Report(io.StringIO()), MovableClock(NOON, frozen=True), makers.from_system())
    await bring(Wanted(file), tools)
    told = []
    for db in (sqlite_db, postgres_db):
        async with db.read() as session:
            columns = (Person.phone, Person.name, Person.birthday_md, Member.tier)
            found = select(*columns).join(Member, Member.id == Person.member_id).order_by(Person.phone)
            told.append([tuple(row) for row in await session.execute(found)])
    assert told[0] == told[1]
    assert (await counted(postgres_db))[:2] == (3, 390)
