"""Updates that no database would take as they are: they are dealt with, and nobody behind them waits."""

import pytest

from bot.intake.arrivals import arrival
from db.enums import UpdateState
from db.session import Database
from tests.intake.test_workers import ANN, BOB, all_dealt_with, working
from tests.support import shop
from tests.support.shop import a_message


@pytest.mark.parametrize("text", ["half \ud83d of a pair", "a \x00 in the middle"], ids=["surrogate", "nul"])
async def test_letters_no_database_takes_hold_nobody_up(db: Database, text: str) -> None:
    async with working(db, shop.counting(db)) as intake:
        odd = a_message(ANN, text)
        assert await intake.take([odd, a_message(BOB, "hello")]) == 2
        await all_dealt_with(db, 2)
    assert (await shop.effects(db))[BOB, "hello"] == 1
    assert (await shop.inbox(db))[odd["update_id"]].state is not UpdateState.NEW


async def test_numbers_no_column_holds_hold_nobody_up(db: Database) -> None:
    async with working(db, shop.counting(db)) as intake:
        odd = a_message(2**70, "from far away")
        assert await intake.take([a_message(ANN, "?", update_id=2**63), odd, a_message(BOB, "hello")]) == 2
        await all_dealt_with(db, 2)
    assert (await shop.effects(db))[BOB, "hello"] == 1


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 1.0}])
def test_what_has_no_number_is_no_update(raw: object) -> None:
    assert arrival(raw) is None
