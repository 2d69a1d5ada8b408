"""Giving to a friend, and being given to."""

from urllib.parse import urlencode

from bot.i18n import Html, Texts, lines
from bot.rules import deep_links
from bot.rules.benefits import Benefit
from bot.telegram.customer.callbacks import Points
from bot.telegram.customer.voucher_callbacks import (
    GivePoints,
    GivePointsNow,
    GiveVoucher,
    MyVouchers,
    ShowVoucher,
    TakeGift,
    TakeGiftBack,
)
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import benefits, keys
from bot.usecases.gifts import Claimed, Given, Offered, Purse
from bot.usecases.program import Rules

ROUND_SUMS = (50, 100, 200, 500)


def thing(gift: Given | Offered, t: Texts, rules: Rules) -> str:
    """What is given, plain: "Miso soup", "300 points"."""
    if gift.points:
        return t.points(gift.points)
    assert gift.benefit, "a gift is points or a voucher"
    return benefits.title(t, gift.benefit, rules.program.currency)


def ask_voucher(voucher_id: int, benefit: Benefit, t: Texts, rules: Rules) -> Screen:
    what = benefits.title(t, benefit, rules.program.currency)
    text = lines(
        # NOTE: {thing} is a voucher, such as "Miso soup".
        t("🎁 <b>Give “{thing}” to a friend?</b>", thing=what),
        _how(t, rules),
    )
    yes = Button(t.plain("Yes, make the link"), GiveVoucher(voucher=voucher_id, sure=1), style="primary")
    return Screen(text, ((yes,), keys.back(t, ShowVoucher(voucher=voucher_id))))


def _how(t: Texts, rules: Rules) -> Html:
    return t.plural(
        "You get a link. Whoever opens it first has the gift; after {n} hour it comes back to you.",
        "You get a link. Whoever opens it first has the gift; after {n} hours it comes back to you.",
        rules.program.gift_hours,
    )


def ask_points(purse: Purse, t: Texts, rules: Rules) -> Screen:
    if not purse.most:
        return _none_to_give(purse, t)
    text = lines(
        t("🎁 <b>Points for a friend: how many?</b>"),
        # NOTE: {points} is "300 points".
        t("Choose or type it: up to {points}.", points=t.points(purse.most)),
        _how(t, rules),
    )
    sums = sorted({*(points for points in ROUND_SUMS if points < purse.most), purse.most})
    buttons = [Button(t.number(points), GivePoints(points=points)) for points in sums]
    return Screen(text, (*keys.in_rows(buttons, 3), keys.cancel(t)))


def _none_to_give(purse: Purse, t: Texts) -> Screen:
    told = t("You have no points to give just now.")
    if not purse.orders:
        told = t("You can give presents after your first delivered order.")
    elif purse.available:
        told = t("You have given all you can for now: the limit is for 30 days.")
    return Screen(lines(t("🎁 <b>Points for a friend</b>"), told), (keys.back(t, Points()),))


def sure_points(points: int, t: Texts, rules: Rules) -> Screen:
    text = lines(
        # NOTE: {points} is "300 points".
        t("🎁 <b>Give {points} to a friend?</b>", points=t.points(points)),
        _how(t, rules),
        t.plural(
            "Your friend can spend them for {n} day.",
            "Your friend can spend them for {n} days.",
            rules.program.voucher_days,
        ),
    )
    yes = Button(t.plain("Yes, make the link"), GivePointsNow(), style="primary")
    return Screen(text, ((yes,), (Button(t.plain("‹ Back"), GivePoints()), *keys.cancel(t))))


def given(gift: Given, t: Texts, rules: Rules, username: str) -> Screen:
    """The link is shown once: nobody can read it out of the books."""
    link = deep_links.url(username, deep_links.build("gift", gift.token))
    what = thing(gift, t, rules)
    # NOTE: one friend writes this to another, and the link follows. {thing} is "300 points" or such as "Miso soup".
    words = t.plain(
        "A gift for you from {shop}: {thing}. Open the link to take it!", shop=rules.program.name, thing=what
    )
    text = lines(
        t("🎁 <b>Your gift is ready: {thing}</b>", thing=what),
        t("Send this link to one friend:"),
        t("<code>{link}</code>", link=link),
        "",
        t("It waits until {moment}; then it comes back to you.", moment=t.moment(gift.until, rules.zone)),
    )
    share = "https://t.me/share/url?" + urlencode({"url": link, "text": words})
    rows = (
        (Button(t.plain("Send to a friend"), url=share),),
        (Button(t.plain("Copy the link"), copy=link),),
        (Button(t.plain("↩️ Take it back"), TakeGiftBack(gift=gift.gift_id)),),
        keys.back(t, MyVouchers()),
    )
    return Screen(text, rows)


def taken_back(gift: Offered, t: Texts, rules: Rules) -> Screen:
    text = lines(
        # NOTE: {thing} is "300 points" or a voucher such as "Miso soup".
        t("↩️ <b>{thing}: yours again</b>", thing=thing(gift, t, rules)),
        t("The link doesn't work any more."),
    )
    return Screen(text, (keys.back(t, Points() if gift.points else MyVouchers()),))


def offered(gift: Offered, t: Texts, rules: Rules) -> Screen:
    """For a member who opened the link."""
    what = thing(gift, t, rules)
    if gift.mine:
        return own(gift, t, rules)
    text = lines(
        _who_gives(gift, t, what),
        t("It can be used until {date}.", date=t.date(gift.last_day)),
        "",
        t("Would you like it?"),
    )
    return Screen(text, ((Button(t.plain("🎁 Take it"), TakeGift(), style="success"),), keys.home(t)))


def _who_gives(gift: Offered, t: Texts, what: str) -> Html:
    # NOTE: {name} may be of any gender; {thing} is "300 points" or a voucher such as "Miso soup".
    return t("🎁 <b>A gift for you from {name}: {thing}</b>", name=gift.giver, thing=what)


def own(gift: Offered, t: Texts, rules: Rules) -> Screen:
    """The giver opened their own link."""
    text = lines(
        t("🎁 <b>Your gift: {thing}</b>", thing=thing(gift, t, rules)),
        t(
            "It is from you: send the link to a friend. Until {moment} it waits.",
            moment=t.moment(gift.until, rules.zone),
        ),
    )
    back = Button(t.plain("↩️ Take it back"), TakeGiftBack(gift=gift.gift_id))
    return Screen(text, ((back,), keys.home(t)))


def taken(done: Claimed, t: Texts, rules: Rules) -> Screen:
    gift = done.gift
    title = t("🎉 <b>Yours: {thing}</b>", thing=thing(gift, t, rules))
    if done.already:
        title = t("🎁 <b>You have it already: {thing}</b>", thing=thing(gift, t, rules))
    until = t("It can be used until {date}.", date=t.date(gift.last_day))
    if gift.points:
        has = t("You have {points} now.", points=t.points(done.available))
        return Screen(lines(title, until, has), ((Button(t.plain("💰 My points"), Points()), *keys.home(t)),))
    assert gift.voucher_id
    show = Button(t.plain("🎟 Show it"), ShowVoucher(voucher=gift.voucher_id), style="primary")
    return Screen(lines(title, until), ((show,), keys.home(t)))
