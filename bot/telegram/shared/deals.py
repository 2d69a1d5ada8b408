"""A deal as members read it, at home and in the staff's preview."""

from datetime import datetime, timedelta

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import named
from bot.rules.timing import local_date
from bot.telegram.shared import deadlines
from bot.telegram.shared.tiers import tier_name
from bot.usecases.deals import DealLine
from bot.usecases.program import Rules


def short(deal: DealLine, t: Texts, rules: Rules, now: datetime) -> Html:
    """The title with its price and how long it is on, and why it is shown."""
    title, price = named(deal.titles, t.language, rules.program.language), _price(deal, t, rules)
    # NOTE: {title} is the deal's own title, {price} is like "₽490 instead of ₽590".
    told = t("🔥 <b>{title}</b>: {price}", title=title, price=price) if price else t("🔥 <b>{title}</b>", title=title)
    ends = _until(deal, t, rules, now)
    return lines(t("{deal}, {until}", deal=told, until=ends) if ends else told, why(deal, t))


def full(deal: DealLine, t: Texts, rules: Rules, now: datetime) -> Html:
    """The same with the shop's words, and where it is to be had."""
    text = named(deal.texts, t.language, rules.program.language)
    # NOTE: {outlets} is a list of shops' names: "Central and Riverside".
    where = t("🏠 Only at {outlets}", outlets=t.join(list(deal.outlets))) if deal.outlets else None
    return lines(short(deal, t, rules, now), text or None, where)


def _price(deal: DealLine, t: Texts, rules: Rules) -> str:
    if deal.price_minor is None:
        return ""
    price = t.money(deal.price_minor, rules.program.currency)
    if deal.usual_minor is None:
        return price
    # NOTE: a member's price and the usual one: "₽490 instead of ₽590".
    return t.plain("{price} instead of {usual}", price=price, usual=t.money(deal.usual_minor, rules.program.currency))


def _until(deal: DealLine, t: Texts, rules: Rules, now: datetime) -> Html | None:
    if deal.until is None:
        return None
    last_day = local_date(deal.until - timedelta(seconds=1), rules.zone)
    return deadlines.until(t, last_day, deal.until, now)


def why(deal: DealLine, t: Texts) -> Html | None:
    """Why it is shown to this member, if there is a reason besides that it is on."""
    match deal.reason:
        case "early":
            return t("<i>You see it before everybody else.</i>")
        case "tier" if deal.tier:
            # NOTE: {tier} is a level such as "Silver".
            return t("<i>Because you are {tier} or higher.</i>", tier=tier_name(t, deal.tier))
        case "segment":
            return t("<i>Picked for you.</i>")
        case "taste" if deal.category:
            # NOTE: {category} is the shop's own word for dishes, such as "rolls".
            return t("<i>Because you like: {category}</i>", category=deal.category)
    return None
