"""How often to write, tried out: what may be tried, what each half did, and what the difference is worth."""

from bot.i18n import N_, Html, Texts, html, lines
from bot.rules.cadence import SHARES_BP, Limits
from bot.rules.experiments import Difference
from bot.telegram.admin.cadence_callbacks import EndCadence, ShowCadence, TryCadence
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.cadence import Arm, Cadence, Compared

PERCENT_BP = 100
LACKS = {
    "nobody": N_("Nobody is in one of the halves yet."),
    "few_members": N_("Not enough data yet: each half needs at least 20 members."),
    "few_did": N_("Not enough data yet: too few members have ordered since."),
}


def shown(found: Cadence, t: Texts) -> Screen:
    return _test(found, t) if found.arms else _nothing_yet(found, t)


def _nothing_yet(found: Cadence, t: Texts) -> Screen:
    text = lines(
        t("🎚 <b>How often to write</b>"),
        t(
            "Would fewer messages bring more? Half of the members you choose are written to less often, the other half "
            "as ever; then we compare who orders and who wants no more messages."
        ),
        t("Now: {limits}", limits=limits(found.usual, t)),
    )
    return Screen(text, rows=(*_choices(found, t), keys.back(t, ShowAutomations())))


def _choices(found: Cadence, t: Texts) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(limits(each, t), TryCadence(chosen=n)),) for n, each in enumerate(found.choices))


def limits(each: Limits, t: Texts) -> str:
    """How often, in words."""
    if each.gap_days == 1:
        # NOTE: how often members are written to: "2 offers a week, 6 a month".
        return t.plain("{week} a week, {month} in 30 days at most", week=each.week, month=each.month)
    return t.plain_plural(
        "{week} a week, {month} in 30 days at most, {n} day between two",
        "{week} a week, {month} in 30 days at most, {n} days between two",
        each.gap_days,
        week=each.week,
        month=each.month,
    )


def ask_share(found: Cadence, chosen: int, t: Texts) -> Screen:
    if not 0 <= chosen < len(found.choices):
        return shown(found, t)
    text = lines(
        t("🎚 <b>How often to write</b>"),
        t("To try: {limits}", limits=limits(found.choices[chosen], t)),
        t("How many members shall take part? Half of them are written to less often."),
    )
    shares = [
        Button(t.percent(share), TryCadence(chosen=chosen, share=share // PERCENT_BP), style="primary")
        for share in SHARES_BP
    ]
    return Screen(text, rows=(tuple(shares), keys.back(t, ShowCadence())))


def _test(found: Cadence, t: Texts) -> Screen:
    began, ended = found.started_at, found.ended_at
    text = lines(
        t("🎚 <b>How often to write: a test</b>"),
        t("Since {date}, with {share} of the members", date=t.date(began.date()), share=t.percent(found.share_bp))
        if began
        else None,
        t("Ended on {date}", date=t.date(ended.date())) if ended else None,
        "",
        t("<b>As ever</b>"),
        *_arm(found.arms[0], found, t),
        "",
        t("<b>Less often</b>"),
        *_arm(found.arms[1], found, t),
        "",
        *(verdict(found.compared, found, t) if found.compared else ()),
    )
    if found.running:
        return Screen(text, rows=((Button(t.plain("End the test"), EndCadence()),), keys.back(t, ShowAutomations())))
    return Screen(text, rows=(*_choices(found, t), keys.back(t, ShowAutomations())))


def _arm(arm: Arm, found: Cadence, t: Texts) -> list[Html | None]:
    members = arm.net.members
    if not members:
        return [html(limits(arm.limits, t)), t("Nobody yet.")]
    mean = t.money(round(arm.net.mean), found.currency)
    return [
        html(limits(arm.limits, t)),
        t("{members} members, {ads} messages", members=t.number(members), ads=t.number(arm.ads)),
        t("Ordered: {n} · spent on average {sum}", n=t.number(arm.bought.hits), sum=mean),
        t("Want no more messages: {n}", n=t.number(arm.stopped.hits)),
    ]


def verdict(compared: Compared, found: Cadence, t: Texts) -> list[Html]:
    """What the difference is worth, or what is missing before anybody can say."""
    if compared.lack or compared.net is None or compared.stopped is None:
        lack = compared.lack or "nobody"
        return [Html(f"⏳ {t(LACKS[lack])}")]
    return [_net(compared.net, found, t), _stopped(compared.stopped, t)]


def _net(by: Difference, found: Cadence, t: Texts) -> Html:
    low, high = (t.money(round(each), found.currency) for each in (by.low, by.high))
    if not by.beyond_chance:
        return t("➖ Spending: no difference beyond chance ({low} to {high} a member).", low=low, high=high)
    if by.value > 0:
        return t("📈 Less often brings more: by {low} to {high} a member.", low=low, high=high)
    return t("📉 Less often brings less: {low} to {high} a member.", low=low, high=high)


def _stopped(by: Difference, t: Texts) -> Html:
    if not by.beyond_chance:
        return t("➖ Leaving: no difference beyond chance.")
    if by.value < 0:
        return t("🙂 Written to less often, fewer ask for no more messages.")
    return t("🙁 Written to less often, more ask for no more messages.")


def ask_end(t: Texts) -> Screen:
    text = lines(
        t("🎚 <b>End the test?</b>"),
        t("Everybody is written to as ever again. What was found stays to be read."),
    )
    go_on = Button(t.plain("Let it go on"), ShowCadence())
    return Screen(text, rows=((go_on, Button(t.plain("End it"), EndCadence(sure=True), style="danger")),))
