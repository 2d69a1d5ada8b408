"""Gift certificates as members buy them."""

from bot.i18n import Texts, lines
from bot.rules import certificates
from bot.rules import payments as money
from bot.rules.program import Program
from bot.telegram.customer.payment_callbacks import BuyCertificate, ShowCertificates
from bot.telegram.customer.views import payments as payment_views
from bot.telegram.customer.voucher_callbacks import MyVouchers
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.payments import sum_of
from bot.usecases.payments import Invoiced
from bot.usecases.program import Rules


def sold(program: Program, *, pays: bool) -> bool:
    """Whether a certificate can be bought here: some are sold, and there is a way to pay."""
    return bool(program.certificate_minor and (pays or program.stars_minor))


def shelf(t: Texts, rules: Rules, *, pays: bool) -> Screen:
    program = rules.program
    if not sold(program, pays=pays):
        return none_sold(t)
    text = lines(
        t("🎁 <b>Gift certificates</b>"),
        "",
        t("Choose a sum, or type another one. You get a link for whoever it is for; it can be sent at any time."),
        t.plural(
            "It is valid for {n} day; what one order leaves of it stays.",
            "It is valid for {n} days; what one order leaves of it stays.",
            program.certificate_days,
        ),
        t("The part of an order it pays brings no points."),
    )
    sums = [Button(t.money(minor, program.currency), BuyCertificate(minor=minor)) for minor in _offered(program)]
    return Screen(text, (*keys.in_rows(sums), keys.back(t, MyVouchers())))


def _offered(program: Program) -> tuple[int, ...]:
    return certificates.offered(program)


def none_sold(t: Texts) -> Screen:
    text = lines(t("🎁 <b>Gift certificates</b>"), t("None are sold just now. Points can be given to friends, too."))
    return Screen(text, (keys.back(t, MyVouchers()),))


def ask_how(minor: int, t: Texts, rules: Rules) -> Screen:
    """Money or Stars."""
    program = rules.program
    text = lines(
        # NOTE: {money} is what the certificate is worth.
        t("🎁 <b>A gift certificate: {money}</b>", money=t.money(minor, program.currency)),
        t("How would you like to pay?"),
    )
    by_money = Button(t.money(minor, program.currency), BuyCertificate(minor=minor, by="money"), style="primary")
    stars = money.stars(minor, program)
    by_stars = (Button(sum_of(t, stars, money.STARS), BuyCertificate(minor=minor, by="stars")),) if stars else ()
    return Screen(text, ((by_money, *by_stars), keys.back(t, ShowCertificates())))


def invoice(invoiced: Invoiced, t: Texts, rules: Rules) -> Screen:
    title = t.plain("Gift certificate")
    worth = t.money(invoiced.worth_minor, rules.program.currency)
    words = t.plural(
        "Worth {money}, for you or for a friend. Valid for {n} day.",
        "Worth {money}, for you or for a friend. Valid for {n} days.",
        rules.program.certificate_days,
        money=worth,
    )
    return payment_views.invoice(invoiced, title, words, t)
