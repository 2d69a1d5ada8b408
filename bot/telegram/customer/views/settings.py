"""Settings: what the member told about themselves, each with a way to change it."""

from bot.i18n import Html, Texts, lines
from bot.rules.people import mask_phone
from bot.telegram.customer.about_callbacks import AboutMe
from bot.telegram.customer.callbacks import Birthday, BirthdayRight, Languages, Name, Privacy, Settings
from bot.telegram.customer.contact_callbacks import Messages, MyZone
from bot.telegram.customer.date_callbacks import MyDates
from bot.telegram.customer.reward_callbacks import ShowAllergies
from bot.telegram.customer.spending_callbacks import ShowPin
from bot.telegram.customer.views import settings_messages
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.profile import BirthdayKept, Profile


def settings(profile: Profile, t: Texts, toast: str | None = None) -> Screen:
    """*toast* says what has just become true."""
    text = lines(
        t("<b>⚙️ Settings</b>"),
        "",
        t("Name: <b>{name}</b>", name=profile.name),
        t("Phone: {phone}", phone=mask_phone(profile.phone)),
        _birthday(profile, t),
        # NOTE: the language of this translation, named in itself.
        t("Language: English"),
        # NOTE: {city} stands for a time zone.
        t("Time zone: {city}", city=t.city(profile.messages.zone.key)),
        settings_messages.in_short(profile.messages, t),
    )
    rows = (
        (Button(t.plain("Name"), Name()), Button(t.plain("Birthday"), Birthday())),
        (Button(t.plain("Language"), Languages()), Button(t.plain("Time zone"), MyZone())),
        (Button(t.plain("Messages"), Messages()), Button(t.plain("My data"), Privacy())),
        (Button(t.plain("Allergies"), ShowAllergies()), Button(t.plain("My dates"), MyDates())),
        (Button(t.plain("About me"), AboutMe()), *((Button(t.plain("My PIN"), ShowPin()),) if profile.pins else ())),
        keys.home(t),
    )
    return Screen(text, rows, toast=toast)


def _birthday(profile: Profile, t: Texts) -> Html:
    if profile.birthday is None:
        return t("Birthday: not given")
    return t("Birthday: <b>{day}</b>", day=t.day_month(profile.birthday.day, profile.birthday.month))


def renamed(name: str, t: Texts) -> str:
    return t.plain("Your card says {name} now.", name=name)


def ask_name(t: Texts, *, joining: bool) -> Screen:
    text = lines(t("<b>✏️ What shall your card say?</b>"), t("Write the name you like to be called by."))
    return Screen(text, (_leave(t, joining=joining),))


def ask_birthday(t: Texts, *, joining: bool) -> Screen:
    text = lines(
        t("<b>🎂 When is your birthday?</b>"),
        t("Write day and month, like 14.03. The year isn't needed."),
    )
    return Screen(text, (_leave(t, joining=joining),))


def is_it_right(kept: BirthdayKept, t: Texts, *, joining: bool) -> Screen:
    """A slip would stay for long, so it is asked."""
    day = t.day_month(kept.birthday.day, kept.birthday.month)
    soon = (
        t("It is so near that the first gift comes on {date}.", date=t.date(kept.first_gift))
        if kept.next_year
        else None
    )
    text = lines(
        # NOTE: {day} is like "14 March".
        t("<b>🎂 {day}: is that right?</b>", day=day),
        t.plural("It can be changed again after {n} day.", "It can be changed again after {n} days.", kept.lock_days),
        soon,
    )
    again = Button(t.plain("Another date"), Birthday(joining=int(joining)))
    yes = Button(t.plain("Yes, {day}", day=day), BirthdayRight(), style="success")
    return Screen(text, ((again, yes), _leave(t, joining=joining)))


def birthday_kept(kept: BirthdayKept, t: Texts) -> str:
    day = t.day_month(kept.birthday.day, kept.birthday.month)
    if kept.next_year:
        return t.plain("{day} it is. The first gift comes next year.", day=day)
    return t.plain("{day} it is. We'll be thinking of you.", day=day)


def _leave(t: Texts, *, joining: bool) -> tuple[Button, ...]:
    return keys.cancel(t) if joining else keys.back(t, Settings())
