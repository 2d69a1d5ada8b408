"""What a partner and we agreed on and owe each other, in words and as a table."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, lines
from bot.rules import spreadsheets, timing
from bot.rules.spreadsheets import Cell
from bot.telegram.screen import Attachment, Screen
from bot.usecases.partner_pairs import Network, Pair
from bot.usecases.partner_statements import Statement, StatementLine
from bot.usecases.program import Rules


def month(at: datetime, zone: ZoneInfo, *, before: bool) -> str:
    """The month as the statement asks for it: this one, or the one before."""
    first = timing.local_date(at, zone).replace(day=1)
    return ((first - timedelta(days=1)) if before else first).strftime("%Y-%m")


def rates(t: Texts, agreed: Mapping[str, int]) -> list[Html]:
    """What members earn, pay and save there."""
    return [
        # NOTE: {percent} is like "5 %".
        t("✨ Of each bill members earn: {percent}", percent=t.percent(agreed["earn_rate_bp"])),
        t("⭐ Points may pay up to: {percent}", percent=t.percent(agreed["spend_max_bp"])),
        t("🏷 Members' discount: {percent}", percent=t.percent(agreed["discount_bp"])),
    ]


def told(of: Statement, t: Texts) -> Html:
    """A partner's month in sums."""
    if not of.lines:
        return nothing(of, t)
    return lines(
        t("📄 <b>{name}, {month}</b>", name=of.name, month=of.month.strftime("%m.%Y")),
        "",
        # NOTE: {points} is "300 points", {money} what they are worth between the shop and its partner.
        t("✨ Earned there: {points}, {money}", points=t.points(of.given), money=t.money(of.given_minor, of.currency)),
        t("⭐ Paid there: {points}, {money}", points=t.points(of.taken), money=t.money(of.taken_minor, of.currency)),
        _net(of, t),
        t.plural("{n} entry", "{n} entries", len(of.lines)),
        t("✅ It agrees with the books.") if of.reconciles else t("⚠️ It does not agree with the books."),
    )


def nothing(of: Statement, t: Texts) -> Html:
    return lines(
        t("📄 <b>{name}, {month}</b>", name=of.name, month=of.month.strftime("%m.%Y")), t("Nothing has moved.")
    )


def _net(of: Statement, t: Texts) -> Html:
    money = t.money(abs(of.net_minor), of.currency)
    if of.net_minor >= 0:
        # NOTE: {name} is a company in the network of the shop.
        return t("💵 The shop pays {name}: <b>{money}</b>", name=of.name, money=money)
    return t("💵 {name} pays the shop: <b>{money}</b>", name=of.name, money=money)


HEAD = ("entry", "time", "sale", "points_given", "given_minor", "points_taken", "taken_minor", "net_minor", "currency")


def file(of: Statement, t: Texts, rules: Rules) -> Screen:
    """Entry by entry, and the sums in the last row."""
    rows: list[tuple[Cell, ...]] = [HEAD, *(_row(line, of, rules) for line in of.lines)]
    sums = (of.given, of.given_minor, of.taken, of.taken_minor, of.net_minor, of.currency)
    rows.append((len(of.lines), of.month.strftime("%Y-%m"), of.name, *sums))
    return _attached(f"{of.code}-{of.month:%Y-%m}.csv", rows, t)


def _row(line: StatementLine, of: Statement, rules: Rules) -> tuple[Cell, ...]:
    when = line.at.astimezone(rules.zone).isoformat(timespec="seconds")
    net = line.taken_minor - line.given_minor
    sums = (line.given, line.given_minor, line.taken, line.taken_minor, net)
    return (line.entry_id, when, line.sale, *sums, of.currency)


PAIRS = ("partner", "month", "points_given", "given_minor", "points_taken", "taken_minor", "net_minor", "entries")


def pairs(every: Iterable[Statement], name: str, t: Texts) -> Screen:
    """A row for each partner."""
    rows = [
        (one.name, f"{one.month:%Y-%m}", one.given, one.given_minor, one.taken, one.taken_minor, *_sums(one))
        for one in every
    ]
    return _attached(name, [(*PAIRS, "currency"), *rows], t)


def _sums(one: Statement) -> tuple[int, int, str]:
    return one.net_minor, len(one.lines), one.currency


BETWEEN = (
    "first",
    "second",
    "month",
    "first_to_second",
    "minor",
    "second_to_first",
    "minor_back",
    "net_minor",
    "currency",
)


def between(found: Network, t: Texts) -> Screen:
    """A row for each two places between which points moved."""
    rows = [
        (pair.first, pair.second, f"{found.month:%Y-%m}", *_both_ways(pair), pair.net_minor, found.currency)
        for pair in found.pairs
    ]
    text = t("⇄ Points earned at one place and spent at the other. Above zero the first owes the second.")
    return Screen(text, file=Attachment(f"pairs-{found.month:%Y-%m}.csv", spreadsheets.csv_file([BETWEEN, *rows])))


def _both_ways(pair: Pair) -> tuple[int, int, int, int]:
    return pair.there_points, pair.there_minor, pair.back_points, pair.back_minor


def _attached(name: str, rows: Iterable[tuple[Cell, ...]], t: Texts) -> Screen:
    text = t("📄 Above zero the shop pays the partner, below it the partner pays the shop.")
    return Screen(text, file=Attachment(name, spreadsheets.csv_file(rows)))
