"""What a broadcast brought, in words: the whole of it, and its parts."""

from decimal import Decimal
from typing import get_args

from bot.i18n import N_, Html, Texts, lines
from bot.rules import access
from bot.rules.broadcast_results import Numbers, Part
from bot.telegram.admin.broadcast_callbacks import BroadcastDo
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.admin.views.broadcast_report_face import picture
from bot.telegram.admin.views.experiments import lacking, verdict
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, segments
from bot.telegram.shared.tiers import tier_name
from bot.usecases.broadcast_report import REST, Line, Report
from db.enums import BroadcastOrigin, Role, Tier

MOST_LINES = 12
PARTS: dict[str, str] = {
    # NOTE: buttons: the numbers of a message to members, split by this.
    "variant": N_("By version"),
    "tier": N_("By level"),
    "outlet": N_("By outlet"),
    "language": N_("By language"),
}
assert set(PARTS) == set(get_args(Part))


def report(found: Report, t: Texts, role: Role | None) -> Screen:
    """The whole, with its picture; or why there is nothing to see yet."""
    if not found.whole.group.members:
        return nothing_yet(found, t)
    text = lines(
        t("📊 <b>{name}: what it brought</b>", name=named(found, t)),
        _until(found, t),
        "",
        *_did(found, t),
        "",
        *_difference(found.whole, found, t),
        _cost(found, t),
        _unwelcome(found.whole.group, t),
        t("Nobody can count how often a link was opened.") if found.links else None,
    )
    return Screen(text, rows=_ways(found, t, role), picture=picture(found, t))


def named(found: Report, t: Texts) -> str:
    return found.name or t.plain("Message {number}", number=str(found.id))


def nothing_yet(found: Report, t: Texts) -> Screen:
    text = lines(
        t("📊 <b>{name}: what it brought</b>", name=named(found, t)),
        t("Nobody has got it yet. Once they have, this counts who answers and who buys."),
    )
    return Screen(text, rows=(_back(found, t),))


def _until(found: Report, t: Texts) -> Html | None:
    if found.counted_until is None:
        return None
    until = t.moment(found.counted_until, found.rules.zone)
    if found.final:
        return t.plural(
            "<i>Counted for {n} day after each member's message.</i>",
            "<i>Counted for {n} days after each member's message.</i>",
            found.window_days,
        )
    return t("<i>Still counting, until {moment}.</i>", moment=until)


def _did(found: Report, t: Texts) -> list[Html | None]:
    group, money = found.whole.group, t.money(found.whole.group.net_minor, found.rules.program.currency)
    # NOTE: lines of a report on a message to members: how many of them did what. {share} is like "12.5%".
    return [
        t("Sent to {sent} of {members}", sent=t.number(group.sent), members=t.number(group.members)),
        t("Pressed a button: {n} ({share})", n=t.number(group.pressed), share=_share(group.pressed, group, t)),
        t("Took it: {n} ({share})", n=t.number(group.claimed + group.going), share=_share(_took(group), group, t))
        if found.gives
        else None,
        t("Used it: {n}", n=t.number(group.used)) if found.gives else None,
        _saved(found, t),
        t("“Not for me”: {n}", n=t.number(group.declined)) if group.declined else None,
        t(
            "Bought: {n} ({share}), {orders} for {money}",
            n=t.number(group.buyers),
            share=_share(group.buyers, group, t),
            orders=_orders(group.orders, t),
            money=money,
        ),
    ]


def _saved(found: Report, t: Texts) -> Html | None:
    """Of a message about what was left over."""
    if found.origin is not BroadcastOrigin.SURPLUS:
        return None
    return t.plural("🌱 {n} portion saved", "🌱 {n} portions saved", found.whole.group.used)


def _took(group: Numbers) -> int:
    return group.claimed + group.going


def _orders(number: int, t: Texts) -> str:
    return t.plain_plural("{n} order", "{n} orders", number)


def _share(part: int, group: Numbers, t: Texts) -> str:
    """Of its members, to a tenth of a percent."""
    return t.percent(round(1_000 * part / group.members) * 10) if group.members else "—"


def _difference(line: Line, found: Report, t: Texts) -> list[Html]:
    """Beside those who got nothing: both numbers, the difference with its interval, and what to make of it."""
    compared, currency = line.compared, found.rules.program.currency
    told = [t("<b>Beside {n} who got nothing</b>", n=t.number(line.control.members))]
    if compared.buyers is None or compared.net is None:
        return [*told, *lacking(compared, t)]
    ours, theirs = line.group, line.control
    return [
        *told,
        t(
            "Buyers in a hundred: {ours} and {theirs}, difference {difference} ({low} to {high})",
            ours=_in_100(ours.bought.value, t),
            theirs=_in_100(theirs.bought.value, t),
            difference=_in_100(compared.buyers.value, t, signed=True),
            low=_in_100(compared.buyers.low, t, signed=True),
            high=_in_100(compared.buyers.high, t, signed=True),
        ),
        t(
            "Spent by each: {ours} and {theirs}, difference {difference} ({low} to {high})",
            ours=t.money(round(ours.sums.mean), currency),
            theirs=t.money(round(theirs.sums.mean), currency),
            difference=_signed(compared.net.value, currency, t),
            low=_signed(compared.net.low, currency, t),
            high=_signed(compared.net.high, currency, t),
        ),
        verdict(compared, currency, t),
    ]


def _cost(found: Report, t: Texts) -> Html | None:
    """What stands against the sales it brought."""
    if not found.cost_minor:
        return None
    return t("💸 What was taken costs about {money}.", money=t.money(found.cost_minor, found.rules.program.currency))


def _in_100(share: float, t: Texts, *, signed: bool = False) -> str:
    number = Decimal(round(share * 1_000)) / 10
    return ("+" if signed and number > 0 else "") + t.number(number)


def _signed(minor: float, currency: str, t: Texts) -> str:
    return ("+" if round(minor) > 0 else "") + t.money(round(minor), currency)


def _unwelcome(group: Numbers, t: Texts) -> Html:
    # NOTE: within a day of the message members stopped offers, blocked the bot, began a talk with the shop.
    return t(
        "Within a day: {stops} said stop, {blocked} blocked the bot, {talks} wrote to the shop.",
        stops=t.number(group.stops),
        blocked=t.number(group.blocked),
        talks=t.number(group.complaints),
    )


def part(found: Report, by: Part, t: Texts) -> Screen:
    """The same by version, level, outlet or language."""
    found_lines = found.parts[by]
    said = PARTS[by]
    text = lines(
        t("📊 <b>{name}</b>", name=named(found, t)),
        t("<i>{part}, {n} who got nothing beside</i>", part=t.plain(said), n=t.number(found.whole.control.members)),
        *(told for line in found_lines[:MOST_LINES] for told in ("", *_line(line, by, found, t))),
        _too_many(len(found_lines) - MOST_LINES, t),
    )
    ways = [Button(t.plain(PARTS[each]), ShowReport(broadcast=found.id, by=each)) for each in PARTS if each != by]
    back = keys.back(t, ShowReport(broadcast=found.id))
    return Screen(text, rows=(*keys.in_rows(ways, 3), back))


def _too_many(more: int, t: Texts) -> Html | None:
    return t("… and {n} more: they are in the files.", n=t.number(more)) if more > 0 else None


def _line(line: Line, by: Part, found: Report, t: Texts) -> list[Html]:
    group, currency = line.group, found.rules.program.currency
    bought = t(
        "bought: {n} ({share}), {orders} for {money}",
        n=t.number(group.buyers),
        share=_share(group.buyers, group, t),
        orders=_orders(group.orders, t),
        money=t.money(group.net_minor, currency),
    )
    told = [t("<b>{part}</b>", part=part_name(line.key, by, t)), bought]
    if by != "outlet":
        pressed = {"pressed": _share(group.pressed, group, t), "took": _share(_took(group), group, t)}
        told.insert(1, t("of {n}: pressed {pressed}, took it {took}", n=t.number(group.members), **pressed))
    if line.compared.net is None:
        return [*told, t("🕰 not enough data yet to compare")]
    money = {
        "difference": _signed(line.compared.net.value, currency, t),
        "low": _signed(line.compared.net.low, currency, t),
        "high": _signed(line.compared.net.high, currency, t),
    }
    return [*told, t("difference for each: {difference} ({low} to {high})", **money)]


def part_name(key: str, by: Part, t: Texts) -> str:
    """What a part is called; of what is not known, so."""
    match by:
        case "variant" if key.endswith(REST):
            # NOTE: a version of a message that had won a test and then went to everybody else.
            return t.plain("Version {letter}, to the rest", letter=key.removesuffix(REST))
        case "variant":
            return t.plain("Version {letter}", letter=key)
        case "tier":
            return tier_name(t, Tier(key))
        case "language" if key:
            return segments.language(t, key)
        case "outlet" if key:
            return key
    return t.plain("Of no outlet") if by == "outlet" else t.plain("Not known")


def _ways(found: Report, t: Texts, role: Role | None) -> Rows:
    parts = [Button(t.plain(said), ShowReport(broadcast=found.id, by=by)) for by, said in PARTS.items()]
    files = [
        Button(t.plain("📄 Excel"), ShowReport(broadcast=found.id, file="xlsx")),
        Button(t.plain("📄 CSV"), ShowReport(broadcast=found.id, file="csv")),
    ]
    if access.may(role, "exports.take"):
        files.append(Button(t.plain("👥 By name"), ShowReport(broadcast=found.id, file="names")))
    return (*keys.in_rows(parts, 2), tuple(files), _back(found, t))


def _back(found: Report, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, BroadcastDo(do="show", broadcast=found.id))
