"""What was paid in chat, and money on its way back."""

from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.rules.codes import format_number
from bot.rules.payments import STARS
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.order_callbacks import ListOrders, OpenOrder
from bot.telegram.admin.payment_callbacks import OpenPayment, PaymentDo, ShowPayments
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.payments import sum_of
from bot.usecases.refunds import PaymentCard, PaymentLine, PaymentsPage
from db.enums import PaymentKind, PaymentState

WHY = {
    # NOTE: why money has to go back to a member.
    "cancel": N_("The order was cancelled."),
    "twice": N_("It was paid a second time."),
    "late": N_("It was paid when it was over or paid already."),
    "certificate": N_("The certificate was given back."),
    "telegram": N_("Telegram gave it back."),
}
RETURNED = N_("Goods came back.")


def listed(found: PaymentsPage, t: Texts) -> Screen:
    if not found.lines:
        return _nothing(t)
    text = lines(t("💳 <b>Paid in chat</b>"), "", *(_line(each, t, found.zone) for each in found.lines))
    shown = [
        Button(f"{_mark(each)} {_sum(each, t)} · {_for(each, t)}", OpenPayment(payment=each.id)) for each in found.lines
    ]
    newer = (Button(t.plain("‹ Newer"), ShowPayments(page=max(0, found.page - 1))),) if found.page else ()
    older = (Button(t.plain("Older ›"), ShowPayments(page=found.page + 1)),) if found.more else ()
    return Screen(text, (*keys.fitting(shown), (*newer, *older), keys.back(t, ListOrders())))


def _nothing(t: Texts) -> Screen:
    text = lines(t("💳 <b>Paid in chat</b>"), t("Nothing yet. Orders and gift certificates that members pay are here."))
    return Screen(text, (keys.back(t, ListOrders()),))


def _line(each: PaymentLine, t: Texts, zone: ZoneInfo) -> Html:
    # NOTE: a line of a list: {what} is "order 17" or "gift certificate"
    told = t(
        "{mark} <b>{money}</b>, {what}, {date}",
        mark=_mark(each),
        money=_sum(each, t),
        what=_for(each, t),
        date=_day(each, t, zone),
    )
    return lines(told, t("   back to the member: {money}", money=_back(each, t)) if _due(each) else None)


def _mark(each: PaymentLine) -> str:
    if _due(each):
        return "⚠️"
    return "↩️" if each.state is PaymentState.REFUNDED else "✅"


def _due(each: PaymentLine) -> int:
    return each.owed - each.refunded


def _sum(each: PaymentLine, t: Texts) -> str:
    return sum_of(t, each.amount, each.currency)


def _back(each: PaymentLine, t: Texts) -> str:
    return sum_of(t, _due(each), each.currency)


def _for(each: PaymentLine, t: Texts) -> str:
    if each.kind is PaymentKind.ORDER:
        return t.plain("order {order}", order=str(each.order_id))
    return t.plain("gift certificate")


def _day(each: PaymentLine, t: Texts, zone: ZoneInfo) -> str:
    return t.date(each.paid_at.astimezone(zone).date())


def card(seen: PaymentCard, t: Texts) -> Screen:
    """One payment, and what can be done about it now."""
    line = seen.line
    text = lines(
        t("💳 <b>{money}</b>, {what}", money=_sum(line, t), what=_for(line, t)),
        t("👤 {name}, № {number}", name=line.name or "—", number=format_number(line.number)),
        t("Paid on {moment}", moment=t.moment(line.paid_at, seen.zone)),
        t("↩️ Gone back: {money}", money=sum_of(t, line.refunded, line.currency)) if line.refunded else None,
        *_to_do(seen, t),
        "",
        # NOTE: the numbers by which Telegram and the payment provider know a payment.
        t("Telegram's number: <code>{charge}</code>", charge=line.charge_id),
        t("The provider's number: <code>{charge}</code>", charge=line.provider_charge_id)
        if line.provider_charge_id
        else None,
    )
    member = Button(t.plain("👤 Member"), ShowMember(member=line.member_id))
    order = (Button(t.plain("📋 The order"), OpenOrder(order=line.order_id)),) if line.order_id else ()
    return Screen(text, (*_acts(seen, t), (*order, member), keys.back(t, ShowPayments())))


def _to_do(seen: PaymentCard, t: Texts) -> list[Html | str]:
    if not seen.due:
        return []
    told = WHY.get(seen.line.owed_for or "", RETURNED)
    due = t("⚠️ <b>To be paid back: {money}</b>", money=_back(seen.line, t))
    how = t("The Stars go back by the button below.")
    if not _by_stars(seen):
        how = t("Please pay it back at your payment provider, by the numbers below, then say so here.")
    return ["", due, t(told), how]


def _by_stars(seen: PaymentCard) -> bool:
    return seen.line.currency == STARS and seen.line.chat_id is not None


def _acts(seen: PaymentCard, t: Texts) -> Rows:
    number = seen.line.id
    if seen.due and _by_stars(seen):
        label = t.plain("↩️ Send {money} back", money=_back(seen.line, t))
        return ((Button(label, PaymentDo(do="stars", payment=number), style="primary"),),)
    if seen.due:
        return ((Button(t.plain("☑️ I have paid it back"), PaymentDo(do="settle", payment=number), style="primary"),),)
    if seen.unused:
        label = t.plain("↩️ Take the certificate back for its money")
        return ((Button(label, PaymentDo(do="begin", payment=number), style="danger"),),)
    return ()
