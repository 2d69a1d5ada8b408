"""The shop's voice: its tone, and the few texts it may say in its own words."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules import words
from bot.telegram.admin.callbacks import EditWords, ShowProgram, ShowVoice
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.languages import Labels
from bot.usecases.program import Rules

TITLES = {
    "greeting": N_("Greeting of a newcomer"),
    "invite": N_("Words of an invitation"),
    "thanks": N_("Thanks after a delivery"),
}


def voice(rules: Rules, languages: Labels, t: Texts) -> Screen:
    """Tone, and which texts are the shop's own."""
    program = rules.program
    tone = t.plain("warm and friendly") if program.tone == "warm" else t.plain("short and plain")
    text = lines(
        t("✍️ <b>Voice</b>"),
        t("Tone: <b>{tone}</b>", tone=tone),
        "",
        t("Short and plain leaves the pictures out: the same sentences, without emoji."),
        "",
        t("You can put these texts in your own words, in each language; the others stay ours."),
    )
    other = "plain" if program.tone == "warm" else "warm"
    change = t.plain("Speak short and plain") if other == "plain" else t.plain("Speak warm and friendly")
    texts = [
        (Button(_label(rules, name, code, spoken, t), EditWords(text=name, language=code)),)
        for name in words.TEXTS
        for code, spoken in languages
    ]
    return Screen(text, rows=((Button(change, ShowVoice(tone=other)),), *texts, keys.back(t, ShowProgram())))


def _label(rules: Rules, name: str, code: str, spoken: str, t: Texts) -> str:
    mark = "●" if words.own(rules.program, code, name) else "○"
    return f"{mark} {t.plain(TITLES[name])} · {spoken}"


def one(rules: Rules, name: str, code: str, spoken: str, t: Texts) -> Screen:
    """One text as customers see it."""
    own = words.own(rules.program, code, name)
    text = lines(
        t("✍️ <b>{text}</b> · {language}", text=t.plain(TITLES[name]), language=spoken),
        "",
        t("Customers read:") if own else t("Customers read our usual words. Yours would stand in their place."),
        preview(own, rules, t) if own else None,
    )
    clear = Button(t.plain("Back to the usual words"), EditWords(text=name, language=code, do="clear"))
    edit = Button(t.plain("✏️ Write"), EditWords(text=name, language=code, do="edit"))
    return Screen(text, rows=((edit,), (clear,) if own else (), keys.back(t, ShowVoice())))


def preview(own: str, rules: Rules, t: Texts) -> Html:
    """The text with its gaps filled by an example."""
    points = t.points(rules.program.referral_friend)
    filled = words.filled(own, shop=rules.program.name, name=t.plain("Ann Sample"), points=points)
    return t("“{text}”", text=filled)


def ask(name: str, spoken: str, t: Texts) -> Screen:
    text = lines(
        t("✍️ <b>{text}</b> · {language}", text=t.plain(TITLES[name]), language=spoken),
        t("Send the text, at most {n} characters.", n=words.LONGEST),
        t("These are filled in for each customer: {gaps}", gaps=words.gaps_of(name)),
    )
    return Screen(text, rows=(keys.cancel(t),))
