"""A member's vouchers as support sees them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.voucher_lines import VoucherLine, line_of
from db.enums import VoucherState
from db.models.members import Member
from db.queries import gifts, vouchers
from db.session import Database

MOST_SHOWN = 15


@dataclass(frozen=True)
class Held:
    """The member's vouchers, the newest first; `name` is "" once they have erased themselves."""

    member_id: int
    name: str
    lines: tuple[VoucherLine, ...]
    zone: ZoneInfo
    at: datetime


async def listed(db: Database, actor: Actor, member_id: int, *, at: datetime) -> Held:
    """Everything the member was given lately, and what became of it. Changes nothing. Refuses `access.denied`,
    `member.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "vouchers.void")
        if await session.get(Member, member_id) is None:
            raise Refused("member.unknown")
        found = await vouchers.in_states(session, member_id, tuple(VoucherState), limit=MOST_SHOWN)
        name = await gifts.name_of(session, member_id)
        zone = (await program.in_force(session, at)).zone
    return Held(member_id, name, tuple(line_of(voucher) for voucher in found), zone, at)
