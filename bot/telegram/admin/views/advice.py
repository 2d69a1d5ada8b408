"""The adviser: three questions, and the numbers that suit the shop."""

from collections.abc import Mapping, Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.rules import program_fields as fields
from bot.rules.advice import Advice
from bot.telegram.admin.callbacks import ShowAutomations, ShowProgram
from bot.telegram.admin.planning_callbacks import AskAdvice, TakeAdvice
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import label, shown
from bot.usecases.program import Rules

QUESTIONS: Sequence[tuple[str, str, tuple[str, str, str]]] = (
    (
        "often",
        N_("How often does a good customer order?"),
        (N_("Every week"), N_("Once or twice a month"), N_("More seldom")),
    ),
    # NOTE: the size of a usual bill.
    ("bill", N_("How large is a usual bill?"), (N_("Like a coffee"), N_("Like a dinner"), N_("Larger"))),
    (
        "margin",
        N_("How much of a bill is left after what it cost you?"),
        (N_("Less than a third"), N_("A third to two thirds"), N_("More")),
    ),
)
SCHEMES: Mapping[str, str] = {
    "stamps": N_("A stamp card suits you best: small bills, often. Everybody understands “every sixth is on us”."),
    "points_and_levels": N_(
        "Points and levels suit you best: people save up, and hold on to a level they have reached."
    ),
    "offers": N_(
        "Personal offers suit you best: people come seldom, so the right word at the right moment counts most."
    ),
}


def question(asked: AskAdvice, t: Texts) -> Screen:
    """The first question without an answer."""
    number, (name, words, answers) = next(
        (place, question) for place, question in enumerate(QUESTIONS, 1) if not getattr(asked, question[0])
    )
    choices = [
        Button(t.plain(answer), AskAdvice(**{**asked.model_dump(), name: value}))
        for value, answer in enumerate(answers, 1)
    ]
    # NOTE: "Question 2 of 3".
    of = t("🧭 <b>What suits my shop?</b> Question {n} of {all}", n=number, all=len(QUESTIONS))
    return Screen(lines(of, "", t(words)), rows=(*keys.in_rows(choices, 1), keys.back(t, ShowProgram())))


def advice(found: Advice, rules: Rules, t: Texts) -> Screen:
    text = lines(
        t("🧭 <b>What suits my shop?</b>"),
        "",
        t(SCHEMES[found.scheme]),
        "",
        *([_why(rules, field, value, t) for field, value in found.numbers.items()] or [t("Your numbers fit already.")]),
        t("Nothing changes until you say yes to each.") if found.numbers else None,
    )
    takes = [
        Button(t.plain("See: {rule}", rule=label(t, field)), TakeAdvice(field=field, value=value))
        for field, value in found.numbers.items()
    ]
    offers = (Button(t.plain("⏰ Automatic offers"), ShowAutomations()),) if found.scheme == "offers" else ()
    again = (Button(t.plain("Answer again"), AskAdvice()),)
    return Screen(text, rows=(*keys.in_rows(takes, 1), offers, again, keys.back(t, ShowProgram())))


def _why(rules: Rules, field: str, value: int, t: Texts) -> Html:
    currency, old = rules.program.currency, fields.value_of(rules.program, field)
    now, then = shown(t, field, old, currency), shown(t, field, value, currency)
    return t("{rule}: {old} → <b>{new}</b>", rule=label(t, field), old=now, new=then)
