"""Invitations under review, and what was decided."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.timing import local_date
from bot.telegram.admin.callbacks import ReviewReferral, ShowReviews
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.usecases.program import Rules
from bot.usecases.referral_reviews import Released, ReviewLine

DOUBTS = {"burst": N_("many friends within a week"), "staff": N_("invited by somebody on the staff")}


def reviews(waiting: list[ReviewLine], t: Texts, rules: Rules) -> Screen:
    if not waiting:
        return _nothing(t)
    told = [_line(number, line, t, rules) for number, line in enumerate(waiting, 1)]
    buttons = [row for number, line in enumerate(waiting, 1) for row in _decide(number, line, t)]
    return Screen(lines(t("🔎 <b>Invitations to look at</b>"), "", *told), (*buttons, keys.home(t)))


def _line(number: int, line: ReviewLine, t: Texts, rules: Rules) -> Html:
    gone = t.plain("somebody who has left")
    return t(
        # NOTE: "1. Ann → Bob, 21 November 2026: many friends within a week (12 in all)"
        "{n}. <b>{inviter} → {friend}</b>, {date}: {doubt} ({count} in all)",
        n=number,
        inviter=line.inviter_name or gone,
        friend=line.friend_name or gone,
        date=t.date(local_date(line.claimed_at, rules.zone)),
        doubt=t.plain(DOUBTS[line.reason]),
        count=line.inviter_friends,
    )


def _decide(number: int, line: ReviewLine, t: Texts) -> Rows:
    no = Button(t.plain("{n}. Don't pay", n=number), ReviewReferral(referral=line.id, pay=0))
    yes = Button(t.plain("{n}. Pay both", n=number), ReviewReferral(referral=line.id, pay=1), style="success")
    return ((no, yes),)


def _nothing(t: Texts) -> Screen:
    text = lines(t("🔎 <b>Invitations to look at</b>"), "", t("None: everything looks as it should."))
    return Screen(text, (keys.home(t),))


def released(result: Released, t: Texts) -> Screen:
    told = t(
        # NOTE: {inviter} and {friend} are like "+200 points".
        "The inviter got {inviter}, the friend {friend}. Both have been told.",
        inviter=t.points(result.points_inviter, signed=True),
        friend=t.points(result.points_friend, signed=True),
    )
    return _done(lines(t("✅ <b>Paid</b>"), told), t)


def refused(t: Texts) -> Screen:
    return _done(lines(t("✅ <b>Not paid</b>"), t("Nobody gets anything for this invitation.")), t)


def _done(text: Html, t: Texts) -> Screen:
    return Screen(text, ((Button(t.plain("What else to look at"), ShowReviews()), *keys.home(t)),))
