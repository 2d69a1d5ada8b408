"""What is on for the member now: at most eight things in the order of their worth, and the buttons that lead on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Html, Texts, lines
from bot.rules import mechanics, offer_order, timing
from bot.rules.benefits import named
from bot.telegram.customer.callbacks import Birthday, Invite, Offers, Points, Settings
from bot.telegram.customer.promo_callbacks import AllDeals, TypeCode
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.customer.views.vouchers import voucher_lines
from bot.telegram.customer.voucher_callbacks import MyVouchers
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import deals, keys, perks
from bot.telegram.shared.partner_callbacks import OpenPartners
from bot.telegram.shared.tiers import tier_name
from bot.usecases import offers as use_case
from bot.usecases.offers import BirthdayGift
from bot.usecases.program import Rules

DEALS_SHOWN, VOUCHERS_SHOWN = 3, 3
NO_WORDS = Html("")


@dataclass(frozen=True, slots=True)
class Told(offer_order.Entry):
    """One thing to tell, in words."""

    text: Html = NO_WORDS


def offers(result: use_case.Offers, t: Texts, rules: Rules) -> Screen:
    told = offer_order.ranked(_everything(result, t, rules), result.at)
    body = Html("\n\n".join(entry.text for entry in told)) if told else _nothing(t)
    return Screen(lines(*_greeting(result, t), "", body), _ways(result, t, rules))


def _greeting(result: use_case.Offers, t: Texts) -> list[Html | None]:
    # NOTE: {category} is the shop's own word for dishes, such as "rolls".
    liked = t("Your favourite so far: {category}.", category=result.favourite) if result.favourite else None
    return [t("✨ <b>What's on for you</b>"), liked]


def _nothing(t: Texts) -> Html:
    return t("Nothing special just now. Every order brings points, as always.")


def _everything(result: use_case.Offers, t: Texts, rules: Rules) -> Iterator[Told]:
    yield from _vouchers(result, t, rules)
    yield from _points(result, t, rules)
    for deal in result.deals[:DEALS_SHOWN]:
        yield Told("deal", deal.until, deals.short(deal, t, rules, result.at))
    yield from _partners(result, t)
    yield from _reward(result, t)
    yield from _birthday(result.birthday, t)
    yield from _friends(result, t)
    yield from _tier(result, t)


def _vouchers(result: use_case.Offers, t: Texts, rules: Rules) -> Iterator[Told]:
    mine = result.vouchers
    for line, text in zip(mine.lines[:VOUCHERS_SHOWN], voucher_lines(mine, t, rules), strict=False):
        yield Told("voucher", line.ends_at if line.usable(result.at) else None, text)
    more = len(mine.lines) - VOUCHERS_SHOWN
    if more > 0:
        yield Told("voucher", None, t.plural("🎟 and {n} more voucher", "🎟 and {n} more vouchers", more))


def _points(result: use_case.Offers, t: Texts, rules: Rules) -> Iterator[Told]:
    now = result.now
    if now.pending_welcome:
        points = t.points(now.pending_welcome)
        text = t("🎁 <b>{points}</b> wait for you: they come with your first order.", points=points)
        yield Told("waiting", None, text)
    if now.pending_orders:
        points = t.points(now.pending_orders)
        yield Told("waiting", None, t("⏳ <b>{points}</b> come when your order is delivered.", points=points))
    if now.soonest_on is not None:
        ends: datetime = timing.end_of_local_day(now.soonest_on, rules.zone)
        points, until = t.points(now.soonest_points), t.date(now.soonest_on)
        yield Told("ending", ends, t("⌛ <b>{points}</b> can be spent until {date}.", points=points, date=until))


def _partners(result: use_case.Offers, t: Texts) -> Iterator[Told]:
    for place in result.partners:
        if place.offer:
            words = named(place.offer, t.language)
            # NOTE: {name} is a company in the network, {words} its offer in its own words.
            yield Told("deal", None, t("🏬 <b>{name}</b>: {words}", name=place.name, words=words))


def _reward(result: use_case.Offers, t: Texts) -> Iterator[Told]:
    if result.reward is not None:
        terms = result.reward.terms
        name, points = named(terms.names, t.language), t.points(terms.price)
        yield Told("reward", None, t("🎁 Yours for {points}: <b>{name}</b>", points=points, name=name))
    elif result.almost is not None:
        terms, missing = result.almost.terms, t.points(result.almost.missing)
        # NOTE: {points} is like "40 points"; {name} is a reward.
        text = t("🎁 {points} more for: <b>{name}</b>", points=missing, name=named(terms.names, t.language))
        yield Told("reward", None, text)


def _birthday(gift: BirthdayGift, t: Texts) -> Iterator[Told]:
    points = t.points(gift.points)
    if gift.state == "unknown":
        text = t("🎂 Tell us your birthday: each year it brings <b>{points}</b>.", points=points)
        yield Told("birthday", None, text)
    elif gift.state == "quiet":
        text = t("🎂 Your birthday could bring <b>{points}</b>: switch offers on in the settings.", points=points)
        yield Told("birthday", None, text)
    elif gift.opens is not None and gift.closes is not None:
        opens, closes = t.date(gift.opens), t.date(gift.closes)
        if gift.state == "ahead":
            text = t("🎂 Your birthday gift of <b>{points}</b> comes on {date}.", points=points, date=opens)
            yield Told("birthday", None, text)
        else:
            text = t("🎂 Your birthday gift of <b>{points}</b> is on its way, by {date}.", points=points, date=closes)
            yield Told("gift", None, text)


def _friends(result: use_case.Offers, t: Texts) -> Iterator[Told]:
    if result.inviter_points or result.friend_points:
        yours, theirs = t.points(result.inviter_points), t.points(result.friend_points)
        # NOTE: {yours} and {theirs} are like "200 points".
        text = t("🤝 Bring a friend: <b>{yours}</b> for you, {theirs} for your friend.", yours=yours, theirs=theirs)
        yield Told("friends", None, text)


def _tier(result: use_case.Offers, t: Texts) -> Iterator[Told]:
    now = result.now
    if discount := perks.discount(now.discount, now.currency, t):
        yield Told("tier", None, discount)
    if now.next_tier is None:
        return
    text = t(
        # NOTE: {next} is a level such as "Silver"; {factor} a number such as 1.2 that points are multiplied by.
        "🏅 {money} more, and you are {next}: every order then brings {factor} times the points.",
        money=t.money(now.missing_minor, now.currency),
        next=tier_name(t, now.next_tier),
        factor=t.number(result.next_factor),
    )
    yield Told("tier", None, text)


def _ways(result: use_case.Offers, t: Texts, rules: Rules) -> Rows:
    ways = [
        (bool(result.vouchers.lines), Button(t.plain("🎟 My vouchers"), MyVouchers())),
        (bool(result.deals), Button(t.plain("🔥 Deals"), AllDeals())),
        (result.reward is not None or result.almost is not None, Button(t.plain("🎁 Rewards"), ShowRewards())),
        (mechanics.on(rules.program, "promo"), Button(t.plain("🏷 I have a code"), TypeCode())),
        (result.birthday.state == "unknown", Button(t.plain("🎂 Add my birthday"), Birthday())),
        (result.birthday.state == "quiet", Button(t.plain("⚙️ Settings"), Settings())),
        (bool(result.inviter_points or result.friend_points), Button(t.plain("🤝 Invite"), Invite())),
        (bool(result.partners), Button(t.plain("🏬 Partners"), OpenPartners())),
    ]
    shown = [button for wanted, button in ways if wanted]
    return (*keys.in_rows(shown), (Button(t.plain("💰 My points"), Points()), *keys.home(t)))


def all_deals(result: use_case.Offers, t: Texts, rules: Rules) -> Screen:
    """Every deal with the shop's own words."""
    told = [deals.full(deal, t, rules, result.at) for deal in result.deals]
    body = Html("\n\n".join(told)) if told else t("Nothing is on just now. Please look in again.")
    return Screen(lines(t("🔥 <b>Deals for you</b>"), "", body), (keys.back(t, Offers()),))
