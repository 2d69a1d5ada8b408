""" "Why?": the arithmetic behind one line of the history, in plain words."""

from datetime import date

from bot.i18n import N_, Html, Texts, lines
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import CheckPoints, History
from bot.telegram.customer.views.arithmetic import arithmetic
from bot.telegram.customer.views.why_partners import AT_PARTNERS
from bot.telegram.customer.views.why_returns import EXPLAINED as AFTER_ORDERS
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.reasons import what
from bot.usecases.history import Explained
from bot.usecases.program import Rules

SENTENCES = {
    "referral.friend": N_("You came by a friend's invitation, and your first order has been delivered."),
    "birthday": N_("A birthday gift: one each year, around your day."),
    "inactivity": N_("A small gift, because we had not heard from you for a while."),
    "promo.code": N_("You entered a promo code, or the shop entered it for you."),
    "order.later": N_("The kitchen was busy, and you let your order come later."),
    "broadcast.claimed": N_("You took them from a message of ours."),
    "promo.undone": N_("The shop took a promo code back that it had entered for you."),
    "gift.given": N_("You gave these points to a friend, who has taken them."),
    "gift.received": N_("A friend gave you these points of their own."),
    "tier.reached": N_("A gift for the level you reached, once for each level."),
    "stamps.full": N_("A gift for a full stamp card."),
    "reward.redeemed": N_("You took this reward, and your points paid for it."),
    "reward.returned": N_("You gave the reward back in time, so its points are yours again."),
    "feedback.thanks": N_("You told us how an order was: these are our thanks, whatever you said."),
    "feedback.sorry": N_("Something had gone wrong, and the shop apologised with these points."),
    "adjust.up": N_("The shop added these points by hand."),
    "adjust.down": N_("The shop took these points off by hand."),
    "lot.restored": N_("These points had expired, and the shop brought them back."),
    "adjust.undone": N_("The shop took its own correction back: it was a slip."),
}
EXPLAINED = AFTER_ORDERS | AT_PARTNERS


def why(view: Explained, t: Texts, rules: Rules, page: int) -> Screen:
    line = view.line
    day = t.date(local_date(line.at, rules.zone))
    text = lines(
        t("❔ <b>Why {points}?</b>", points=t.points(line.points, signed=True)),
        # NOTE: what it was and when: "Order № 17 · 21 November 2026"
        t("{what} · {date}", what=what(line, t), date=day),
        "",
        *_explained(view, t),
        "",
        *_books(view, t, rules),
    )
    return Screen(text, ((Button(t.plain("🔏 Check my points"), CheckPoints()),), keys.back(t, History(before=page))))


def _explained(view: Explained, t: Texts) -> list[Html]:
    line = view.line
    if line.reason == "order.delivered" and "base_minor" in line.facts:
        return arithmetic(line.facts, line.points, t)
    if line.reason in EXPLAINED:
        return EXPLAINED[line.reason](line.facts, line.points, t)
    if line.reason == "welcome":
        order = str(line.facts.get("order", ""))
        return [t("A gift for joining. It became yours when order № {order} was delivered, your first.", order=order)]
    if line.reason == "referral.inviter":
        return [_friend(view, t)]
    if line.reason == "lot.expired":
        day = date.fromisoformat(line.facts["expired_on"])
        return [t("These points could be spent until {date}. What was left of them then is gone.", date=t.date(day))]
    if line.reason in SENTENCES:
        told = t("The shop's words: “{words}”", words=view.words) if view.words else None
        return [t(SENTENCES[line.reason]), *([told] if told else [])]
    return [t("Points given by the programme.") if line.points > 0 else t("Points that were taken off.")]


def _friend(view: Explained, t: Texts) -> Html:
    if view.friend is None:
        return t("A friend came by your invitation, and their first order has been delivered.")
    # NOTE: {name} may be of any gender.
    return t("{name} came by your invitation, and the first order has been delivered.", name=view.friend)


def _last_day(view: Explained, t: Texts, rules: Rules) -> list[Html]:
    if view.put_off is not None and view.put_off.expires_on is not None and view.put_off.extended_at is not None:
        when, until = local_date(view.put_off.extended_at, rules.zone), view.put_off.expires_on
        # NOTE: {date} is the last day on which the points can be spent, {day} when the member asked for more days.
        return [t("To be spent until {date}: you put that off on {day}.", date=t.date(until), day=t.date(when))]
    if last := view.line.facts.get("expires_on") or view.line.facts.get("until"):
        return [t("To be spent until {date}.", date=t.date(date.fromisoformat(last)))]
    return []


def _books(view: Explained, t: Texts, rules: Rules) -> list[Html]:
    line, told = view.line, []
    if view.rules_since is not None:
        since = t.date(local_date(view.rules_since, rules.zone))
        told.append(t("Rules: version {n}, in force since {date}.", n=line.facts["rules"], date=since))
    told += _last_day(view, t, rules)
    told.append(t("Afterwards you had {points}.", points=t.points(line.balance_after)))
    # NOTE: the number of the line in the programme's books.
    told.append(t("Entry № {n} of our books.", n=str(line.entry_id)))
    return told
