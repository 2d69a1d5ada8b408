"""Expired points: what can be brought back, why, and that it was."""

from bot.i18n import N_, Texts, lines
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.restore_callbacks import BringBack, BringBackFor, GoneLots
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.restoring import Gone, Restored

MOST = 8
REASONS = {
    "late": N_("Could not come in time"),
    "unheard": N_("Did not hear of it in time"),
    "ours": N_("It was our mistake"),
    "kindness": N_("A sign of goodwill"),
}


def gone(seen: Gone, t: Texts) -> Screen:
    if not seen.lots:
        return _nothing(seen, t)
    shown = seen.lots[:MOST]
    text = lines(
        t("⌛ <b>Expired points of {name}</b>", name=seen.name),
        *(
            # NOTE: a line of a list: "62 points, until 20 November 2026".
            t("• {points}, until {date}", points=t.points(lot.points), date=t.date(lot.expires_on))
            for lot in shown
        ),
        t("Press what shall come back; you will be asked for the reason."),
    )
    buttons = [
        # NOTE: a button under a list; {date} was the points' last day.
        Button(
            t.plain("↩️ {points} · {date}", points=t.points(lot.points), date=t.date(lot.expires_on)),
            BringBack(member=seen.member_id, lot=lot.id),
        )
        for lot in shown
    ]
    return Screen(text, (*keys.in_rows(buttons, 1), keys.back(t, ShowMember(member=seen.member_id))))


def _nothing(seen: Gone, t: Texts) -> Screen:
    text = lines(
        t("⌛ <b>Expired points of {name}</b>", name=seen.name),
        t.plural("Nothing expired within the last {n} day.", "Nothing expired within the last {n} days.", seen.days),
    )
    return Screen(text, (keys.back(t, ShowMember(member=seen.member_id)),))


def ask_why(t: Texts) -> Screen:
    text = lines(t("↩️ <b>Why shall they come back?</b>"), t("Choose, or write it in your own words: the log keeps it."))
    buttons = [Button(t.plain(said), BringBackFor(reason=code)) for code, said in REASONS.items()]
    return Screen(text, (*keys.in_rows(buttons, 1), keys.cancel(t)))


def done(result: Restored, t: Texts) -> Screen:
    points, until = t.points(result.points), t.date(result.until)
    text = lines(
        t("✅ <b>{points} had come back before</b>", points=points)
        if result.already
        else t("✅ <b>{points} are back</b>", points=points),
        None if result.already else t("They can be spent until {date}, and the member has been told.", date=until),
    )
    more = Button(t.plain("⌛ Expired points"), GoneLots(member=result.member_id))
    return Screen(text, ((more,), keys.back(t, ShowMember(member=result.member_id))))
