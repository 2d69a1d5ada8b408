"""The balance screen: what is there, what is coming, what it is worth, and the way to the next tier."""

from bot.i18n import Html, Texts, lines
from bot.pictures.progress import text_bar
from bot.telegram.customer.callbacks import Card, CheckPoints, History, Offers
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, perks
from bot.telegram.shared.tiers import tier_name
from bot.usecases.balance import BalanceView

CARD, HISTORY, OFFERS, CHECK = Card(), History(), Offers(), CheckPoints()


def balance(view: BalanceView, t: Texts) -> Screen:
    text = lines(t("💰 <b>My points</b>"), "", *_now(view, t), *_coming(view, t), "", *_tier(view, t), *_more(view, t))
    return Screen(text, _rows(t))


def _now(view: BalanceView, t: Texts) -> list[Html]:
    told = [_to_spend(view, t)]
    if view.soonest_on is not None:
        until = t.date(view.soonest_on)
        # NOTE: {points} is "120 points", {date} the last day on which they can be spent.
        told.append(t("⌛ {points} until {date}", points=t.points(view.soonest_points), date=until))
    if view.held:
        told.append(t("🔒 {points} on hold for an order being paid", points=t.points(view.held)))
    if view.debt:
        told.append(
            t("↩️ {points} were spent before a return. Your next points settle that.", points=t.points(view.debt))
        )
        told.append(t("There is nothing to pay."))
    return told


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


def _rows(t: Texts) -> Rows:
    return (
        (Button(t.plain("🧾 History"), HISTORY), Button(t.plain("💳 My card"), CARD)),
        (Button(t.plain("✨ What's on"), OFFERS), Button(t.plain("🔏 Check my points"), CHECK)),
        keys.home(t),
    )
