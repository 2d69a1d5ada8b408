"""Why members do not get a message, each reason with its number."""

from collections import Counter
from collections.abc import Mapping

from bot.i18n import N_, Html, Texts

# NOTE: parts of a list of reasons why members did not get a message: "Left out: blocked the bot: 3, other reasons: 1."
HEARD_ENOUGH = N_("heard from us enough lately: {count}")
OTHERWISE = N_("for other reasons: {count}")
REASONS = {
    "no_consent": N_("did not agree to offers: {count}"),
    "unreachable": N_("blocked the bot: {count}"),
    # NOTE: a small share of members never gets advertising, so that its effect can be measured.
    "holdout": N_("kept without offers for comparison: {count}"),
    "control": N_("got nothing this time, to compare with: {count}"),
    "stopped": N_("not sent any more when it was stopped: {count}"),
    "cap_day": HEARD_ENOUGH,
    "cap_week": HEARD_ENOUGH,
    "cap_month": HEARD_ENOUGH,
    "own_cap": HEARD_ENOUGH,
    "outweighed": N_("get a better offer these days: {count}"),
    "paused": N_("asked for a pause: {count}"),
    "topic": N_("left such messages out: {count}"),
    "complaint": N_("wait for an answer to a complaint: {count}"),
    "expired": N_("the offer was over before it could leave: {count}"),
    "goal": N_("not needed any more, enough have used it: {count}"),
}


def left_out(counts: Mapping[str, int], t: Texts) -> Html:
    """ "Left out: blocked the bot: 3 and did not agree to offers: 1." All limits are one reason here."""
    told: Counter[str] = Counter()
    for reason, number in counts.items():
        told[REASONS.get(reason, OTHERWISE)] += number
    named = [t.plain(why, count=t.number(n)) for why, n in told.items() if n]
    return t("Left out: {reasons}.", reasons=t.join(named))
