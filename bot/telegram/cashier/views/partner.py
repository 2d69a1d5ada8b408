"""A partner's till: who is served, the bill, what points pay of it, that it is done; and what the month comes to."""

from bot.i18n import Html, Texts, lines
from bot.telegram.cashier.callbacks import Bill, Sum, WithPoints
from bot.telegram.cashier.partner_callbacks import (
    OpenPartnerSale,
    OwnStatement,
    PartnerSales,
    SellAtPartner,
    UndoPartnerSale,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, orders, statements, tills
from bot.usecases.partner_sales import Guest, PartnerOutlook, PartnerSold
from bot.usecases.partner_statements import Statement
from bot.usecases.partners import OwnPlace
from bot.usecases.program import Rules
from db.enums import PartnerState


def home(own: OwnPlace, t: Texts, rules: Rules) -> Screen:
    """Where a partner's people begin: what was agreed, and how much of today is left."""
    text = lines(
        # NOTE: {name} is a company, {shop} the one whose programme it has joined.
        t("🤝 <b>{name}</b>, a partner of {shop}", name=own.name, shop=rules.program.name),
        None if own.state is PartnerState.ACTIVE else t("⏸ Paused: nothing can be earned or spent here just now."),
        "",
        *statements.rates(t, own.rates),
        "",
        *_today(own, t),
        t("Send a photo of a member's card at any time, or press the button."),
    )
    serve = Button(t.plain("🛎 Serve a member"), OpenPartnerSale(), style="primary")
    sales, month = (
        Button(t.plain("🧾 Sales"), PartnerSales()),
        Button(t.plain("📄 This month"), OwnStatement(which="this")),
    )
    return Screen(text, rows=((serve,), (sales, month)))


def _today(own: OwnPlace, t: Texts) -> list[Html]:
    limit = t.points(own.rates["daily_points"])
    # NOTE: {points} and {limit} are like "120 points".
    given = t("Earned here today: {points} of {limit}", points=t.points(own.today.given), limit=limit)
    taken = t("Paid here today: {points} of {limit}", points=t.points(own.today.taken + own.today.held), limit=limit)
    return [given, taken]


def ask_who(t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>Who is it?</b>"),
        t("Send a photo of the QR on the member's card, or type the card's number."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def nobody(t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>Nobody found</b>"),
        t("Ask the customer to open their card: its QR and number are there."),
    )
    return Screen(text, rows=((Button(t.plain("Try again"), OpenPartnerSale()),), keys.home(t)))


def ask_sum(guest: Guest, t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>{name}</b>", name=guest.name),
        t("💰 {points} to use", points=t.points(guest.available)),
        t("🖼 A saved picture of the card: ask the customer to open it.") if guest.fresh is False else None,
        "",
        t("How much is the bill? Type it, before the members' discount."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def bill(outlook: PartnerOutlook, t: Texts, *, paying: bool) -> Screen:
    """The whole arithmetic before yes."""
    told, currency = outlook.bill, outlook.currency
    text = lines(
        t("🛎 <b>{name}</b>", name=outlook.guest.name),
        "",
        *_sums(told.bill_minor, told.off_minor, currency, t),
        tills.paid(t, outlook.points_paid, told.paid_minor, currency),
        orders.to_pay(t, told.to_pay_minor, currency),
        # NOTE: {points} is "+45 points".
        t("✨ Earns {points}", points=t.points(told.points, signed=True)) if told.points else None,
    )
    sell = SellAtPartner(member=outlook.guest.member_id, pays=told.to_pay_minor)
    yes = Button(t.plain("✅ Enter the sale"), sell, style="success")
    points = Button(t.plain("⭐ Pay with points"), WithPoints(how="which"))
    without = Button(t.plain("✖️ Without points"), WithPoints(how="none"))
    with_points: Rows = ((without,),) if paying else ((points,),) if outlook.most_points else ()
    return Screen(
        text, rows=((yes,), *with_points, (Button(t.plain("✏️ Another sum"), Sum(how="again")), *keys.cancel(t)))
    )


def _sums(bill_minor: int, off_minor: int, currency: str, t: Texts) -> list[Html | None]:
    return [tills.goods(t, bill_minor, currency), tills.taken_off(t, off_minor, currency)]


def which(outlook: PartnerOutlook, points: int, t: Texts) -> Screen:
    """*points* are chosen; a number typed is another choice."""
    most, least = t.points(outlook.most_points), t.points(outlook.least_points)
    text = lines(
        t("🛎 <b>{name}</b>", name=outlook.guest.name),
        "",
        # NOTE: {points} is "300 points".
        t("⭐ Take <b>{points}</b>?", points=t.points(points)),
        # NOTE: {least} and {most} are like "50 points" and "300 points".
        t("From {least} to {most} can pay here. Type a number for fewer.", least=least, most=most),
        t("The customer's code for the till can be typed or sent as a photo right away."),
    )
    ask = Button(t.plain("📲 Ask in their chat"), WithPoints(how="ask"), style="primary")
    code = Button(t.plain("🔑 They show a code"), WithPoints(how="code"))
    return Screen(text, rows=((ask,), (code,), keys.back(t, Bill())))


def ask_shown(outlook: PartnerOutlook, points: int, t: Texts) -> Screen:
    text = lines(
        t("🛎 <b>{name}</b>", name=outlook.guest.name),
        "",
        t("🔑 <b>{points}: which code do they show?</b>", points=t.points(points)),
        t("In their chat: My card → Code for the till. Type the six digits, or send a photo of the QR."),
    )
    return Screen(text, rows=(keys.back(t, Bill()),))


def sold(done: PartnerSold, name: str, t: Texts) -> Screen:
    """It is done; a slip can be taken back for a while."""
    text = lines(
        t("✅ <b>Entered: {name}</b>", name=name),
        "",
        *_sums(done.bill_minor, done.off_minor, done.currency, t),
        tills.paid(t, done.points_paid, done.paid_minor, done.currency),
        orders.to_pay(t, done.to_pay_minor, done.currency),
        t("✨ Earned: {points}", points=t.points(done.earned, signed=True)) if done.earned else None,
        t("They have the receipt in their chat."),
    )
    undo = Button(t.plain("↩️ Undo"), UndoPartnerSale(sale=done.sale_id))
    return Screen(text, rows=((undo,), after(t)))


def after(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🛎 Next member"), OpenPartnerSale()), *keys.home(t))


def statement(told: Statement, t: Texts, rules: Rules, *, this: bool) -> Screen:
    before = Button(t.plain("‹ The month before"), OwnStatement(which="before"))
    now = Button(t.plain("This month ›"), OwnStatement(which="this"))
    file = Button(t.plain("⬇️ As a table"), OwnStatement(which="file" if this else "file_before"))
    ways: Rows = (((file,),) if told.lines else ()) + ((before if this else now,), keys.home(t))
    return Screen(statements.told(told, t), rows=ways)
