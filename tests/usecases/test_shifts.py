"""What a day brought at Tom's till and at Sue's: sales, points, what came back, and slips apart."""

from datetime import timedelta

from bot.usecases import returns, sale_posting, sale_undo, shifts
from bot.usecases.actor import Actor
from bot.usecases.returns import ReturnWanted
from bot.usecases.sale_posting import SaleDraft
from bot.usecases.shifts import ShiftLine
from db.session import Database
from tests.support.counter import MIA, SUE, TOM, staffed
from tests.support.orders import NOON


async def test_each_sees_their_own_day_and_a_manager_everybodys(db: Database) -> None:
    shop = await staffed(db)
    tom, sue, mia = [await shop.actor(chat) for chat in (TOM, SUE, MIA)]

    async def sells(actor: Actor, key: str, minor: int) -> int:
        draft = SaleDraft(key, shop.bob, minor)
        return (await sale_posting.post(db, actor, draft, at=NOON)).order_id

    first, slip = await sells(tom, "one", 100_000), await sells(tom, "two", 500_000)
    await sells(sue, "three", 40_000)
    await sale_undo.undo(db, tom, slip, at=NOON)
    wanted = ReturnWanted("back", first, "slip", amount_minor=30_000)
    await returns.take(db, tom, wanted, at=NOON)

    mine = await shifts.today(db, tom, at=NOON)
    own = ShiftLine(mine.lines[0].staff_id, "Tom", 1, 100_000, 50, 0, undone=1, returns=1, returned_minor=30_000)
    assert (mine.lines, mine.everybody) == ((own,), False)
    every = await shifts.today(db, mia, at=NOON)
    assert [(line.name, line.sales, line.sum_minor) for line in every.lines] == [
        ("Sue", 1, 40_000),
        ("Tom", 1, 100_000),
    ]
    newest = await shifts.newest_sales(db, tom, at=NOON)
    assert [(line.order_id, line.left_minor) for line in newest] == [(first, 70_000)]
    assert len(await shifts.newest_sales(db, mia, at=NOON)) == 2
    assert (await shifts.today(db, tom, at=NOON + timedelta(days=1))).lines == ()
