"""Points given or taken by hand: how many, why, what it will be, done, undone."""

from bot.i18n import N_, Texts, lines
from bot.telegram.admin.callbacks import AdjustReason, ConfirmAdjust, ShowMember, UndoAdjust
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.members import Profile
from bot.usecases.points import Adjusted, Undone

REASONS = {
    "sorry": N_("We made a mistake"),
    "forgotten": N_("An order was not counted"),
    "kindness": N_("A sign of goodwill"),
    "slip": N_("Correction of a slip"),
}


def ask_points(seen: Profile, cap: int, t: Texts) -> Screen:
    text = lines(
        t("± <b>Points of {name}</b>", name=seen.row.name or ""),
        t("Now: {points}", points=t.points(seen.balance.available)),
        "",
        t("How many? Send “+100” to give, “-50” to take; at most {points} at once.", points=t.points(cap)),
    )
    return Screen(text, rows=(keys.cancel(t),))


def ask_reason(points: int, t: Texts) -> Screen:
    text = lines(
        t("± <b>{points}</b>", points=t.points(points, signed=True)),
        t("Why? The member reads it, and the log keeps it. Choose, or write your own words."),
    )
    buttons = [Button(t.plain(said), AdjustReason(reason=code)) for code, said in REASONS.items()]
    return Screen(text, rows=(*keys.in_rows(buttons, 1), keys.cancel(t)))


def ask_sure(seen: Profile, points: int, reason: str, t: Texts) -> Screen:
    """Old and new, before anything moves."""
    before = seen.balance.available - seen.balance.debt
    text = lines(
        t("± <b>Is this right?</b>"),
        t("Member: {name}", name=seen.row.name or ""),
        t("Change: <b>{points}</b>", points=t.points(points, signed=True)),
        t("Before: {before} → after: <b>{after}</b>", before=t.number(before), after=t.number(before + points)),
        t("Reason: {reason}", reason=reason),
    )
    yes = Button(t.plain("Yes, do it"), ConfirmAdjust(), style="success" if points > 0 else "danger")
    return Screen(text, rows=((yes,), keys.cancel(t)))


def done(adjusted: Adjusted, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>{points}</b>: done", points=t.points(adjusted.points, signed=True)),
        t("The member now has {points}, and has been told.", points=t.points(adjusted.available)),
    )
    undo = (Button(t.plain("↩️ Undo"), UndoAdjust(key=adjusted.key)),)
    return Screen(text, rows=(undo, keys.back(t, ShowMember(member=adjusted.member_id))))


def undone(result: Undone, t: Texts) -> Screen:
    text = lines(
        t("↩️ <b>{points}</b>: taken back", points=t.points(result.points, signed=True)),
        t("The member now has {points}, and has been told.", points=t.points(result.available)),
    )
    return Screen(text, rows=(keys.back(t, ShowMember(member=result.member_id)),))
