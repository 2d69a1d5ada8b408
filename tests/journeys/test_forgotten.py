"""Ann orders, is written about, and erases herself: nothing that named her is found in any table or any file."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import text

from db.models import Base
from db.session import Database
from tests.journeys.test_first_story import carl_is_hired, code_on, joins, olga_opens, order_for
from tests.support.open_shop import OpenShop
from tests.support.people import Person

NAME, CHOSEN, NOTE, ASKED = "Annabella-Zweig", "Queen of Rolls", "never without ginger", "is it spicy though"
ADDRESS = "flat 12"  # of order_for


async def in_tables(db: Database, words: Iterable[str]) -> list[str]:
    found = []
    async with db.read(long=True) as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(text(f"SELECT * FROM {table.name}"))
            told = "\n".join(repr(tuple(row)) for row in rows)
            found += [f"{table.name}: {word}" for word in words if word in told]
    return found


def in_files(folder: Path, words: Iterable[str]) -> list[str]:
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [f"{path.name}: {word}" for path, content in files.items() for word in words if word.encode() in content]


async def ann_is_told_about(olga: Person, phone: str) -> None:
    await olga.says(f"/member {phone}")
    await olga.presses("Note")
    await olga.says(NOTE)
    await olga.sees(NOTE)


async def delivered(carl: Person, ann: Person) -> None:
    await carl.says("/deliveries")
    for label in ("Long Street", "Accept", "On the way", "Delivered"):
        await carl.presses(label)
    await carl.says(await code_on(ann))
    await carl.sees("delivered")


async def test_nothing_is_left_of_ann_when_she_asks_for_it(open_shop: OpenShop, tmp_path: Path) -> None:
    olga = await olga_opens(open_shop)
    carl = await carl_is_hired(open_shop, olga)
    ann = open_shop.telegram.person(NAME, phone="+48600765432")
    await joins(ann)
    await ann.says("/settings")
    await ann.presses("Name")
    await ann.says(CHOSEN)
    await ann.sees(CHOSEN)
    await ann.says(ASKED)
    await order_for(olga, ann)
    await ann.sees("on their way", anywhere=True)
    await ann_is_told_about(olga, "+48600765432")
    await delivered(carl, ann)
    words = (NAME, CHOSEN, NOTE, ASKED, ADDRESS, "600765432", str(ann.id))
    assert {word for found in await in_tables(open_shop.db, words) for word in words if word in found} == set(words)

    await ann.says("/privacy")
    await ann.presses("Erase my data")
    await ann.presses("Yes, erase it all")
    await ann.sees("Done: nothing here leads to you")

    # Telegram's number of her chat stays in the last press itself, known by its update until it is surely not repeated.
    left = [found for found in await in_tables(open_shop.db, words) if found != f"inbox: {ann.id}"]
    assert left == []
    assert await open_shop.db.scrub()
    assert in_files(tmp_path, words) == []
