"""Vouchers as tills and sites see them: what a member holds, and whether the one that is shown can be used."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.benefits import WITH_AN_ORDER
from bot.rules.codes import read_voucher
from bot.usecases import member_lookup, voucher_steps
from bot.usecases.actor import Client, allow, here
from bot.usecases.errors import Refused
from bot.usecases.voucher_lines import VoucherLine, line_of
from db.queries import vouchers
from db.session import Database

SEE = "vouchers.see"


async def held(db: Database, by: Client, member_id: int, *, at: datetime) -> list[VoucherLine]:
    """What the member may use now, the soonest to end first. Changes nothing. Refuses `access.denied`,
    `member.unknown`."""
    async with db.read() as session:
        await allow(session, by, SEE, at=at)
        await member_lookup.known(session, member_id)
        return [line_of(voucher) for voucher in await vouchers.in_hand(session, member_id, at)]


@dataclass(frozen=True)
class Checked:
    """A voucher that can be used; `with_order`: only together with an order or a sale, which names it."""

    line: VoucherLine
    with_order: bool


async def check(db: Database, by: Client, text: str, *, outlet_id: int | None, at: datetime) -> Checked:
    """The voucher whose code, link or QR *text* is, if it can be used at *outlet_id* now. Changes nothing.

    Refuses `access.denied`, `outlet.not_yours`, `voucher.unknown`, `voucher.other_outlet`, and why it cannot be used
    any more.
    """
    async with db.read() as session:
        place = here(await allow(session, by, SEE, at=at), outlet_id)
        code = read_voucher(text)
        voucher = await vouchers.by_code(session, code) if code else None
        if voucher is None:
            raise Refused("voucher.unknown")
        voucher_steps.check(voucher, voucher.member_id, place)
        line = line_of(voucher)
        if not line.usable(at):
            raise voucher_steps.why_not(voucher)
        return Checked(line, line.benefit.kind in WITH_AN_ORDER)
