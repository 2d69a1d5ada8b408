"""A member's vouchers, and withdrawing one."""

from collections.abc import Mapping

from bot.i18n import N_, Html, Texts, lines
from bot.rules.codes import format_voucher
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.voucher_callbacks import MemberVouchers, VoidVoucher
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import benefits, deadlines, keys
from bot.usecases.member_vouchers import Held
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import VoucherLine
from db.enums import VoucherState

LONGEST_ON_A_BUTTON = 40
STATES: Mapping[VoucherState, str] = {
    # NOTE: what became of a voucher, as the end of a line in a list.
    VoucherState.GIVEN: N_("on its way to a friend"),
    VoucherState.RESERVED: N_("set aside for an order"),
    VoucherState.USED: N_("used"),
    VoucherState.RETURNED: N_("given back for its points"),
    VoucherState.VOIDED: N_("withdrawn"),
    VoucherState.EXPIRED: N_("expired"),
}


def listed(held: Held, t: Texts, rules: Rules) -> Screen:
    title = t("🎟 <b>Vouchers of {name}</b>", name=held.name or "—")
    leave = keys.back(t, ShowMember(member=held.member_id))
    if not held.lines:
        return Screen(lines(title, t("None so far.")), (leave,))
    buttons = [_withdraw(line, held, t, rules) for line in held.lines if _withdrawable(line, held)]
    text = lines(title, "", *(_line(line, held, t, rules) for line in held.lines))
    return Screen(text, (*keys.in_rows(buttons, 1), leave))


def _line(line: VoucherLine, held: Held, t: Texts, rules: Rules) -> Html:
    state = STATES.get(line.state, STATES[VoucherState.EXPIRED])
    told = t(state)
    if line.usable(held.at):
        told = deadlines.until(t, line.valid_until, line.ends_at, held.at)
    # NOTE: a line of a list: a voucher, its code, and "until 21 December 2026", or what became of it.
    return t(
        "<b>{thing}</b> · <code>{code}</code> · {state}",
        thing=benefits.with_icon(t, line.benefit, rules.program.currency),
        code=format_voucher(line.code),
        state=told,
    )


def _withdrawable(line: VoucherLine, held: Held) -> bool:
    return line.usable(held.at) or line.state is VoucherState.GIVEN


def _withdraw(line: VoucherLine, held: Held, t: Texts, rules: Rules) -> Button:
    thing = benefits.title(t, line.benefit, rules.program.currency)
    # NOTE: a button: {thing} is a voucher such as "Miso soup".
    words = t.plain("✖️ Withdraw: {thing}", thing=thing)
    return Button(words[:LONGEST_ON_A_BUTTON], VoidVoucher(member=held.member_id, voucher=line.id))


def ask_reason(held: Held, voucher_id: int, t: Texts, rules: Rules) -> Screen:
    line = next((each for each in held.lines if each.id == voucher_id), None)
    thing = benefits.title(t, line.benefit, rules.program.currency) if line else "—"
    text = lines(
        t("✖️ <b>Withdraw “{thing}”: why?</b>", thing=thing),
        t("Type the reason. The customer reads it, and it is written down with your name."),
        t("Points paid for it don't come back by this; you can give them by hand."),
    )
    return Screen(text, (keys.back(t, MemberVouchers(member=held.member_id)),))
