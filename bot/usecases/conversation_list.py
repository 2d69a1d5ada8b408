"""Talks as a list for the staff: what waits, the most urgent first; and what is closed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.conversation_steps import ANSWER
from db.enums import ConversationState, Tier
from db.queries import conversations as queries
from db.session import Database

ON_A_PAGE = 8


@dataclass(frozen=True)
class Waiting:
    """A talk in the list; `name` is None for a member who has erased themselves."""

    id: int
    state: ConversationState
    about: str
    order_id: int | None
    staff_id: int | None
    answer_due_at: datetime | None
    closed_at: datetime | None
    name: str | None
    tier: Tier
    stars: int | None


@dataclass(frozen=True)
class Waitings:
    """A page of talks: those not closed, the most urgent first; or the closed ones, or those of one member, the newest
    first."""

    talks: tuple[Waiting, ...]
    more: bool
    at: datetime
    zone: ZoneInfo
    reader_id: int


async def waiting(
    db: Database, actor: Actor, *, at: datetime, page: int = 0, closed: bool = False, member_id: int = 0
) -> Waitings:
    """Those that wait, or the closed ones; with a *member_id* all of that member, whatever became of them. Refuses
    `access.denied`."""
    async with db.read() as session:
        me = await allow(session, actor, ANSWER)
        rules = await program.in_force(session, at)
        offset = min(max(0, page), 10_000) * ON_A_PAGE
        rows = await queries.waiting(session, closed=closed, member_id=member_id, offset=offset, limit=ON_A_PAGE + 1)
        talks = tuple(Waiting(**row._mapping) for row in rows[:ON_A_PAGE])
        return Waitings(talks, len(rows) > ON_A_PAGE, at, rules.zone, me.id)
