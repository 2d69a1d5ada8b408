"""What the till sees: who is served, what they may use, and that it was used."""

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import WITH_AN_ORDER
from bot.rules.codes import format_number
from bot.telegram.cashier.callbacks import (
    AskCode,
    LookAtVoucher,
    OpenReturn,
    OpenShift,
    Sum,
    UndoCode,
    UndoUse,
    UseVoucher,
    WithVoucher,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import benefits, deadlines, keys, roles
from bot.telegram.shared.callbacks import OpenSale, Serve
from bot.telegram.shared.tiers import tier_name
from bot.usecases.actor import Actor
from bot.usecases.members import Found
from bot.usecases.program import Rules
from bot.usecases.promocodes import Entered
from bot.usecases.sales import AtTill, Served, Used, VoucherAtTill
from bot.usecases.voucher_lines import VoucherLine
from db.enums import BenefitKind, Role

LONGEST_ON_A_BUTTON = 44


def home(actor: Actor, t: Texts, rules: Rules) -> Screen:
    """Where a cashier begins."""
    text = lines(
        t("🏪 <b>{shop}</b>: {role}", shop=rules.program.name, role=roles.signed(t, actor.role or Role.CASHIER)),
        t("Send a photo of a QR at any time, of a card or of a voucher, or press the button."),
    )
    return Screen(text, rows=((Button(t.plain("🛎 Serve a customer"), OpenSale(), style="primary"),), _besides(t)))


def _besides(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("↩️ A return"), OpenReturn()), Button(t.plain("📊 Today"), OpenShift()))


def ask_who(t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>Who is it?</b>"),
        t("Send a photo of the card's or the voucher's QR, a voucher's code, a member number, or a phone."),
        t("The last four digits of the phone will do."),
    )
    return Screen(text, rows=(_besides(t), keys.cancel(t)))


def nobody(t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>Nobody found</b>"),
        t("Check the digits, or ask the customer to open their card or voucher: its QR and number are there."),
    )
    return Screen(text, rows=((Button(t.plain("Try again"), OpenSale()),), keys.home(t)))


def several(found: list[Found], t: Texts) -> Screen:
    told = [
        t("{name}: № {number}, {phone}", name=one.name, number=format_number(one.number), phone=one.phone)
        for one in found
    ]
    buttons = [Button(f"{one.name} · {format_number(one.number)}"[:60], Serve(member=one.member_id)) for one in found]
    return Screen(lines(t("🛎 <b>Which of them?</b>"), *told), rows=(*keys.in_rows(buttons, 1), _next(t)))


def member(seen: AtTill, t: Texts, rules: Rules) -> Screen:
    """Who is served, and a button for each voucher that can be used here and now."""
    text = lines(
        who(seen.member, t),
        t("💰 {points} · 🏅 {tier}", points=t.points(seen.available), tier=tier_name(t, seen.member.tier)),
        "",
        *_told(seen, t, rules),
        *(() if seen.oneself else ("", t("🧾 <b>Type the sum</b>, or press Keys."))),
    )
    if seen.oneself:
        return Screen(text, rows=(_next(t),))
    buttons = [_button(line, t, rules) for line in seen.here]
    pad = Button(t.plain("🔢 Keys"), Sum(how="keys"), style="primary")
    code = Button(t.plain("⌨️ Enter a code"), AskCode(member=seen.member.member_id))
    return Screen(text, rows=((pad,), *keys.in_rows(buttons, 1), (code,), _next(t)))


def who(person: Served, t: Texts) -> Html:
    return t("🛎 <b>{name}</b>, № {number}", name=person.name, number=format_number(person.number))


def _told(seen: AtTill, t: Texts, rules: Rules) -> list[Html]:
    if seen.oneself:
        return [t("This is you. Please let a colleague serve you.")]
    told = [_line(line, seen, t, rules) for line in seen.here] or [t("No voucher to use here just now.")]
    other = [_elsewhere(line, seen, t, rules) for line in seen.elsewhere]
    return [*told, *([Html("")] if other else []), *other]


def _line(line: VoucherLine, seen: AtTill, t: Texts, rules: Rules) -> Html:
    currency = rules.program.currency
    thing = benefits.with_icon(t, line.benefit, currency)
    until = deadlines.until(t, line.valid_until, line.ends_at, seen.at)
    first = t("<b>{thing}</b> · {until}", thing=thing, until=until)
    return lines(first, *_terms(line, seen, t, rules))


def _terms(line: VoucherLine, seen: AtTill, t: Texts, rules: Rules) -> list[Html]:
    """Set in, so that they are seen to belong to the line above."""
    told = benefits.conditions(t, line.benefit, rules.program.currency, seen.outlets)
    return [Html(f"      {term}") for term in told]


def _elsewhere(line: VoucherLine, seen: AtTill, t: Texts, rules: Rules) -> Html:
    thing = benefits.with_icon(t, line.benefit, rules.program.currency)
    if line.benefit.kind in WITH_AN_ORDER:
        # NOTE: {thing} is a voucher such as "✨ Points × 2"; it is of no use at the till.
        return t("{thing}: works with an order", thing=thing)
    return lines(thing, *_terms(line, seen, t, rules))


def _button(line: VoucherLine, t: Texts, rules: Rules) -> Button:
    words = benefits.with_icon(t, line.benefit, rules.program.currency)
    return Button(words[:LONGEST_ON_A_BUTTON], LookAtVoucher(voucher=line.id))


def _next(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🛎 Next customer"), OpenSale()), *keys.home(t))


def voucher(seen: VoucherAtTill, t: Texts, rules: Rules) -> Screen:
    """One voucher before it is used."""
    line = seen.line
    text = lines(
        who(seen.member, t),
        "",
        _what_to_do(line, t, rules),
        t("⏳ {until}", until=deadlines.until(t, line.valid_until, line.ends_at, seen.at)),
        *benefits.conditions(t, line.benefit, rules.program.currency, seen.outlets),
    )
    yes = Button(t.plain("✅ Use it now"), UseVoucher(voucher=line.id), style="success")
    # NOTE: a button: the voucher comes off a bill whose sum is entered next.
    bill = Button(t.plain("🧾 With a sum"), WithVoucher(voucher=line.id))
    return Screen(text, rows=((yes,), (bill,), (_back_to(seen.member, t), *keys.home(t))))


def _what_to_do(line: VoucherLine, t: Texts, rules: Rules) -> Html:
    thing = benefits.title(t, line.benefit, rules.program.currency)
    if line.benefit.kind in (BenefitKind.PERCENT, BenefitKind.AMOUNT):
        # NOTE: to the cashier; {thing} is like "10% off, ₽500 at most".
        return t("🏷 Off the bill: <b>{thing}</b>", thing=thing)
    # NOTE: to the cashier: hand this thing over; {thing} is like "Miso soup".
    return t("🎁 Give: <b>{thing}</b>", thing=thing)


def _back_to(person: Served, t: Texts) -> Button:
    return Button(f"👤 {person.name}"[:LONGEST_ON_A_BUTTON], Serve(member=person.member_id))


def used(done: Used, t: Texts, rules: Rules) -> Screen:
    """It is done; a slip can be taken back for a while."""
    at = done.line.used_at
    title = t("✅ <b>Used</b>")
    if done.already and at is not None:
        title = t("✅ <b>Used already at {time}, by you</b>", time=t.time(at, rules.zone))
    text = lines(title, _what_to_do(done.line, t, rules), "", who(done.member, t))
    undo = Button(t.plain("↩️ Undo"), UndoUse(voucher=done.line.id))
    return Screen(text, rows=((undo, _back_to(done.member, t)), _next(t)))


def undone(seen: VoucherAtTill | None, t: Texts, rules: Rules) -> Screen:
    title = t("↩️ <b>Taken back</b>")
    if seen is None:
        return Screen(lines(title, t("Its last day has ended meanwhile.")), rows=(_next(t),))
    text = lines(title, t("The voucher is the customer's again, and they have been told."), "", who(seen.member, t))
    rows: Rows = ((_back_to(seen.member, t),), _next(t))
    return Screen(text, rows=rows)


def ask_code(person: Served, t: Texts) -> Screen:
    text = lines(who(person, t), "", t("⌨️ Which code does the customer have? Type it."))
    return Screen(text, rows=((_back_to(person, t),), keys.cancel(t)))


def code_entered(entered: Entered, person: Served, t: Texts, rules: Rules) -> Screen:
    """What the code brought: points at once, or a voucher that can be used right away if it is one for the till."""
    what = benefits.title(t, entered.benefit, rules.program.currency)
    title = t("⌨️ <b>The code gives: {thing}</b>", thing=what)
    if entered.already:
        title = t("⌨️ <b>This code was entered before: {thing}</b>", thing=what)
    direct = entered.voucher_id is not None and entered.benefit.kind not in WITH_AN_ORDER
    use = (Button(t.plain("✅ Use it now"), LookAtVoucher(voucher=entered.voucher_id or 0), style="success"),)
    undo = Button(t.plain("↩️ Undo"), UndoCode())
    later = None if direct or entered.points else t("It works with an order.")
    text = lines(title, later, "", who(person, t))
    return Screen(text, rows=(*((use,) if direct else ()), (undo, _back_to(person, t)), _next(t)))


def code_undone(person: Served, t: Texts) -> Screen:
    text = lines(t("↩️ <b>Taken back</b>"), t("As if the code had never been entered."), "", who(person, t))
    return Screen(text, rows=((_back_to(person, t),), _next(t)))
