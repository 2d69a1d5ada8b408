"""How the programme does, in words: who takes part, what changed and why, what the offers bring."""

from collections.abc import Mapping, Sequence

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import named
from bot.rules.insights import Change
from bot.telegram.admin.insights_callbacks import ShowStats
from bot.telegram.admin.views.experiments import lacking
from bot.telegram.admin.views.insights_face import picture
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.insights import Engagement, Insights, Redeemed, Return


def overview(found: Insights, t: Texts) -> Screen:
    """The whole, with a picture once there was an order in these weeks."""
    if not found.engagement[0].members:
        return _nobody_yet(t)
    text = lines(
        t("📈 <b>Figures</b>"),
        *(line for each in found.engagement for line in _takes_part(each, t)),
        "",
        *_changes(found, t),
        "",
        *_back(found.back, found.rules.program.currency, t),
    )
    drawn = picture(found, t) if any(found.orders_by_day) else None
    return Screen(text, rows=(_parts(t), keys.home(t)), picture=drawn)


def _nobody_yet(t: Texts) -> Screen:
    text = lines(
        t("📈 <b>Figures</b>"), t("Nobody has joined yet. With the first members there is something to count.")
    )
    return Screen(text, rows=(keys.home(t),))


def _parts(t: Texts) -> tuple[Button, ...]:
    rewards = Button(t.plain("🎁 Rewards, by use"), ShowStats(part="rewards"))
    return (rewards, Button(t.plain("🧪 What is tried out"), ShowStats(part="tests")))


def _takes_part(each: Engagement, t: Texts) -> list[Html]:
    def share(number: int) -> str:
        return t.percent(round(1_000 * number / each.members) * 10)

    heading = t.plural("<b>Of all members, in {n} day</b>", "<b>Of all members, in {n} days</b>", each.days)
    # NOTE: shares of all members: who took any part, and how.
    told = t(
        "{active} active: {opened} opened the bot, {pressed} pressed an offer, {ordered} ordered",
        active=share(each.active),
        opened=share(each.opened),
        pressed=share(each.pressed),
        ordered=share(each.ordered),
    )
    return [heading, told]


def _changes(found: Insights, t: Texts) -> list[Html]:
    heading = t("<b>This week beside the last one</b>")
    week, currency = found.this_week, found.rules.program.currency
    money = t.money(week.net_minor, currency)
    now = t.plural("{n} order for {money}", "{n} orders for {money}", week.orders, money=money)
    told = [_change(each, currency, t) for each in found.changes]
    return [heading, now, *(told or [t("No change beyond chance: a fifth at least, and more than weeks vary anyway.")])]


def _change(each: Change, currency: str, t: Texts) -> Html:
    shown = [t.money(n, currency) if each.what == "net" else t.number(n) for n in (each.before, each.now)]
    share = t.percent(abs(each.by_bp or 0))
    gaps = {"before": shown[0], "now": shown[1], "share": share}
    said = _more(each, gaps, t) if each.now > each.before else _less(each, gaps, t)
    why = _why(each, t)
    return Html(f"{said} {why}") if why else said


def _more(each: Change, gaps: Mapping[str, str], t: Texts) -> Html:
    match each.what:
        case "net":
            # NOTE: {share} is how much more or less, like "25%".
            return t("📈 Sales up {share}: {before} → {now}.", **gaps)
        case "orders" if each.before:
            return t("📈 Orders up {share}: {before} → {now}.", **gaps)
        case "orders":
            return t("📈 Orders came: {now}, after none the week before.", **gaps)
        case "joined":
            return t("📈 More people joined: {before} → {now}.", **gaps)
    return t("⚠️ More members want no offers: {before} → {now}. Is it too often?", **gaps)


def _less(each: Change, gaps: Mapping[str, str], t: Texts) -> Html:
    match each.what:
        case "net":
            return t("📉 Sales down {share}: {before} → {now}.", **gaps)
        case "orders":
            return t("📉 Orders down {share}: {before} → {now}.", **gaps)
        case "joined":
            return t("📉 Fewer people joined: {before} → {now}.", **gaps)
    return t("🙂 Fewer members want no offers: {before} → {now}.", **gaps)


def _why(each: Change, t: Texts) -> Html | None:
    match each.why:
        case "orders":
            return t("Mostly by the number of orders.")
        case "average":
            return t("Mostly by the average bill.")
        case "first":
            return t("Mostly by first orders of new members.")
        case "again":
            return t("Mostly by members who had ordered before.")
    return None


def _back(found: Return, currency: str, t: Texts) -> list[Html]:
    told = [
        t.plural("<b>What the offers bring, {n} day</b>", "<b>What the offers bring, {n} days</b>", found.days),
        t(
            "{offered} members get offers, {without} never do, to compare.",
            offered=t.number(found.offered.members),
            without=t.number(found.without.members),
        ),
    ]
    if not found.offered.members or not found.without.members:
        return [*told, t("🕰 There is nobody to compare with yet.")]
    if found.compared.net is None:
        return [*told, *lacking(found.compared, t)]
    return [*told, *_difference(found, currency, t)]


def _difference(found: Return, currency: str, t: Texts) -> list[Html]:
    net = found.compared.net
    assert net is not None
    members = found.offered.members
    low, high, extra = (t.money(_rounded(each * members), currency) for each in (net.low, net.high, net.value))
    cost = t.money(_rounded(found.cost_minor), currency)
    gaps = {"extra": extra, "low": low, "high": high}
    costs = t("Their gifts cost about {money}.", money=cost)
    if not net.beyond_chance:
        return [t("🤔 More sales by offers: {extra} ({low} to {high}). This can still be chance.", **gaps), costs]
    if net.value < 0:
        return [t("⚠️ Members with offers bought less: {extra} ({low} to {high}).", **gaps), costs]
    told = [t("✅ More sales by offers: <b>{extra}</b> ({low} to {high}).", **gaps), costs]
    if found.cost_minor > 0:
        times = t.number(round(net.value * members / found.cost_minor))
        # NOTE: {times} is a whole number: sales are so many times what the gifts cost.
        told.append(t("That is {times} times their cost, in sales before the cost of goods.", times=times))
    return told


def _rounded(minor: float) -> int:
    """What is not known to the penny is not told to the penny."""
    return round(minor / 100) * 100


def rewards(found: Sequence[Redeemed], t: Texts) -> Screen:
    """Issued and used, and how long the rest has been held."""
    if not found:
        return _no_rewards(t)
    text = lines(
        t("🎁 <b>Rewards, by use</b>"),
        t("Taken in the last 90 days, and what became of them."),
        *(line for each in found for line in ("", *_reward(each, t))),
    )
    return Screen(text, rows=(keys.back(t, ShowStats()),))


def _no_rewards(t: Texts) -> Screen:
    text = lines(t("🎁 <b>Rewards, by use</b>"), t("Nobody has taken a reward in the last 90 days."))
    return Screen(text, rows=(keys.back(t, ShowStats()),))


def _reward(each: Redeemed, t: Texts) -> list[Html]:
    share = t.percent(round(1_000 * each.used / each.issued) * 10)
    gaps = {"used": t.number(each.used), "issued": t.number(each.issued), "share": share}
    ages = {"fresh": t.number(each.fresh), "aged": t.number(each.aged), "old": t.number(each.old)}
    held = each.fresh + each.aged + each.old
    return [
        # NOTE: of a reward: 7 of 12 vouchers were used.
        t("<b>{name}</b>: {used} of {issued} used ({share})", name=named(each.names, t.language), **gaps),
        # NOTE: vouchers not used yet, by how long members have held them.
        *([t("Held: {fresh} up to a week, {aged} up to a month, {old} longer", **ages)] if held else []),
        *([t.plural("{n} ended unused", "{n} ended unused", each.lapsed)] if each.lapsed else []),
    ]
