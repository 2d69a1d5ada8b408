"""A member's ledger lines, as the staff see them."""

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.callbacks import MemberDo, ShowMember
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.reasons import what
from bot.usecases.members import HistorySeen, Line
from bot.usecases.program import Rules


def page(seen: HistorySeen, t: Texts, rules: Rules) -> Screen:
    """A page of lines, newest first."""
    if not seen.lines:
        return nothing(seen, t)
    text = lines(
        t("📖 <b>History of {name}</b>", name=seen.name or "…"),
        "",
        *(_line(line, t, rules) for line in seen.lines),
    )
    older = MemberDo(do="history", member=seen.member_id, before=seen.older) if seen.older else None
    more = (Button(t.plain("Older ›"), older),) if older else ()
    return Screen(text, rows=(more, keys.back(t, ShowMember(member=seen.member_id))))


def nothing(seen: HistorySeen, t: Texts) -> Screen:
    text = lines(t("📖 <b>History of {name}</b>", name=seen.name or "…"), t("No points have moved yet."))
    return Screen(text, rows=(keys.back(t, ShowMember(member=seen.member_id)),))


def _line(line: Line, t: Texts, rules: Rules) -> Html:
    return t(
        "{date}: <b>{points}</b>, {what} (then {balance})",
        date=t.moment(line.at, rules.zone),
        points=t.points(line.points, signed=True),
        what=what(line, t),
        balance=t.number(line.balance_after),
    )
