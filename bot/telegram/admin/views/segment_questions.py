"""The questions a segment can be built of: by theme, each with its answers as buttons, some to be typed."""

from collections.abc import Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.rules import segment_questions as rules
from bot.rules.segments import Condition
from bot.telegram.admin.segment_callbacks import PickSegment
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, segments
from bot.telegram.shared.segments import Naming

THEMES = {
    # NOTE: what members can be told apart by, on buttons.
    "profile": N_("🙂 Who they are"),
    "programme": N_("⭐ Points and levels"),
    "orders": N_("🧾 Orders"),
    "contact": N_("📨 Messages"),
    "experience": N_("💬 How it was"),
}
QUESTIONS = {
    # NOTE: questions about members, on buttons and as a heading; the answers follow.
    "language": N_("🌍 Language"),
    "city": N_("🏙 City"),
    "gender": N_("👤 Gender"),
    "age": N_("🎈 Age"),
    "birthday_month": N_("🎂 Month of birth"),
    "joined_days": N_("📅 Member since"),
    "source": N_("🔗 Came by the link"),
    "tag": N_("🏷 Tag"),
    "allergen": N_("🥜 Allergic to"),
    "tier": N_("🏅 Level"),
    "points": N_("💰 Points to spend"),
    "pending": N_("⏳ Points on their way"),
    "expiring": N_("⌛ Points that end soon"),
    "vouchers_held": N_("🎟 Vouchers to use"),
    "vouchers_used": N_("✅ Vouchers used"),
    "top_spend": N_("💎 The tenth that has spent most"),
    "rfm_recency": N_("📈 How lately (fifths)"),
    "rfm_frequency": N_("📈 How often (fifths)"),
    "rfm_monetary": N_("📈 How much (fifths)"),
    "orders": N_("🔢 Number of orders"),
    "recency_days": N_("💤 Last order"),
    "overdue": N_("⏰ Overdue by their rhythm"),
    "spend": N_("💵 Spent in all"),
    "average": N_("🧾 Average order"),
    "favourite": N_("❤️ Favourite category"),
    "category": N_("🍣 Bought from a category"),
    "lapsed": N_("🍂 Bought, but not lately"),
    "item": N_("🍱 Bought a dish"),
    "outlet": N_("🏠 Outlet"),
    "channel": N_("🛎 Way of ordering"),
    "usual_hour": N_("🕖 Usual hour"),
    "usual_weekday": N_("📆 Usual weekday"),
    "consent": N_("☑️ Agrees to offers"),
    "reachable": N_("📵 Can be written to"),
    "seen_days": N_("👀 Was here"),
    "pressed_days": N_("👆 Pressed a button of an offer"),
    "message_days": N_("📨 Got an offer"),
    "ignored": N_("🙈 Offers ignored in a row"),
    "topic_off": N_("🔕 Wants no messages about"),
    "event": N_("🖱 Did on the site"),
    "rating": N_("⭐ Last rating"),
    "rating_average": N_("⭐ Average rating"),
    "complaint": N_("🆘 Talk with the shop is open"),
    "friends": N_("🎁 Friends brought"),
}
EMPTY = {
    "tag": N_("No member has a tag yet. Tags are put on members one by one: /member."),
    "outlet": N_("There are no outlets yet: /outlets."),
    "tier": N_("The programme has no levels."),
    "city": N_("No member has told their city yet. They can under “About me” in their settings."),
    "source": N_("Nobody has come by a link of yours yet: /segments, “Where members come from”."),
    "category": N_("No dish has a category yet: /catalogue, “Dishes and categories”."),
    "event": N_("The site has told of nothing yet: it does by /api/v1/events, with a key of /integrations."),
    "item": N_("No order has named a dish yet."),
}
SAME = {"favourite": "category", "lapsed": "category"}
HOW = {
    # NOTE: buttons before a number is typed.
    "least": N_("✏️ At least…"),
    "most": N_("✏️ At most…"),
    "within": N_("✏️ Within … days"),
    "name": N_("✏️ Another one"),
}
PERCENT, SUM, DAYS, NUMBER = (
    N_("Send a number of per cent, such as 150: half as long again as is usual for them."),
    N_("Send the sum, such as 1000."),
    N_("Send the number of days, such as 45."),
    N_("Send the number, such as 5."),
)
NAME, STARS = N_("Send the name as it is written."), N_("Send the number of stars, such as 4.5.")
ASKED = {
    "overdue": PERCENT,
    "rating_average": STARS,
    **dict.fromkeys(rules.MONEY, SUM),
    **dict.fromkeys(("recency_days", "joined_days", "seen_days", "pressed_days", "message_days", "expiring"), DAYS),
    "lapsed": DAYS,
    **dict.fromkeys(rules.NAMED, NAME),
}


def heading(t: Texts, part: str = "") -> Html:
    """Where one is: the builder, and what is asked in it."""
    # NOTE: a heading with where one is in it: "Who is it for? › Language".
    return t("👥 <b>Who is it for?</b> › {part}", part=part) if part else t("👥 <b>Who is it for?</b>")


def themes(t: Texts) -> Rows:
    """The buttons of the themes."""
    return keys.fitting([Button(t.plain(label), PickSegment(do="theme", value=key)) for key, label in THEMES.items()])


def theme(key: str, t: Texts) -> Screen:
    """The questions of one theme."""
    asked = [Button(t.plain(QUESTIONS[each]), PickSegment(do="add", value=each)) for each in rules.THEMES[key]]
    label = THEMES[key]
    text = lines(heading(t, t.plain(label)), t("What about them?"))
    return Screen(text, rows=(*keys.fitting(asked), _back(t)))


def choose(question: str, choices: Sequence[Condition], naming: Naming, t: Texts) -> Screen:
    """One question with its answers as buttons; some can be typed instead."""
    ways = rules.ways(question)
    if not choices and not ways:
        return nothing(question, t)
    names = [segments.condition(choice, t, naming) for choice in choices]
    answers = [Button(name[:60], PickSegment(do="choose", value=str(n))) for n, name in enumerate(names)]
    empty = _empty(question) if not choices else None
    text = lines(_asked(question, t), t(empty) if empty else t("Choose one."))
    return Screen(text, rows=(*keys.fitting(answers), _typed(question, ways, t), _back(t)))


def lapsed(choices: Sequence[Condition], naming: Naming, t: Texts) -> Screen:
    """The second step of "bought, but not lately": for how long."""
    names = [segments.condition(choice, t, naming) for choice in choices]
    answers = [Button(name[:60], PickSegment(do="choose", value=str(n))) for n, name in enumerate(names)]
    text = lines(_asked("lapsed", t), t("Not for how long?"))
    return Screen(text, rows=(*keys.in_rows(answers, 1), _typed("lapsed", ("least",), t), _back(t)))


def _typed(question: str, ways: Sequence[str], t: Texts) -> tuple[Button, ...]:
    return tuple(Button(t.plain(HOW[way]), PickSegment(do="write", value=f"{question}.{way}")) for way in ways)


def nothing(question: str, t: Texts) -> Screen:
    """There is nothing of this kind to choose from."""
    text = lines(_asked(question, t), t(_empty(question) or NAME))
    return Screen(text, rows=(_back(t),))


def _empty(question: str) -> str | None:
    return EMPTY.get(SAME.get(question, question))


def write(question: str, t: Texts) -> Screen:
    """An answer is typed."""
    asked = ASKED.get(question, NUMBER)
    return Screen(lines(_asked(question, t), t(asked)), rows=(_back(t),))


def _asked(question: str, t: Texts) -> Html:
    label = QUESTIONS[question]
    return heading(t, t.plain(label))


def _back(t: Texts) -> tuple[Button, ...]:
    return keys.back(t, PickSegment(do="show"))
