"""How one is written to: what is true now in a sentence, and each wish one tap away."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, lines
from bot.rules import local_time
from bot.telegram.customer.callbacks import Advertising, Settings, StopOffers
from bot.telegram.customer.contact_callbacks import (
    AtMost,
    Between,
    Messages,
    MoreAgain,
    MyHours,
    PauseOffers,
    TopicOn,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.topics import TOPICS
from bot.usecases import consents
from bot.usecases.contact_wishes import Fewer, MyMessages
from db.enums import Topic

A_MONTH = (1, 2, 4, 6)


def messages(mine: MyMessages, t: Texts, toast: str | None = None) -> Screen:
    """*toast* says what has just become true."""
    if not mine.on:
        return _none(mine, t, toast)
    text = lines(t("<b>📬 Messages</b>"), "", *_true_now(mine, t), "", _service(t))
    return Screen(
        text, (*_how_often(mine, t), *_topics(mine, t), *_when(mine, t), keys.back(t, Settings())), toast=toast
    )


def in_short(mine: MyMessages, t: Texts) -> Html:
    """The line on the screen of settings."""
    if not mine.on:
        return t("Offers: no, thank you")
    if mine.paused_until:
        return t("Offers: none until {date}", date=t.date(_day(mine.paused_until, mine)))
    return t("Offers: at most {n} a month", n=mine.most)


def now_true(choice: consents.Advertising, t: Texts) -> str:
    """The word over the screen after the switch of offers was pressed."""
    if choice.on:
        return t.plain("Offers are on. You can stop them here at any time.")
    return t.plain("No more offers. News of your orders and points still comes.")


def as_before(t: Texts) -> str:
    return t.plain("As before, then.")


def _none(mine: MyMessages, t: Texts, toast: str | None) -> Screen:
    text = lines(t("<b>📬 Messages</b>"), "", t("No offers come to you."), "", _service(t))
    more = Button(t.plain("Send me offers"), Advertising(on=1), style="primary")
    return Screen(text, ((more,), keys.back(t, Settings())), toast=toast)


def _service(t: Texts) -> Html:
    return t("<i>News of your orders and points comes always: it is about what is yours.</i>")


def _true_now(mine: MyMessages, t: Texts) -> list[Html | None]:
    if mine.paused_until:
        first = t("No offers until {date}: you asked for a pause.", date=t.date(_day(mine.paused_until, mine)))
    else:
        start, end = (hour(number, t) for number in _hours(mine))
        # NOTE: "At most 4 offers a month come to you, between 10:00 and 21:00."
        first = t.plural(
            "At most {n} offer a month comes to you, between {start} and {end}.",
            "At most {n} offers a month come to you, between {start} and {end}.",
            mine.most,
            start=start,
            end=end,
        )
    left_out = [t.plain(TOPICS[topic]) for topic in Topic if topic in mine.wishes.without]
    return [
        first,
        # NOTE: {city} stands for a time zone: "The hours are those of Warsaw."
        t("The hours are those of {city}.", city=t.city(mine.zone.key)) if mine.own_zone else None,
        # NOTE: {topics} is a list of the subjects on the buttons.
        t("Left out: {topics}.", topics=t.join(left_out)) if left_out else None,
    ]


def _hours(mine: MyMessages) -> tuple[int, int]:
    wishes, program = mine.wishes, mine.program
    if wishes.hour_from is None or wishes.hour_until is None:
        return program.quiet_until, program.quiet_from
    return wishes.hour_from, wishes.hour_until


def _day(at: datetime, mine: MyMessages) -> date:
    return at.astimezone(mine.zone).date()


def hour(number: int, t: Texts) -> str:
    """ "10:00" """
    return t.time(datetime(2000, 1, 1, number, tzinfo=UTC), ZoneInfo("UTC"))


def _how_often(mine: MyMessages, t: Texts) -> Rows:
    own, most = mine.wishes.month_cap, mine.program.ads_per_month
    # NOTE: a button: at most so many messages a month; {n} is a number.
    choices = [(n, t.plain("{n} a month", n=n)) for n in A_MONTH if n < most]
    buttons = [Button(_ticked(said, own == n), AtMost(most=n)) for n, said in choices]
    # NOTE: a button: as many messages as the shop sends, {n} a month.
    shop = Button(_ticked(t.plain("As the shop: {n}", n=most), own is None or own >= most), AtMost(most=0))
    return keys.in_rows([*buttons, shop])


def _topics(mine: MyMessages, t: Texts) -> Rows:
    def button(topic: Topic) -> Button:
        on = topic not in mine.wishes.without
        said = t.plain(TOPICS[topic])
        return Button(f"☑ {said}" if on else f"☐ {said}", TopicOn(topic=topic, on=int(not on)))

    return keys.in_rows([button(topic) for topic in Topic], 1)


def _when(mine: MyMessages, t: Texts) -> Rows:
    paused = mine.paused_until is not None
    rest = Button(t.plain("End the pause") if paused else t.plain("Pause for 30 days"), PauseOffers(on=int(not paused)))
    stop = Button(t.plain("No more offers"), Advertising(on=0))
    return ((Button(t.plain("Hours"), MyHours()), rest), (stop,))


def _ticked(said: str, chosen: bool) -> str:
    return f"✓ {said}" if chosen else said


def ask_hours(mine: MyMessages, t: Texts) -> Screen:
    opens, closes = mine.program.quiet_until, mine.program.quiet_from
    text = lines(
        t("<b>🕙 When may offers come?</b>"),
        t("The shop writes between {start} and {end}, by your clock.", start=hour(opens, t), end=hour(closes, t)),
        t("Choose, or write two hours, like 12-18."),
    )
    buttons = [
        # NOTE: a span of hours on a button: "10:00–12:00".
        Button(t.plain("{start}–{end}", start=hour(start, t), end=hour(end, t)), Between(start=start, end=end))
        for start, end in local_time.hours_to_offer(mine.program)
    ]
    any_time = Button(t.plain("Whenever the shop writes"), Between())
    return Screen(text, (*keys.in_rows(buttons), (any_time,), keys.back(t, Messages())))


def fewer(done: Fewer, t: Texts) -> Screen:
    """Answers "Fewer" below the offer, which stays."""
    if done.off:
        return Screen(lines(t("<b>📬 Messages</b>"), t("No offers come to you already.")), _rest(t), fresh=True)
    if done.most == done.before:
        text = lines(
            t("<b>📬 Messages</b>"),
            t("One offer a month is the fewest there are. Shall they stop altogether?"),
        )
        return Screen(text, ((Button(t.plain("Stop"), StopOffers()),), *_rest(t)), fresh=True)
    text = lines(
        t("<b>📬 Messages</b>"),
        t.plural(
            "All right: at most {n} offer a month from now on.",
            "All right: at most {n} offers a month from now on.",
            done.most,
        ),
    )
    undo = Button(t.plain("↩️ Undo"), MoreAgain(most=done.own_before or 0))
    return Screen(text, ((undo,), *_rest(t)), fresh=True)


def _rest(t: Texts) -> Rows:
    return ((Button(t.plain("My messages"), Messages()), keys.home(t)[0]),)
