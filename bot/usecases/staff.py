"""The people who work here: who they are, and how they leave. How they come: invites.py."""


from db.queries import staff as queries
from db.queries.staff import CourierLine
from db.session import Database


async def couriers(db: Database) -> list[CourierLine]:
    """Active couriers by name, each with the number of orders they have not finished."""
    async with db.read() as session:
        return await queries.couriers(session)
