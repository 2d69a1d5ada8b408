"""What today brought at the till."""

from bot.i18n import Html, Texts, lines
from bot.telegram.cashier.callbacks import OpenReturn, OpenShift
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import OpenSale
from bot.usecases.shifts import Shift, ShiftLine


def shift(seen: Shift, t: Texts) -> Screen:
    if not seen.lines:
        return _nothing_yet(seen, t)
    told = [part for line in seen.lines for part in ("", *_line(line, seen, t))]
    total = ["", *_total(seen, t)] if len(seen.lines) > 1 else []
    return Screen(lines(_title(seen, t), *told, *total), rows=_leave(t))


def _title(seen: Shift, t: Texts) -> Html:
    if seen.everybody:
        return t("📊 <b>The tills, {date}</b>", date=t.date(seen.day))
    return t("📊 <b>My shift, {date}</b>", date=t.date(seen.day))


def _nothing_yet(seen: Shift, t: Texts) -> Screen:
    return Screen(lines(_title(seen, t), "", t("No sale yet today. The first one will stand here.")), rows=_leave(t))


def _line(line: ShiftLine, seen: Shift, t: Texts) -> list[Html | None]:
    return [t("👤 <b>{name}</b>", name=line.name) if seen.everybody else None, *_numbers(line, seen.currency, t)]


def _numbers(line: ShiftLine, currency: str, t: Texts) -> list[Html | None]:
    money, back = t.money(line.sum_minor, currency), t.money(line.returned_minor, currency)
    return [
        t.plural("🧾 {n} sale, {money}", "🧾 {n} sales, {money}", line.sales, money=money),
        # NOTE: {points} is "162 points".
        t("⭐ Given: {points}", points=t.points(line.points_given)) if line.points_given else None,
        t("⭐ Taken: {points}", points=t.points(line.points_taken)) if line.points_taken else None,
        t.plural("↩️ {n} return, {money}", "↩️ {n} returns, {money}", line.returns, money=back) if line.returns else None,
        t.plural("✖️ {n} sale undone", "✖️ {n} sales undone", line.undone) if line.undone else None,
    ]


def _total(seen: Shift, t: Texts) -> list[Html | None]:
    summed = ShiftLine(
        0,
        "",
        *(
            sum(getattr(line, name) for line in seen.lines)
            for name in ("sales", "sum_minor", "points_given", "points_taken", "undone", "returns", "returned_minor")
        ),
    )
    return [t("<b>Together</b>"), *_numbers(summed, seen.currency, t)]


def _leave(t: Texts) -> tuple[tuple[Button, ...], ...]:
    again = (Button(t.plain("🔄 Refresh"), OpenShift()), Button(t.plain("↩️ A return"), OpenReturn()))
    return (again, (Button(t.plain("🛎 Next customer"), OpenSale()), *keys.home(t)))
