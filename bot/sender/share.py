"""Several processes, one limit: who of them sends bulk, and how much of the rate is whose."""

import asyncio

from bot.sender.pace import Pace
from bot.usecases import leases
from db.session import Database

LEASE = "sender"
TTL = 15  # seconds after which another process takes a dead one's part
PEOPLES_PART = 0.4  # of the rate, for people's answers and news over all processes, when there is more than one


class Share:
    """`renew` now and then. `bulk`: whether this process sends it; on SQLite there is one process, and it does."""

    def __init__(self, db: Database, owner: str, pace: Pace, *, ttl: float = TTL) -> None:
        self._db, self._owner, self._pace, self._ttl = db, owner, pace, ttl
        self._whole, self._alone = pace.rate, db.dialect == "sqlite"
        self._until = self._again_at = float("-inf")

    @property
    def bulk(self) -> bool:
        return self._alone or _now() < self._until

    async def renew(self) -> None:
        """Looks who is there, three times within a lease."""
        began = _now()
        if self._alone or began < self._again_at:
            return
        self._again_at = began + self._ttl / 3
        there = await leases.attend(self._db, LEASE, self._owner, seconds=self._ttl)
        self._until = began + self._ttl if there.leads else float("-inf")
        each = PEOPLES_PART * self._whole / there.number
        self._pace.limit(self._whole - each * (there.number - 1) if there.leads else each)

    async def give_up(self) -> None:
        """Another takes this part at once."""
        if not self._alone:
            self._until = float("-inf")
            await leases.leave(self._db, LEASE, self._owner)


def _now() -> float:
    return asyncio.get_running_loop().time()
