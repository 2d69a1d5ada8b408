"""What a message brings, when it goes, and what it is compared with: the questions."""

from collections.abc import Sequence

from bot.i18n import N_, Texts, lines
from bot.telegram.admin.views.broadcast_card import Look, back, press
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import broadcast_words as words
from bot.telegram.shared import keys
from bot.usecases.automation_gifts import Choice
from bot.usecases.broadcast_drafts import Draft
from db.enums import SendWhen

GIFTS = {
    "words": N_("✍️ Words only"),
    "points": N_("💰 Points"),
    "percent": N_("🏷 Percent off"),
    "amount": N_("🏷 A sum off"),
    "delivery": N_("🛵 Free delivery"),
    "multiplier": N_("✨ Points multiplied"),
    "reward": N_("🍱 A reward for nothing"),
    "promo": N_("🎟 A promo code"),
}
GIFT_QUESTIONS = {
    "points": N_("How many points? For example: 150."),
    "percent": N_("How much off the goods? For example: 10%."),
    "amount": N_("Which sum off the goods? For example: 300."),
    "multiplier": N_("By how much? 2 doubles the points of one order, 1.5 adds half."),
}
QUESTIONS = {
    "stock": N_("How many are there? Send a number such as 50, or a dash for as many as are asked for."),
    "deadline": N_("Until when? Send the day, or the day and the hour: 25.12, or 25.12 18:30. A dash is for no end."),
    "budget_minor": N_("What may all of it cost the shop at most? Send a sum, or a dash for no limit."),
    "starts_at": N_("When? Send the hour, or the day and the hour by the shop's clocks: 18:30, or 25.12 18:30."),
    "hour": N_("At which hour? From 0 to 23, such as 18."),
    "waves": N_(
        "How many members at a time, and after how many uses does it end? Such as 100 / 50; a dash for all at once."
    ),
    "paid_most": N_("How many messages may be paid for? Ten of them cost one Star. Send a number, or a dash for none."),
    "name": N_("What shall the staff call it? For example: Friday rolls."),
}
ASKED_FROM = {"stock": "gift", "deadline": "gift", "budget_minor": "gift", "name": "words"}
DAYS = (1, 3, 7, 14)
HOURS = (10, 12, 15, 18, 19)
SPREADS = (0, 60, 180, 360)
CONTROLS = (0, 500, 1_000, 2_000)
TESTS = (0, 1_000, 2_000, 5_000)
WINNERS = (0, 2, 4, 24)
WINDOWS = (3, 7, 14, 30)


def quick(draft: Draft, part: str, values: dict[int, str], chosen: int | None) -> tuple[Button, ...]:
    """A row of values, one press each; the one that is set is marked."""
    return tuple(
        press(draft, f"✓ {label}" if value == chosen else label, "set", f"{part}={value}")
        for value, label in values.items()
    )


def ask(draft: Draft, part: str, t: Texts) -> Screen:
    """One question to be answered in words; some answers are buttons."""
    text = lines(t("📝 <b>Draft</b>"), t(QUESTIONS[part]))
    rows: Rows = ()
    if part == "deadline":
        days = {n: t.plain_plural("{n} day", "{n} days", n) for n in DAYS}
        rows = keys.in_rows(list(quick(draft, "days", days, None)))
    if part == "hour":
        rows = (quick(draft, "hour", {n: f"{n}:00" for n in HOURS}, draft.plan.hour),)
    return Screen(text, rows=(*rows, back(draft, t, ASKED_FROM.get(part, "when"))))


def gifts(look: Look, t: Texts, *, rewards: bool, promos: bool) -> Screen:
    """What it is to bring, and the limits of that."""
    draft, currency = look.draft, look.draft.rules.program.currency
    limits = words.limits(draft.plan, draft.rules, t)
    text = lines(
        t("🎁 <b>What does it bring?</b>"),
        t("Now: <b>{gift}</b>", gift=words.gift(draft.plan.offer, look.gift, currency, t)),
        t("⏳ {limits}", limits=limits) if limits else None,
    )
    shown = [way for way in GIFTS if (way != "reward" or rewards) and (way != "promo" or promos)]
    ways = [press(draft, t.plain(GIFTS[way]), "give", way) for way in shown]
    return Screen(text, rows=(*keys.fitting(ways), *_limits(draft, t), back(draft, t)))


def _limits(draft: Draft, t: Texts) -> Rows:
    """Words alone may have a last day; an invitation has its seats, an offer its pieces and what they may cost."""
    plan = draft.plan
    counted = plan.offer is not None or any(button.do == "going" for button in plan.buttons)
    wanted = (
        (True, press(draft, t.plain("⏳ Until when…"), "ask", "deadline")),
        (counted, press(draft, t.plain("🔢 How many there are…"), "ask", "stock")),
        (plan.offer is not None, press(draft, t.plain("💸 What it may cost…"), "ask", "budget_minor")),
    )
    return keys.in_rows([button for shown, button in wanted if shown])


def ask_gift(draft: Draft, way: str, t: Texts) -> Screen:
    return Screen(lines(t("🎁 <b>What does it bring?</b>"), t(GIFT_QUESTIONS[way])), rows=(back(draft, t, "gift"),))


def rewards(draft: Draft, choices: Sequence[Choice], t: Texts) -> Screen:
    text = lines(t("🎁 <b>What does it bring?</b>"), t("Which reward? Members get it as a voucher."))
    found = [press(draft, each.named(t.language)[:60], "give", f"reward={each.reward_id}") for each in choices]
    return Screen(text, rows=(*keys.in_rows(found, 1), back(draft, t, "gift")))


def promos(draft: Draft, choices: Sequence[tuple[int, str]], t: Texts) -> Screen:
    text = lines(t("🎁 <b>What does it bring?</b>"), t("Which promo code?"))
    found = [press(draft, name[:60], "give", f"promo={number}") for number, name in choices]
    return Screen(text, rows=(*keys.in_rows(found, 1), back(draft, t, "gift")))


def when(draft: Draft, t: Texts) -> Screen:
    """The moment for each member, and how fast all of them."""
    plan, ways = draft.plan, words.pace(draft.plan, t)
    text = lines(
        t("🕒 <b>When does it go?</b>"),
        t("Now: <b>{when}</b>", when=words.when(plan, draft.rules.zone, t)),
        t("🌊 {ways}", ways=ways) if ways else None,
        t("In quiet hours nothing leaves: it waits for the morning where the member lives."),
    )
    local = plan.when in (SendWhen.LOCAL_HOUR, SendWhen.USUAL_HOUR)
    return Screen(text, rows=(*_moments(draft, t, local), *_paces(draft, t, local), back(draft, t)))


def _moments(draft: Draft, t: Texts, local: bool) -> Rows:
    at_once = press(draft, t.plain("At once"), "set", "when=0")
    at = press(draft, t.plain("At a time…"), "ask", "starts_at")
    clock = press(draft, t.plain("At an hour where they live"), "set", "when=2")
    usual = press(draft, t.plain("When each usually orders"), "set", "when=3")
    after = press(draft, t.plain("Not before…"), "ask", "starts_at")
    hour = press(draft, t.plain("Hour…"), "ask", "hour")
    return (at_once, at), (clock,), (usual,), ((hour, after) if local else ())


def _paces(draft: Draft, t: Texts, local: bool) -> Rows:
    plan = draft.plan
    spreads = {n: words.minutes(n, t) if n else t.plain("Not spread") for n in SPREADS}
    paid = t.plain("⚡ Faster, for Stars…") if not plan.paid else t.plain("✓ ⚡ Faster, for Stars")
    waves = press(draft, t.plain("🌊 In waves…"), "ask", "waves")
    spread = () if local else keys.in_rows(list(quick(draft, "spread_minutes", spreads, plan.spread_minutes)))
    return (*spread, (waves, press(draft, paid, "ask", "paid_most")))


def compare(draft: Draft, t: Texts) -> Screen:
    """Who gets nothing, to compare with; who gets the versions first; for how long what it brought is counted."""
    plan = draft.plan
    several = len(plan.variants) > 1
    text = lines(
        t("🧪 <b>To compare</b>"),
        t("A part of the members gets nothing. So you see what the message brings, and not what would come anyway."),
        t("The second row: how many try the versions; all others get the one that did best.") if several else None,
        t("The third row: after how long the best version goes on by itself.") if plan.test_bp else None,
        t("The last row: for how many days what it brought is counted."),
    )
    shares = {n: t.percent(n) if n else t.plain("Nobody") for n in CONTROLS}
    tests = {n: t.percent(n) if n else t.plain("All try") for n in TESTS}
    winners = {n: words.minutes(n * 60, t) if n else t.plain("I choose") for n in WINNERS}
    windows = {n: t.plain_plural("{n} day", "{n} days", n) for n in WINDOWS}
    rows: Rows = (quick(draft, "control_bp", shares, plan.control_bp),)
    rows += (quick(draft, "test_bp", tests, plan.test_bp),) if several else ()
    rows += (quick(draft, "winner_hours", winners, plan.winner_hours or 0),) if plan.test_bp else ()
    return Screen(text, rows=(*rows, quick(draft, "window_days", windows, plan.window_days), back(draft, t)))
