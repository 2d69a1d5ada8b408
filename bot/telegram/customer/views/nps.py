"""The question of a quarter, answered."""

from bot.i18n import Texts, lines
from bot.telegram.customer.conversation_callbacks import WriteToShop
from bot.telegram.customer.feedback_callbacks import NpsWhy
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.nps import Answered


def answered(done: Answered, quarter: str, t: Texts) -> Screen:
    """The score, and the way to say why."""
    text = lines(
        t("💛 <b>{score} of 10: thank you!</b>", score=done.score),
        t("Your first answer counts.") if done.already and not done.words else None,
        t("“{words}”", words=done.words) if done.words else None,
        None if done.words else t("Why? A few words help us more than the number."),
    )
    why = () if done.words else (Button(t.plain("✍️ Say why"), NpsWhy(quarter=quarter), style="primary"),)
    talk = (Button(t.plain("💬 Talk to us"), WriteToShop(about="nps")),) if done.unhappy else ()
    return Screen(text, (why, talk, keys.home(t)))


def ask_why(t: Texts) -> Screen:
    text = lines(t("✍️ <b>Why?</b>"), t("What should we keep, and what should we do better? Write it here."))
    return Screen(text, (keys.cancel(t),))
