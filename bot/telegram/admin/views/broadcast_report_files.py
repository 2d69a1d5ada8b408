"""What a broadcast brought, as files for a spreadsheet: by every part, by day, and by name for few eyes."""

from collections.abc import Iterator, Sequence

from babel.numbers import get_currency_precision

from bot.i18n import N_, Texts, lines
from bot.rules import spreadsheets, workbooks
from bot.rules.broadcast_results import PARTS, Compared, Numbers
from bot.rules.codes import format_number
from bot.rules.spreadsheets import Cell
from bot.rules.workbooks import Sheet
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.admin.views.broadcast_report import PARTS as PART_NAMES
from bot.telegram.admin.views.broadcast_report import named, part_name
from bot.telegram.screen import Attachment, Screen
from bot.telegram.shared import keys
from bot.usecases.broadcast_report import Line, MemberLine, Report
from db.enums import Response

Row = Sequence[Cell]
HEADING = (
    # NOTE: headings of columns in a file; each column tells of members of a group, or of those who got nothing.
    *(N_("Part"), N_("Members"), N_("Sent"), N_("Pressed a button"), N_("Took it"), N_("Used it"), N_("“Not for me”")),
    *(N_("Bought"), N_("Orders"), N_("Net sales"), N_("Said stop"), N_("Blocked the bot"), N_("Wrote to the shop")),
    *(N_("Got nothing: members"), N_("Got nothing: bought"), N_("Got nothing: orders"), N_("Got nothing: net sales")),
    *(N_("More buyers in a hundred"), N_("from"), N_("to"), N_("More spent by each"), N_("from"), N_("to")),
)
NAMES = (
    *(N_("Number"), N_("Name"), N_("Version"), N_("Message"), N_("Why not sent"), N_("Answers"), N_("Orders")),
    N_("Net sales"),
)
ANSWERS = {
    # NOTE: what a member did with a message, in a column of a file.
    Response.PRESSED: N_("pressed a button"),
    Response.CLAIMED: N_("took it"),
    Response.DECLINED: N_("not for me"),
    Response.GOING: N_("coming"),
    Response.NOT_GOING: N_("not coming"),
    Response.RATED: N_("gave stars"),
}


def workbook(found: Report, t: Texts) -> Screen:
    """A sheet for the whole and each part, and one for the days."""
    sheets = [Sheet(t.plain("The whole"), [_heading(t), _row(t.plain("The whole"), found.whole, found)])]
    for part in PARTS:
        said = PART_NAMES[part]
        rows = [_row(part_name(line.key, part, t), line, found) for line in found.parts[part]]
        sheets.append(Sheet(t.plain(said), [_heading(t), *rows]))
    days = [(day.day + 1 if day.day >= 0 else day.day, day.group, day.control) for day in found.days]
    sheets.append(Sheet(t.plain("By day"), [_day_heading(t), *days]))
    return _file(found, "xlsx", workbooks.xlsx_book(sheets, made_at=found.at), t)


def table(found: Report, t: Texts) -> Screen:
    """The same as one table: the whole first, then every part."""
    whole = t.plain("The whole")
    rows: list[Row] = [(*_heading(t)[:1], *_heading(t)), (whole, *_row(whole, found.whole, found))]
    for part in PARTS:
        said = PART_NAMES[part]
        for line in found.parts[part]:
            rows.append((t.plain(said), *_row(part_name(line.key, part, t), line, found)))
    return _file(found, "csv", spreadsheets.csv_file(rows), t)


def people(found: Report, members: Sequence[MemberLine], t: Texts) -> Screen:
    """Everybody by name."""
    heading = [t.plain(each) for each in NAMES]
    rows = [heading, *_people(members, found, t)]
    content = workbooks.xlsx_book([Sheet(t.plain("Members"), rows)], made_at=found.at)
    return _file(found, "xlsx", content, t, t.plain("Names are personal: keep this file to yourself."))


def _people(members: Sequence[MemberLine], found: Report, t: Texts) -> Iterator[Row]:
    for each in members:
        answers = [t.plain(said) for answer, said in ANSWERS.items() if answer in each.answered]
        did = (", ".join(answers), each.orders, _major(each.net_minor, found))
        yield (format_number(each.number), each.name, each.variant or "", each.state.value, each.reason or "", *did)


def _heading(t: Texts) -> list[str]:
    return [t.plain(each) for each in HEADING]


def _day_heading(t: Texts) -> list[str]:
    told = (N_("Day after the message"), N_("Orders for each hundred members"), N_("Got nothing: orders"))
    return [t.plain(each) for each in told]


def _row(name: str, line: Line, found: Report) -> Row:
    ours, theirs = line.group, line.control
    return (
        *(name, ours.members, ours.sent, ours.pressed, ours.claimed + ours.going, ours.used, ours.declined),
        *(*_bought(ours, found), ours.stops, ours.blocked, ours.complaints),
        *(theirs.members, *_bought(theirs, found)),
        *_differences(line.compared, found),
    )


def _bought(group: Numbers, found: Report) -> tuple[Cell, ...]:
    return group.buyers, group.orders, _major(group.net_minor, found)


def _differences(compared: Compared, found: Report) -> tuple[Cell, ...]:
    if compared.buyers is None or compared.net is None:
        return (None,) * 6
    buyers, net = compared.buyers, compared.net
    shares = (round(100 * each, 2) for each in (buyers.value, buyers.low, buyers.high))
    return (*shares, *(_major(round(each), found) for each in (net.value, net.low, net.high)))


def _major(minor: int, found: Report) -> float:
    """In whole units of the currency, as a spreadsheet reckons."""
    decimals: int = get_currency_precision(found.rules.program.currency)
    return minor / float(10**decimals)


def _file(found: Report, kind: str, content: bytes, t: Texts, warning: str | None = None) -> Screen:
    text = lines(
        t("📄 <b>{name}</b>", name=named(found, t)),
        t("The numbers of this message; any spreadsheet opens them."),
        t("⚠️ {warning}", warning=warning) if warning else None,
    )
    name = f"message-{found.id}{'-names' if warning else ''}.{kind}"
    return Screen(text, (keys.back(t, ShowReport(broadcast=found.id)),), file=Attachment(name, content), fresh=True)
