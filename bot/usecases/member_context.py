"""What any channel should know before it speaks to a member: what was said lately, what is open, what they may use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import member_lookup
from bot.usecases.actor import Client, allow
from bot.usecases.voucher_lines import VoucherLine, line_of
from db.queries import context as queries
from db.queries import members, vouchers
from db.queries.context import Sent, Talk, Word
from db.session import Database

LATELY = 10


@dataclass(frozen=True)
class Context:
    """`talks`: not closed, the newest first; `words`: of those talks; `sent`: messages of the shop, by kind;
    `vouchers`: what the member may use now; `open_order`: the newest that is not finished."""

    member_id: int
    reachable: bool
    talks: list[Talk]
    words: list[Word]
    sent: list[Sent]
    vouchers: list[VoucherLine]
    open_order: int | None


async def look(db: Database, by: Client, member_id: int, *, at: datetime) -> Context:
    """The same for every channel, as of now. Changes nothing. Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        await allow(session, by, "members.context", at=at)
        await member_lookup.known(session, member_id)
        return await _context(session, member_id, at)


async def _context(session: AsyncSession, member_id: int, at: datetime) -> Context:
    talks = await queries.open_talks(session, member_id, limit=LATELY)
    return Context(
        member_id,
        await queries.reachable(session, member_id),
        talks,
        await queries.words(session, [talk.id for talk in talks], limit=LATELY),
        await queries.sent(session, member_id, limit=LATELY),
        [line_of(voucher) for voucher in await vouchers.in_hand(session, member_id, at)],
        await members.open_order(session, member_id),
    )
