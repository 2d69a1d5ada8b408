"""Many tills and one voucher."""

import asyncio
from collections import Counter

from bot.usecases import sales
from bot.usecases.actor import read
from bot.usecases.errors import Refused
from db.enums import Role, StaffState, VoucherState
from db.models.chats import Chat
from db.models.staff import Staff
from db.session import Database
from tests.support.orders import BOB, NOON, opened
from tests.support.vouchers import issued, states

ROUNDS = 20
TILLS = range(500, 550)


async def hired(db: Database) -> None:
    async with db.begin() as session:
        for chat in TILLS:
            session.add(Chat(chat_id=chat, first_name=f"Tom {chat}", language="en", created_at=NOON))
            person = {"role": Role.CASHIER, "state": StaffState.ACTIVE, "created_at": NOON}
            session.add(Staff(chat_id=chat, name=f"Tom {chat}", **person))


async def test_fifty_tills_use_one_voucher_and_one_does(db: Database) -> None:
    shop = await opened(db)
    await hired(db)
    cashiers = [await read(db, chat, NOON) for chat in TILLS]
    for _ in range(ROUNDS):
        bobs = await issued(db, shop.bob)
        tries = [sales.use(db, tom, bobs.voucher_id, at=NOON) for tom in cashiers]
        results = await asyncio.gather(*tries, return_exceptions=True)
        told = Counter(one.code if isinstance(one, Refused) else type(one).__name__ for one in results)
        assert told == {"Used": 1, "voucher.used": 49}
    assert await states(db, shop.bob) == [VoucherState.USED] * ROUNDS
    assert await shop.told(BOB) == ["voucher.used"] * ROUNDS


async def test_undoing_and_using_at_once_leaves_one_truth(db: Database) -> None:
    shop = await opened(db)
    await hired(db)
    tom, mia = await read(db, TILLS[0], NOON), await read(db, TILLS[1], NOON)
    for _ in range(ROUNDS):
        bobs = await issued(db, shop.bob)
        await sales.use(db, tom, bobs.voucher_id, at=NOON)
        racers = sales.undo(db, tom, bobs.voucher_id, at=NOON), sales.use(db, mia, bobs.voucher_id, at=NOON)
        undone, used = await asyncio.gather(*racers, return_exceptions=True)
        assert not isinstance(undone, BaseException)
        last = (await states(db, shop.bob))[-1]
        assert last is (VoucherState.HELD if isinstance(used, Refused) else VoucherState.USED)
