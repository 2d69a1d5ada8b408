"""Changing a part of a standing rule: a number to type, a gift to choose, words to write."""

from collections.abc import Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.rules import automation_fields as fields
from bot.rules import automations
from bot.rules.automations import SERIES
from bot.telegram.admin.automation_callbacks import RuleDo
from bot.telegram.admin.views.automations import name
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import automation_words as words
from bot.telegram.shared import keys, segments
from bot.usecases.automation_gifts import Choice
from bot.usecases.automations import Rule
from db.enums import AutomationKind

QUESTIONS = {
    "moment.days": N_("Send the number of days, such as 7."),
    "moment.hour": N_("Send the hour, such as 10: by the clocks where the member lives."),
    "moment.after_days": N_("Send how many days after the birthday the gift may still be used, such as 7."),
    "moment.delay_hours": N_("Send the number of hours, such as 2."),
    "moment.steps": N_("Send the days after joining, one number for each message, such as 0, 2, 5."),
    "moment.sums": N_("Send one sum or several, such as 10000, 50000."),
    "moment.orders": N_("Send one number or several, such as 10, 50, 100."),
    "moment.rest_days": N_("Send for how many days the same member is left in peace, such as 30."),
    "moment.category": N_("Send the category as it stands on your dishes, such as “rolls”; a dash for none."),
    "offer.valid_days": N_("Send for how many days it may be used, such as 14."),
    "month_cap": N_("Send how many members may get it in 30 days, such as 100; 0 for no limit."),
    "holdout_bp": N_("Send the share left without it, to see what it brings, such as 10%; 0 for nobody."),
}
SIGNED = N_("Send the number of days: -3 is three days before, 0 the day itself, 2 two days after.")
QUICK = {
    "moment.hour": (9, 10, 12, 15, 18),
    "moment.delay_hours": (1, 2, 24),
    "offer.valid_days": (7, 14, 30),
    "holdout_bp": (0, 1000, 2000),
}
GIFTS = {
    "words": N_("✍️ Words only"),
    "points": N_("💰 Points"),
    "percent": N_("🏷 Percent off"),
    "amount": N_("🏷 A sum off"),
    "delivery": N_("🛵 Free delivery"),
    "multiplier": N_("✨ Points multiplied"),
    "reward": N_("🍱 A reward for nothing"),
}
GIFT_QUESTIONS = {
    "points": N_("How many points? For example: 150."),
    "percent": N_("How much off the goods? For example: 10%."),
    "amount": N_("Which sum off the goods? For example: 300."),
    "multiplier": N_("By how much? 2 doubles the points of one order, 1.5 adds half."),
}


def back_to(rule: Rule, t: Texts, do: str = "show", value: str = "") -> tuple[Button, ...]:
    return keys.back(t, RuleDo(do=do, rule=rule.id, edition=rule.edition, value=value))


def ask(rule: Rule, part: str, t: Texts) -> Screen:
    """What is the new value? With the old one, and the usual ones as buttons."""
    old = words.value(part, fields.value_of(rule.spec, part), t, rule.currency)
    signed = part == "moment.days" and rule.kind in fields.EITHER
    text = lines(
        t("⏰ <b>{name}</b>", name=name(rule, t)),
        t("{part}: <b>{value}</b>", part=words.part_name(part, t), value=old),
        "",
        t(SIGNED) if signed else t(QUESTIONS[part]),
    )
    quick = tuple(_set(rule, part, value, t) for value in QUICK.get(part, ()))
    return Screen(text, rows=(quick, back_to(rule, t)))


def _set(rule: Rule, part: str, value: int, t: Texts) -> Button:
    wanted = RuleDo(do="set", rule=rule.id, edition=rule.edition, value=f"{part}={value}")
    return Button(words.value(part, value, t, rule.currency), wanted)


def gifts(rule: Rule, choices: Sequence[Choice], t: Texts) -> Screen:
    """What the rule is to bring."""
    text = lines(
        t("⏰ <b>{name}</b>", name=name(rule, t)),
        t("It brings: <b>{gift}</b>", gift=words.offer(rule.spec.offer, t, rule.currency)),
        "",
        t("What shall it bring?"),
    )
    shown = [way for way in GIFTS if way != "reward" or choices]
    ways = [Button(t.plain(GIFTS[way]), _gift(rule, way)) for way in shown]
    return Screen(text, rows=(*keys.fitting(ways), back_to(rule, t)))


def _gift(rule: Rule, way: str) -> RuleDo:
    return RuleDo(do="gift", rule=rule.id, edition=rule.edition, value=way)


def ask_gift(rule: Rule, way: str, t: Texts) -> Screen:
    text = lines(t("🎁 <b>{name}</b>", name=name(rule, t)), t(GIFT_QUESTIONS[way]))
    return Screen(text, rows=(back_to(rule, t, "gifts"),))


def rewards(rule: Rule, choices: Sequence[Choice], t: Texts) -> Screen:
    """Which reward of the catalogue is given for nothing."""
    text = lines(t("🎁 <b>{name}</b>", name=name(rule, t)), t("Which reward? Members get it as a voucher."))
    found = [Button(each.named(t.language)[:60], _gift(rule, f"reward={each.reward_id}")) for each in choices]
    return Screen(text, rows=(*keys.in_rows(found, 1), back_to(rule, t, "gifts")))


def texts(rule: Rule, languages: Sequence[str], t: Texts) -> Screen:
    """One text for each language (and each message of a series): ours, or the shop's own."""
    text = lines(
        t("✍️ <b>{name}</b>", name=name(rule, t)),
        t("Each language has words of ours. Write your own where you like; ✍️ marks those you have written."),
    )
    numbers = range(1, SERIES.get(rule.kind, 1) + 1)
    buttons = [_text_button(rule, code, number, t) for code in languages for number in numbers]
    return Screen(text, rows=(*keys.in_rows(buttons, len(numbers) if len(numbers) > 1 else 1), back_to(rule, t)))


def _text_button(rule: Rule, code: str, number: int, t: Texts) -> Button:
    own = automations.own_text(rule.spec.texts, code, number)
    mark, label = "✍️ " if own else "", segments.language(t, code)
    label = f"{label} {number}" if rule.kind in SERIES else label
    return Button(mark + label, RuleDo(do="text", rule=rule.id, edition=rule.edition, value=f"{code}.{number}"))


def text(rule: Rule, place: str, preview: str, t: Texts) -> Screen:
    """The text of one language as a member sees it, with invented names and numbers."""
    code, number = place.split(".")
    own = automations.own_text(rule.spec.texts, code, int(number)) is not None
    shown = lines(
        t("✍️ <b>{name}</b>", name=name(rule, t)),
        t("{language}, your own words:", language=segments.language(t, code))
        if own
        else t("{language}, our words:", language=segments.language(t, code)),
        "",
        Html(f"<blockquote>{preview}</blockquote>"),
    )
    write = Button(t.plain("✏️ Write"), _at(rule, "write", place))
    usual = (Button(t.plain("Use ours again"), _at(rule, "usual", place)),) if own else ()
    return Screen(shown, rows=((write, *usual), back_to(rule, t, "texts")))


def _at(rule: Rule, do: str, place: str) -> RuleDo:
    return RuleDo(do=do, rule=rule.id, edition=rule.edition, value=place)


def ask_text(rule: Rule, place: str, t: Texts) -> Screen:
    """What may stand in it: placeholders of the kind, and Telegram's tags."""
    code, _ = place.split(".")
    text_ = lines(
        t("✍️ <b>{name}</b>", name=name(rule, t)),
        t("Send the text in this language: {language}.", language=segments.language(t, code)),
        t("These are filled in for each member: {gaps}", gaps=automations.gaps_of(rule.kind)),
        t("Tags such as &lt;b&gt;…&lt;/b&gt; and &lt;i&gt;…&lt;/i&gt; make it bold or italic."),
        _no_gift(rule, t),
    )
    return Screen(text_, rows=(back_to(rule, t, "text", place),))


def _no_gift(rule: Rule, t: Texts) -> Html | None:
    if rule.kind is AutomationKind.POINTS_ENDING or rule.kind not in fields.GIVING:
        return None
    return t("{{gift}} is what it brings, {{until}} its last day.")
