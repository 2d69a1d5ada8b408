"""My vouchers: the list, and one of them as a picture for the till."""

from collections.abc import Mapping
from hashlib import sha256

from bot.i18n import N_, Html, Texts, lines
from bot.pictures.qr import qr_png
from bot.pictures.voucher import VoucherFace, voucher_png
from bot.rules import codes, deep_links
from bot.telegram.customer.callbacks import Offers
from bot.telegram.customer.payment_callbacks import ShowCertificates
from bot.telegram.customer.reward_callbacks import UndoReward
from bot.telegram.customer.voucher_callbacks import GiveVoucher, MyVouchers, ShowVoucher, TakeGiftBack
from bot.telegram.screen import Button, Picture, Rows, Screen
from bot.telegram.shared import benefits, deadlines, keys
from bot.usecases import my_vouchers
from bot.usecases.my_vouchers import MyVoucher, OnItsWay
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import VoucherLine
from db.enums import VoucherState

LONGEST_ON_A_BUTTON = 40
ENDED: Mapping[VoucherState, str] = {
    # NOTE: what became of a voucher.
    VoucherState.USED: N_("✅ It has been used. Enjoy!"),
    VoucherState.RETURNED: N_("↩️ You gave it back, and have your points again."),
    VoucherState.VOIDED: N_("✖️ The shop has withdrawn it."),
    VoucherState.EXPIRED: N_("⌛ Its last day is over."),
}


def listed(mine: my_vouchers.MyVouchers, t: Texts, rules: Rules, *, sold: bool = False) -> Screen:
    """*sold*: gift certificates can be bought here."""
    shop = (Button(t.plain("🎁 Gift certificates"), ShowCertificates()),) if sold else ()
    if not mine.lines and not mine.gifts:
        return _nothing(t, shop)
    text = lines(t("🎟 <b>My vouchers</b>"), "", *voucher_lines(mine, t, rules))
    return Screen(text, (*voucher_rows(mine, t, rules), shop, keys.back(t, Offers())))


def _nothing(t: Texts, shop: tuple[Button, ...]) -> Screen:
    text = lines(t("🎟 <b>My vouchers</b>"), "", t("None just now. Rewards, codes and gifts bring them."))
    return Screen(text, (shop, keys.back(t, Offers())))


def voucher_lines(mine: my_vouchers.MyVouchers, t: Texts, rules: Rules) -> list[Html]:
    """A line for each voucher with its deadline, and for points on their way to a friend; none when there is none."""
    told = [_line(line, mine, t, rules) for line in mine.lines]
    return [*told, *(_points_away(gift, mine, t) for gift in mine.gifts if gift.points)]


def _line(line: VoucherLine, mine: my_vouchers.MyVouchers, t: Texts, rules: Rules) -> Html:
    thing = benefits.with_icon(t, line.benefit, rules.program.currency)
    if line.state is VoucherState.RESERVED:
        # NOTE: a line of a list: {thing} is a voucher such as "🍱 Miso soup".
        return t("<b>{thing}</b> · comes with order {order}", thing=thing, order=str(line.order_id))
    if line.state is VoucherState.GIVEN:
        return t("<b>{thing}</b> · on its way to a friend", thing=thing)
    # NOTE: a line of a list: {until} is "until 21 December 2026" or "5 hours left".
    until = deadlines.until(t, line.valid_until, line.ends_at, mine.at)
    return t("<b>{thing}</b> · {until}", thing=thing, until=until)


def _points_away(gift: OnItsWay, mine: my_vouchers.MyVouchers, t: Texts) -> Html:
    until = t.moment(gift.until, mine.zone)
    # NOTE: {points} is "300 points"; {moment} a date and time.
    return t(
        "💰 <b>{points}</b> · on their way to a friend until {moment}", points=t.points(gift.points or 0), moment=until
    )


def voucher_rows(mine: my_vouchers.MyVouchers, t: Texts, rules: Rules) -> Rows:
    """A button for each voucher, and one for points that can be taken back."""
    currency = rules.program.currency
    shown = [
        Button(benefits.with_icon(t, line.benefit, currency)[:LONGEST_ON_A_BUTTON], ShowVoucher(voucher=line.id))
        for line in mine.lines
    ]
    back = [
        # NOTE: a button: points that wait for a friend come back to me; {points} is "300 points".
        Button(t.plain("↩️ Take {points} back", points=t.points(gift.points)), TakeGiftBack(gift=gift.gift_id))
        for gift in mine.gifts
        if gift.points
    ]
    return keys.in_rows([*shown, *back], 1)


def voucher(view: MyVoucher, t: Texts, rules: Rules, username: str) -> Screen:
    """One voucher: the ticket while it can be used, a few words once it cannot."""
    line = view.line
    if not line.usable(view.at):
        return _not_usable(view, t, rules)
    drawn = face(view, t, rules, username)
    text = lines(
        _title(view, t, rules),
        t("⏳ {until}", until=deadlines.until(t, line.valid_until, line.ends_at, view.at)),
        *benefits.conditions(t, line.benefit, rules.program.currency, view.outlets),
        "",
        benefits.how_to_use(t, line.benefit),
        t("The code: <code>{code}</code>", code=drawn.code),
    )
    return Screen(text, _acts(view, t), picture=Picture(_key(drawn), lambda: voucher_png(drawn)))


def _title(view: MyVoucher, t: Texts, rules: Rules) -> Html:
    thing = benefits.title(t, view.line.benefit, rules.program.currency)
    # NOTE: {thing} is what a voucher gives, such as "Miso soup".
    return t("🎟 <b>Your voucher: {thing}</b>", thing=thing)


def _acts(view: MyVoucher, t: Texts) -> Rows:
    line = view.line
    large = Button(t.plain("🔳 Large QR"), ShowVoucher(voucher=line.id, large=1))
    copy = Button(t.plain("Copy the code"), copy=line.code)
    give = Button(t.plain("🎁 Give to a friend"), GiveVoucher(voucher=line.id))
    undo = Button(t.plain("↩️ I changed my mind"), UndoReward(voucher=line.id))
    more = (*((give,) if view.may_give else ()), *((undo,) if view.undo else ()))
    return ((large, copy), *((one,) for one in more), keys.back(t, MyVouchers()))


def _not_usable(view: MyVoucher, t: Texts, rules: Rules) -> Screen:
    line, gift = view.line, view.gift
    if gift is not None:
        told = t("It is on its way to a friend until {moment}.", moment=t.moment(gift.until, view.zone))
        back: Rows = ((Button(t.plain("↩️ Take it back"), TakeGiftBack(gift=gift.gift_id)),),)
        return Screen(lines(_title(view, t, rules), "", told), (*back, keys.back(t, MyVouchers())))
    if line.state is VoucherState.RESERVED:
        told = t("🍣 It comes with order {order}.", order=str(line.order_id))
    else:
        ended = ENDED.get(line.state, ENDED[VoucherState.EXPIRED])
        told = t(ended)
    return Screen(lines(_title(view, t, rules), "", told), (keys.back(t, MyVouchers()),))


def face(view: MyVoucher, t: Texts, rules: Rules, username: str) -> VoucherFace:
    """Everything that is drawn, in the reader's words."""
    program, line = rules.program, view.line
    terms = benefits.conditions(t, line.benefit, program.currency, view.outlets)
    return VoucherFace(
        brand=program.name,
        kind=t.plain("Your voucher"),
        title=benefits.title(t, line.benefit, program.currency),
        until=t.plain("until {date}", date=t.date(line.valid_until)),
        terms=" · ".join(_unmarked(term) for term in terms),
        code=codes.format_voucher(line.code),
        link=link_of(line, username),
        primary=program.primary,
        accent=program.accent,
        logo=view.logo,
    )


def _unmarked(term: Html) -> str:
    """Without the little picture, which no font of ours draws."""
    return term.partition(" ")[2]


def link_of(line: VoucherLine, username: str) -> str:
    return deep_links.url(username, deep_links.build("voucher", line.code))


def _key(drawn: VoucherFace) -> str:
    """Equal for equal pictures: a fingerprint of all that is drawn."""
    return f"voucher:{sha256(repr(drawn).encode()).hexdigest()[:40]}"


def large(view: MyVoucher, t: Texts, rules: Rules, username: str) -> Screen:
    """The QR alone, for a scanner that is choosy."""
    if not view.line.usable(view.at):
        return _not_usable(view, t, rules)
    link, code = link_of(view.line, username), codes.format_voucher(view.line.code)
    text = lines(_title(view, t, rules), t("The code: <code>{code}</code>", code=code))
    picture = Picture(f"qr:{link}", lambda: qr_png(link))
    return Screen(text, (keys.back(t, ShowVoucher(voucher=view.line.id)),), picture=picture)
