"""A gift certificate by the owner's hand."""

from bot.i18n import Texts, lines
from bot.rules import certificates
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.payment_callbacks import AwardCertificate, AwardNow
from bot.telegram.admin.voucher_callbacks import MemberVouchers
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.certificates import Awarded
from bot.usecases.program import Rules


def ask_sum(member: int, t: Texts, rules: Rules) -> Screen:
    program = rules.program
    text = lines(
        t("🎁 <b>A gift certificate for this member</b>"),
        t("Choose a sum, or type another one. Nobody pays for it: it is your present."),
    )
    sums = [
        Button(t.money(minor, program.currency), AwardCertificate(member=member, minor=minor))
        for minor in certificates.offered(program)
    ]
    return Screen(text, (*keys.in_rows(sums), keys.back(t, ShowMember(member=member))))


def sure(member: int, name: str, minor: int, t: Texts, rules: Rules) -> Screen:
    text = lines(
        # NOTE: {name} may be of any gender; {money} is what the certificate is worth.
        t("🎁 <b>{name}: a certificate of {money}?</b>", name=name, money=t.money(minor, rules.program.currency)),
        t("It arrives at once, as a voucher."),
    )
    yes = Button(t.plain("Yes, give it"), AwardNow(), style="primary")
    no = Button(t.plain("No"), ShowMember(member=member))
    return Screen(text, (keys.yes_no(yes, no), keys.home(t)))


def awarded(done: Awarded, t: Texts, rules: Rules) -> Screen:
    worth = t.money(done.worth_minor, rules.program.currency)
    text = lines(
        t("🎁 <b>{name} has a certificate of {money}</b>", name=done.name, money=worth),
        t("What an order leaves of it stays."),
    )
    vouchers = Button(t.plain("🎟 Vouchers"), MemberVouchers(member=done.member_id))
    return Screen(text, ((vouchers,), keys.back(t, ShowMember(member=done.member_id))))
