"""The balance screen: what is there, what is coming, what it is worth, and the way to the next tier."""

from datetime import date

from bot.i18n import Html, Texts, lines
from bot.pictures.progress import text_bar
from bot.telegram.customer.callbacks import Card, CheckPoints, History, Offers
from bot.telegram.customer.expiry_callbacks import more_days
from bot.telegram.customer.voucher_callbacks import GivePoints
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, perks
from bot.telegram.shared.tiers import tier_name
from bot.usecases.balance import BalanceView
from bot.usecases.extension import Ending

SHOWN = 3  # days on which points end
CARD, HISTORY, OFFERS, CHECK, GIVE = Card(), History(), Offers(), CheckPoints(), GivePoints()


def balance(view: BalanceView, t: Texts) -> Screen:
    text = lines(t("💰 <b>My points</b>"), "", *_now(view, t), *_coming(view, t), "", *_tier(view, t), *_more(view, t))
    return Screen(text, (*_more_days(view, t), *_rows(view, t)))


def _now(view: BalanceView, t: Texts) -> list[Html]:
    told = [_to_spend(view, t)]
    told += [_until(points, day, t) for points, day in _ends(view)]
    if view.held:
        told.append(t("🔒 {points} on hold for an order or a gift on its way", points=t.points(view.held)))
    if view.debt:
        told.append(
            t("↩️ {points} were spent before a return. Your next points settle that.", points=t.points(view.debt))
        )
        told.append(t("There is nothing to pay."))
    return told


def _ends(view: BalanceView) -> list[tuple[int, date]]:
    """What ends soon, day by day; where nothing does, what ends first."""
    if view.ending:
        return [(each.points, each.on) for each in view.ending[:SHOWN]]
    return [] if view.soonest_on is None else [(view.soonest_points, view.soonest_on)]


def _until(points: int, day: date, t: Texts) -> Html:
    # NOTE: {points} is "120 points", {date} the last day on which they can be spent.
    return t("⌛ {points} until {date}", points=t.points(points), date=t.date(day))


def _more_days(view: BalanceView, t: Texts) -> Rows:
    return tuple((_longer(each, t),) for each in view.ending[:SHOWN] if each.extendable)


def _longer(ends: Ending, t: Texts) -> Button:
    day = t.day_month(ends.on.day, ends.on.month)
    # NOTE: a button: these points shall last longer. {points} is "120 points", {day} like "5 January".
    return Button(t.plain("⏳ More days: {points}, {day}", points=t.points(ends.points), day=day), more_days(ends.on))


def _to_spend(view: BalanceView, t: Texts) -> Html:
    points = t.points(view.available)
    if not view.available:
        return t("<b>{points}</b> to spend", points=points)
    # NOTE: {points} is "62 points", {money} what they pay for: "62 ₽".
    return t("<b>{points}</b> to spend, worth {money}", points=points, money=t.money(view.worth_minor, view.currency))


def _coming(view: BalanceView, t: Texts) -> list[Html]:
    told = []
    if view.pending_orders:
        # NOTE: {points} is "+62 points".
        told.append(t("⏳ {points} when your order is delivered", points=t.points(view.pending_orders, signed=True)))
    if view.pending_welcome:
        # NOTE: {points} is "+100 points": a gift for joining.
        told.append(t("🎁 {points} with your first order", points=t.points(view.pending_welcome, signed=True)))
    return told


def _tier(view: BalanceView, t: Texts) -> list[Html]:
    here = tier_name(t, view.tier)
    if view.next_tier is None:
        return [t("🏅 {tier}: our highest level", tier=here)]
    money, above = t.money(view.missing_minor, view.currency), tier_name(t, view.next_tier)
    # NOTE: "Bronze ▓▓░░ Silver": {bar} is drawn; below it stands what is missing.
    way = t("🏅 {tier} {bar} {next}", tier=here, bar=text_bar(view.share), next=above)
    # NOTE: {next} is a level such as "Silver".
    return [way, t("{money} more, and you are {next}.", money=money, next=above)]


def _more(view: BalanceView, t: Texts) -> list[Html | None]:
    return [perks.stamps(view.stamps, t), perks.discount(view.discount, view.currency, t)]


def _rows(view: BalanceView, t: Texts) -> Rows:
    return (
        (Button(t.plain("🧾 History"), HISTORY), Button(t.plain("💳 My card"), CARD)),
        (Button(t.plain("✨ What's on"), OFFERS), Button(t.plain("🔏 Check my points"), CHECK)),
        *(((Button(t.plain("🎁 Give points"), GIVE),),) if view.may_give else ()),
        keys.home(t),
    )
