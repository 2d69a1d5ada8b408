"""Links for receipts and for tables, as the desk sees them: the list, the questions, one batch."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.callbacks import ShowOffersDesk
from bot.telegram.admin.claim_callbacks import (
    ClaimSet,
    MakeClaims,
    NewClaims,
    OpenBatch,
    PrintBatch,
    ShowClaims,
    VoidBatch,
)
from bot.telegram.screen import Attachment, Button, Screen
from bot.telegram.shared import keys
from bot.usecases.claim_batches import MOST_LINKS, BatchLine, BatchMade, Desk, Draft
from bot.usecases.outlets import OutletLine
from bot.usecases.program import Rules
from db.enums import ClaimKind

COUNTS, POINTS, DAYS = (8, 24, 48, 96), (10, 20, 50, 100), (7, 30, 90)


def listed(desk: Desk, t: Texts) -> Screen:
    """All batches, the newest first."""
    if not desk.lines:
        return nothing(t)
    waiting = t.plural("{n} link is open", "{n} links are open", desk.open)
    text = lines(
        _title(t),
        # NOTE: after "12 links are open"; {points} is "240 points"
        t("{links}, with {points} at least.", links=waiting, points=t.points(desk.points)),
        "",
        *(_line(line, t) for line in desk.lines),
    )
    shown = [Button(f"№ {line.id}", OpenBatch(batch=line.id)) for line in desk.lines]
    return Screen(text, (*keys.in_rows(shown, 4), _new(t), keys.back(t, ShowOffersDesk())))


def nothing(t: Texts) -> Screen:
    text = lines(
        _title(t),
        t("None yet. Print cards for your tables: whoever scans one has its points, and joins if they haven't yet."),
        t("Telegram lets no bot write first, so a printed link is how guests without a card come in."),
    )
    return Screen(text, (_new(t), keys.back(t, ShowOffersDesk())))


def _title(t: Texts) -> Html:
    return t("🧾 <b>Receipts and tables</b>")


def _new(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("➕ Print links"), NewClaims(), style="primary"),)


def _line(line: BatchLine, t: Texts) -> Html:
    # NOTE: {number} is of the batch, {what} is like "20 points": "№ 3: 20 points, 5 of 24 claimed"
    return t(
        "№ {number}: {what}, {claimed} of {count} claimed",
        number=str(line.id),
        what=t.points(line.points),
        claimed=line.claimed,
        count=line.count,
    )


def ask_kind(t: Texts) -> Screen:
    text = lines(
        _title(t),
        t("<b>Cards for tables</b> carry points, for whoever scans them."),
        t("<b>Receipts</b> of one price stand for a purchase: points by the rules, and it counts as an order."),
    )
    cards = Button(t.plain("🍽 Cards for tables"), NewClaims(kind=ClaimKind.CARD.value))
    receipts = Button(t.plain("🧾 Receipts"), NewClaims(kind=ClaimKind.RECEIPT.value))
    return Screen(text, ((cards, receipts), keys.back(t, ShowClaims())))


def ask_count(t: Texts) -> Screen:
    text = lines(t("🖨 <b>How many?</b>"), t("Send a number up to {most}. Each link is good once.", most=MOST_LINKS))
    some = tuple(Button(str(count), ClaimSet(what="count", value=count)) for count in COUNTS)
    return Screen(text, (some, keys.cancel(t)))


def ask_worth(kind: ClaimKind, t: Texts) -> Screen:
    if kind is ClaimKind.RECEIPT:
        text = lines(t("🧾 <b>For which sum?</b>"), t("Send the price that each receipt stands for."))
        return Screen(text, (keys.cancel(t),))
    text = lines(t("🍽 <b>How many points on each?</b>"), t("Send a number."))
    some = tuple(Button(str(points), ClaimSet(what="points", value=points)) for points in POINTS)
    return Screen(text, (some, keys.cancel(t)))


def sure(draft: Draft, outlets: Sequence[OutletLine], t: Texts, rules: Rules) -> Screen:
    """All of it once more, with what it may cost."""
    text = lines(
        t("🖨 <b>Print {count} links?</b>", count=draft.count),
        _each(draft, t, rules),
        t("All together: {points}.", points=t.points(draft.points * draft.count)),
        t("One person can claim {times} a day.", times=rules.program.claim_daily),
        "",
        t("Below: for how many days they are good, and where."),
    )
    days = tuple(
        Button(
            _chosen(t.plain_plural("{n} day", "{n} days", each), each == draft.days), ClaimSet(what="days", value=each)
        )
        for each in DAYS
    )
    everywhere = Button(_chosen(t.plain("Everywhere"), draft.outlet_id is None), ClaimSet(what="outlet", value=0))
    places = [
        Button(_chosen(outlet.name, outlet.id == draft.outlet_id), ClaimSet(what="outlet", value=outlet.id))
        for outlet in outlets
    ]
    where = keys.fitting([everywhere, *places]) if places else ()
    make = Button(t.plain("✅ Make them"), MakeClaims(), style="success")
    return Screen(text, (days, *where, (make,), keys.cancel(t)))


def _chosen(name: str, chosen: bool) -> str:
    return f"✅ {name}" if chosen else name


def _each(draft: Draft, t: Texts, rules: Rules) -> Html:
    if draft.kind is ClaimKind.CARD:
        return t("On each: {points}.", points=t.points(draft.points))
    money = t.money(draft.amount_minor, rules.program.currency)
    # NOTE: {points} is "62 points"
    return t("Each stands for {money}: {points}, more for higher levels.", money=money, points=t.points(draft.points))


def batch(made: BatchMade, t: Texts) -> Screen:
    """One batch: what became of its links."""
    line = made.line
    text = lines(
        t("🧾 <b>Links № {number}</b>", number=str(line.id)),
        _worth(made, t),
        t("📍 {outlet}", outlet=line.outlet) if line.outlet else None,
        t("⏳ Until {moment}", moment=t.moment(line.until, made.rules.zone)),
        t("Made by {name} on {date}.", name=line.made_by or "–", date=t.date(line.made_at.date())),
        "",
        t("{claimed} of {count} claimed, {open} still open.", claimed=line.claimed, count=line.count, open=line.open),
        t.plural("{n} was taken back.", "{n} were taken back.", line.voided) if line.voided else None,
    )
    files = (
        Button(t.plain("📄 PDF to print"), PrintBatch(batch=line.id, how="pdf"), style="primary"),
        Button(t.plain("🖼 Pictures"), PrintBatch(batch=line.id, how="png")),
    )
    void = (Button(t.plain("✖️ Take them back"), VoidBatch(batch=line.id), style="danger"),)
    return Screen(text, (*((files, void) if made.codes else ()), keys.back(t, ShowClaims())))


def _worth(made: BatchMade, t: Texts) -> Html:
    line = made.line
    if line.kind is ClaimKind.CARD:
        return t("On each: {points}.", points=t.points(line.points))
    money = t.money(line.amount_minor, made.rules.program.currency)
    return t("Each stands for {money}: {points}, more for higher levels.", money=money, points=t.points(line.points))


def sure_to_void(made: BatchMade, t: Texts) -> Screen:
    text = lines(
        t("✖️ <b>Take links № {number} back?</b>", number=str(made.line.id)),
        t("{open} of them can then bring nothing to anybody. What was claimed stays.", open=made.line.open),
    )
    yes = Button(t.plain("Take them back"), VoidBatch(batch=made.line.id, sure=1), style="danger")
    return Screen(text, ((yes,), keys.back(t, OpenBatch(batch=made.line.id))))


def printed(made: BatchMade, file: Attachment, t: Texts) -> Screen:
    """The file, on paper of the size A4."""
    text = lines(
        t("🖨 <b>Links № {number}</b>", number=str(made.line.id)),
        t("Print it on A4 at its full size, and cut along the dashes."),
    )
    return Screen(text, (keys.back(t, OpenBatch(batch=made.line.id)),), file=file)
