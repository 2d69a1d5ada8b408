"""What today brought at the till."""

from bot.i18n import Html, Texts, lines
from bot.rules.program import Program
from bot.telegram.cashier.callbacks import OpenReturn, OpenShift
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import OpenSale
from bot.usecases.shifts import Shift, ShiftLine


def shift(seen: Shift, t: Texts, program: Program) -> Screen:
    if not seen.lines:
        return _nothing_yet(seen, t, program)
    told = [part for line in seen.lines for part in ("", *_line(line, seen, t))]
    total = ["", *_total(seen, t)] if len(seen.lines) > 1 else []
    return Screen(lines(_title(seen, t), *told, *total, *_limits(program, t)), rows=_leave(t))


def _title(seen: Shift, t: Texts) -> Html:
    if seen.everybody:
        return t("📊 <b>The tills, {date}</b>", date=t.date(seen.day))
    return t("📊 <b>My shift, {date}</b>", date=t.date(seen.day))


def _nothing_yet(seen: Shift, t: Texts, program: Program) -> Screen:
    text = lines(_title(seen, t), "", t("No sale yet today. The first one will stand here."), *_limits(program, t))
    return Screen(text, rows=_leave(t))


def _limits(program: Program, t: Texts) -> list[Html | str]:
    """What one may do alone; above it a second person is asked."""
    most, points = t.money(program.till_sale_minor, program.currency), t.points(program.till_points)
    told = [
        t("▫️ a sale or a return up to {money}", money=most) if program.till_sale_minor else None,
        # NOTE: {points} is "1 000 points".
        t("▫️ {points} for one bill", points=points) if program.till_points else None,
        t.plural("▫️ {n} sale a day to a customer", "▫️ {n} sales a day to a customer", program.till_member_sales)
        if program.till_member_sales
        else None,
    ]
    limits = [each for each in told if each is not None]
    # NOTE: a list follows of what one person may do at the till without a second one.
    return ["", t("👥 Alone one may do:"), *limits] if limits else []


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
