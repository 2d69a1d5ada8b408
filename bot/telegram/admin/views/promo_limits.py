"""The limits of a promo code in words, only those it has."""

from datetime import date, datetime, timedelta

from bot.i18n import Html, Texts
from bot.rules.timing import local_date
from bot.usecases.program import Rules
from bot.usecases.promo_cards import PromoSeen
from db.enums import BenefitKind


def told(seen: PromoSeen, t: Texts) -> list[Html]:
    """One line for each limit."""
    return [*_counts(seen, t), *_money(seen, t), *_dates(seen, t), *_places(seen, t)]


def last_day(closes: datetime, rules: Rules) -> date:
    """The last whole day before that moment, as clocks of the shop show it."""
    return local_date(closes - timedelta(seconds=1), rules.zone)


def _counts(seen: PromoSeen, t: Texts) -> list[Html]:
    limits, said = seen.limits, []
    if limits.total is not None:
        said.append(t.plural("🔢 {n} use in all", "🔢 {n} uses in all", limits.total))
    if limits.per_member is not None:
        said.append(t.plural("👤 {n} use per member", "👤 {n} uses per member", limits.per_member))
    if limits.in_period is not None:
        days = t.plain_plural("{n} day", "{n} days", limits.period_days or 0)
        # NOTE: {days} is like "30 days".
        said.append(
            t.plural("🔁 {n} use per member in {days}", "🔁 {n} uses per member in {days}", limits.in_period, days=days)
        )
    return said


def _money(seen: PromoSeen, t: Texts) -> list[Html]:
    currency, said = seen.rules.program.currency, []
    if seen.limits.budget_minor is not None:
        said.append(t("💰 All uses together cost {money} at most", money=t.money(seen.limits.budget_minor, currency)))
    if seen.limits.least_minor:
        said.append(t("🧾 Goods for at least {money}", money=t.money(seen.limits.least_minor, currency)))
    return said


def _dates(seen: PromoSeen, t: Texts) -> list[Html]:
    opens, closes, said = seen.limits.opens_at, seen.limits.closes_at, []
    if opens is not None:
        said.append(t("📅 From {date}", date=t.date(local_date(opens, seen.rules.zone))))
    if closes is not None:
        said.append(t("📅 Until {date}", date=t.date(last_day(closes, seen.rules))))
    if seen.benefit.kind is not BenefitKind.POINTS:
        said.append(
            t.plural("⏳ What it gives is valid for {n} day", "⏳ What it gives is valid for {n} days", seen.valid_days)
        )
    return said


def _places(seen: PromoSeen, t: Texts) -> list[Html]:
    said = []
    names = [seen.outlets[number] for number in seen.limits.outlets if number in seen.outlets]
    if names:
        # NOTE: {outlets} is a list of shops' names: "Central and Riverside".
        said.append(t("🏠 Only at {outlets}", outlets=t.join(names)))
    if seen.limits.first_order:
        said.append(t("🐣 Only before the first delivered order"))
    return said
