"""Joining: consent, the phone, and the last questions before the card."""

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import (
    Birthday,
    FirstCard,
    JoinAgree,
    JoinConsent,
    JoinPolicy,
    JoinWord,
    Name,
)
from bot.telegram.customer.views import policy
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.profile import Profile
from bot.usecases.program import Rules
from bot.usecases.registration import Joined


def consent(t: Texts, rules: Rules, *, offers: bool) -> Screen:
    """What is kept and why, in plain words. Offers are asked apart, and never ticked beforehand."""
    text = lines(
        t("<b>🤝 Before we begin</b>"),
        "",
        t("{shop} keeps, for your card:", shop=rules.program.name),
        t("• your name and phone, so that we find your card when you order"),
        t("• your orders and points, so that the sums are right"),
        t("• your birthday, if you tell us, for a gift"),
        "",
        t("We give it to nobody. You can take it with you as a file, or erase it, whenever you like."),
    )
    return Screen(text, (*_choices(t, offers=offers), keys.home(t)))


def _choices(t: Texts, *, offers: bool) -> tuple[tuple[Button, ...], ...]:
    # NOTE: a box to tick; it begins empty. "Offers" are advertising messages.
    box = t.plain("☑ Also send me offers") if offers else t.plain("☐ Also send me offers")
    return (
        (Button(box, JoinConsent(offers=int(not offers))),),
        (Button(t.plain("Read the whole text"), JoinPolicy(offers=int(offers))),),
        (Button(t.plain("I agree"), JoinAgree(offers=int(offers)), style="success"),),
    )


def whole_policy(t: Texts, rules: Rules, *, offers: bool) -> Screen:
    """The policy, read before agreeing to it."""
    back = (Button(t.plain("‹ Back"), JoinConsent(offers=int(offers))),)
    agree = (Button(t.plain("I agree"), JoinAgree(offers=int(offers)), style="success"),)
    return Screen(policy.text(t, rules), (agree, back))


def ask_phone(t: Texts) -> Screen:
    """One button, one tap."""
    text = lines(
        t("<b>📱 One more tap</b>"),
        "",
        t("Press “Share my phone” below the message field: by this number we find your card when you order."),
    )
    return Screen(text, ask_contact=t.plain("📱 Share my phone"))


def no_typing(t: Texts) -> Screen:
    """A number that is typed could be anybody's."""
    text = lines(
        t("<b>📱 Please use the button</b>"),
        "",
        t("The button below proves that the number is yours, so nobody else can take your card."),
    )
    return Screen(text, ask_contact=t.plain("📱 Share my phone"))


def joined(result: Joined, t: Texts) -> Screen:
    """Welcome; then what the card will say."""
    # NOTE: to a person of either gender.
    text = lines(t("<b>🎉 You're in, {name}!</b>", name=result.name), _brought(result, t), _waiting(result, t))
    return Screen(text, drop_keyboard=True, then=last_questions(result.name, None, t, result.birthday_gift))


def _brought(result: Joined, t: Texts) -> Html | None:
    if not result.brought:
        return None
    return t("💰 <b>{points}</b> were waiting for you: they are yours to spend.", points=t.points(result.brought))


def _waiting(result: Joined, t: Texts) -> Html | None:
    if not result.waiting:
        return None
    # NOTE: {points} is "+100 points".
    return t("{points} wait for your first order.", points=t.points(result.waiting, signed=True))


def last_questions(name: str, birthday: str | None, t: Texts, gift: int) -> Screen:
    """The name as the card will have it, and the birthday, which brings *gift* points; all of it can be skipped."""
    known = t("Birthday: <b>{day}</b>", day=birthday) if birthday else _ask_birthday(t, gift)
    text = lines(t("Your card will say <b>{name}</b>.", name=name), known)
    questions = [Button(t.plain("Another name"), Name(joining=1))]
    if birthday is None:
        questions.append(Button(t.plain("Add my birthday"), Birthday(joining=1)))
    return Screen(text, ((Button(t.plain("Show my card"), FirstCard(), style="primary"),), tuple(questions)))


def of_profile(profile: Profile, t: Texts, gift: int) -> Screen:
    """The same, after one of the questions was answered."""
    born = profile.birthday
    return last_questions(profile.name, t.day_month(born.day, born.month) if born else None, t, gift)


def _ask_birthday(t: Texts, gift: int) -> Html:
    if not gift:
        return t("When is your birthday?")
    return t("When is your birthday? Each year it brings {points}.", points=t.points(gift))


def what_was_it(word: str, t: Texts) -> Screen:
    """Words that are no date, where a name or a birthday could be meant."""
    text = lines(
        # NOTE: {word} is what the person typed.
        t("<b>Is “{word}” your name?</b>", word=word),
        t("A birthday is written like 14.03; the year isn't needed."),
    )
    rows = (
        (Button(t.plain("Put it on my card"), JoinWord()),),
        (Button(t.plain("Add my birthday"), Birthday(joining=1)),),
        (Button(t.plain("Show my card"), FirstCard(), style="primary"),),
    )
    return Screen(text, rows)
