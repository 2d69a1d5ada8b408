"""About me: city and gender, both told only if one likes, both taken away by a tap."""

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.customer.about_callbacks import AboutMe as ShowAboutMe
from bot.telegram.customer.about_callbacks import MyCity, MyGender
from bot.telegram.customer.callbacks import Settings
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.about_me import AboutMe
from db.enums import Gender

GENDERS = {
    # NOTE: a member's gender as they tell it of themselves, on a button and after "Gender:".
    Gender.FEMALE: N_("Female"),
    Gender.MALE: N_("Male"),
    Gender.OTHER: N_("Other"),
}


def about_me(mine: AboutMe, t: Texts, toast: str | None = None) -> Screen:
    """*toast* says what has just become true."""
    text = lines(
        t("<b>🙂 About me</b>"),
        "",
        _city(mine, t),
        _gender(mine, t),
        "",
        t("<i>Only if you like: it helps us not to send you what doesn't concern you. Nothing else depends on it.</i>"),
    )
    city = [Button(t.plain("City"), MyCity(do="ask"))]
    if mine.city:
        city.append(Button(t.plain("Forget my city"), MyCity(do="forget")))
    gender = [Button(t.plain("Gender"), MyGender(word="ask"))]
    if mine.gender:
        gender.append(Button(t.plain("Leave it out"), MyGender()))
    return Screen(text, (tuple(city), tuple(gender), keys.back(t, Settings())), toast=toast)


def _city(mine: AboutMe, t: Texts) -> Html:
    return t("City: <b>{city}</b>", city=mine.city) if mine.city else t("City: not told")


def _gender(mine: AboutMe, t: Texts) -> Html:
    if mine.gender is None:
        return t("Gender: not told")
    label = GENDERS[mine.gender]
    return t("Gender: <b>{gender}</b>", gender=t.plain(label))


def ask_city(t: Texts) -> Screen:
    text = lines(t("<b>🏙 Where do you live?</b>"), t("Write the city, such as Warsaw."))
    return Screen(text, (keys.back(t, ShowAboutMe()),))


def ask_gender(mine: AboutMe, t: Texts) -> Screen:
    choices = [
        Button(f"✓ {t.plain(label)}" if gender is mine.gender else t.plain(label), MyGender(word=gender.value))
        for gender, label in GENDERS.items()
    ]
    leave_out = (Button(t.plain("Leave it out"), MyGender()),)
    text = lines(t("<b>🙂 About me</b>"), t("Your gender, if you care to tell:"))
    return Screen(text, (tuple(choices), leave_out, keys.back(t, ShowAboutMe())))


def noted(t: Texts) -> str:
    return t.plain("Noted, thank you.")


def forgotten(t: Texts) -> str:
    return t.plain("Forgotten.")
