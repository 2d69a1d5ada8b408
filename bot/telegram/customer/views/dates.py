"""The days a member wants to be thought of on."""

from collections.abc import Sequence

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Settings
from bot.telegram.customer.date_callbacks import AddDate, ForgetDate, MyDates
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.dates import MOST, DateKept, DateLine


def dates(found: Sequence[DateLine], t: Texts, toast: str | None = None) -> Screen:
    if not found:
        return none_yet(t, toast)
    text = lines(
        t("<b>📅 My dates</b>"),
        "",
        # NOTE: {day} is like "14 March", {name} is what the member calls it: "Our wedding".
        *(t("{day}: <b>{name}</b>", day=t.day_month(each.day, each.month), name=each.name) for each in found),
        "",
        t("We think of you on these days, if you have offers switched on."),
    )
    out = [(Button(t.plain("Take out: {name}", name=each.name), ForgetDate(date=each.id)),) for each in found]
    add = ((Button(t.plain("Add a date"), AddDate()),),) if len(found) < MOST else ()
    return Screen(text, (*add, *out, keys.back(t, Settings())), toast=toast)


def none_yet(t: Texts, toast: str | None = None) -> Screen:
    text = lines(
        t("<b>📅 My dates</b>"),
        t("A wedding day, a name day, the day you moved in: tell us, and we'll think of you on it each year."),
    )
    return Screen(text, ((Button(t.plain("Add a date"), AddDate()),), keys.back(t, Settings())), toast=toast)


def ask_day(t: Texts) -> Screen:
    text = lines(t("<b>📅 Which day?</b>"), t("Write day and month, like 14.03. The year isn't needed."))
    return Screen(text, (keys.back(t, MyDates()),))


def ask_name(day: int, month: int, t: Texts) -> Screen:
    # NOTE: {day} is like "14 March".
    asked = t("<b>📅 {day}: what is it called?</b>", day=t.day_month(day, month))
    return Screen(lines(asked, t("A few words, like “Our wedding”.")), (keys.back(t, MyDates()),))


def kept(done: DateKept, t: Texts) -> str:
    # NOTE: {date} is a date with its year.
    return t.plain("We'll remember. The first time is {date}.", date=t.date(done.first))
