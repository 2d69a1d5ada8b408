"""A process that waits for "go", spends each member's last points, and prints the members it won."""

import asyncio
import sys

from db.ledger.refusals import InsufficientPoints
from db.session import Database
from tests.support.ledger import spent


async def main(url: str, members: list[int]) -> None:
    db = Database.connect(url)
    async with db.read() as session:
        await session.connection()
    print("ready", flush=True)
    sys.stdin.readline()
    for member in members:
        try:
            await spent(db, member, 100)
        except InsufficientPoints:
            continue
        print(member)
    await db.close()


asyncio.run(main(sys.argv[1], [int(member) for member in sys.argv[2:]]))
