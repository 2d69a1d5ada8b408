"""The member's own PIN: what it is for, a first or another one, none any more, forgotten."""

from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import Settings
from bot.telegram.customer.spending_callbacks import ForgetPin, PutPin, RemovePin, ShowPin
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.usecases.pins import MyPin


def pin(mine: MyPin, t: Texts, zone: ZoneInfo, toast: str | None = None) -> Screen:
    """*toast* says what has just become true."""
    text = lines(t("🔒 <b>My PIN</b>"), *_told(mine, t, zone), "", _what_for(mine, t))
    return Screen(text, rows=(*_choices(mine, t), keys.back(t, Settings())), toast=toast)


def _told(mine: MyPin, t: Texts, zone: ZoneInfo) -> list[Html]:
    if mine.forgotten and mine.locked_until:
        # NOTE: {moment} is a date and time.
        return [t("It is forgotten. You can set a new one on {moment}.", moment=t.moment(mine.locked_until, zone))]
    if mine.locked_until:
        return [t("It is locked until {time}: it was wrong three times.", time=t.time(mine.locked_until, zone))]
    return [t("You have one.") if mine.has else t("You have none.")]


def _what_for(mine: MyPin, t: Texts) -> Html:
    if not mine.over:
        return t("The shop asks for no PIN just now.")
    # NOTE: {points} is "500 points".
    return t("It is asked whenever more than {points} are to be paid at once.", points=t.points(mine.over))


def _choices(mine: MyPin, t: Texts) -> Rows:
    if mine.forgotten:
        return ()
    if not mine.has:
        return ((Button(t.plain("Set a PIN"), PutPin(), style="primary"),),)
    change = (Button(t.plain("Another PIN"), PutPin()), Button(t.plain("No PIN any more"), RemovePin()))
    return (change, (Button(t.plain("I've forgotten it"), ForgetPin()),))


def ask_new(t: Texts) -> Screen:
    text = lines(
        t("🔒 <b>A new PIN</b>"),
        t("Type four to six digits. Your message disappears at once."),
    )
    return Screen(text, (keys.back(t, ShowPin()),))


def ask_both(t: Texts) -> Screen:
    text = lines(
        t("🔒 <b>Another PIN</b>"),
        t("Type the PIN you have and the new one, with a space between. Your message disappears at once."),
    )
    return Screen(text, (keys.back(t, ShowPin()),))


def ask_old(t: Texts) -> Screen:
    text = lines(
        t("🔒 <b>No PIN any more</b>"),
        t("Type the PIN you have. Your message disappears at once."),
    )
    return Screen(text, (keys.back(t, ShowPin()),))


def ask_forget(t: Texts) -> Screen:
    text = lines(
        t("🔒 <b>Forgotten?</b>"),
        t("The PIN goes away. For a day no large sums can be paid with your points, in case this isn't you."),
    )
    yes = Button(t.plain("Yes, it's forgotten"), ForgetPin(sure=1), style="danger")
    return Screen(text, ((yes,), keys.back(t, ShowPin())))
