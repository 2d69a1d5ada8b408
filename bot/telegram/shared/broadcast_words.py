"""A message to members in a few words for the staff: how it begins, what it brings, when it goes, its buttons."""

from html import unescape
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts
from bot.rules import markup
from bot.rules.automations import Offer
from bot.rules.benefits import named
from bot.rules.broadcasts import Brings, OfferButton, Plan, Words
from bot.telegram.shared import automation_words
from bot.usecases.program import Rules
from db.enums import SendWhen, Topic

FIRST_WORDS = 120
LABELS = {
    # NOTE: buttons under a message to members, as members read them.
    "claim": N_("🎁 I'll take it"),
    "points": N_("💰 My points"),
    "repeat": N_("🔁 My last order"),
    "going": N_("🙋 I'm coming"),
    "rate": "",
    "decline": N_("Not for me"),
}
BUTTONS = {
    # NOTE: kinds of buttons under a message to members, as the manager chooses them.
    "claim": N_("🎁 Take the offer"),
    "points": N_("💰 My points"),
    "repeat": N_("🔁 My last order"),
    "going": N_("🙋 Coming, or not"),
    "rate": N_("⭐ Stars, 1 to 5"),
    "decline": N_("👎 Not for me"),
    "link": N_("🔗 A link"),
}
KINDS = {
    "photo": "🖼",
    "video": "🎬",
    "animation": "🎞",
    "document": "📄",
    "audio": "🎵",
    "voice": "🎙",
    "poll": "📊",
    "sticker": "🙂",
    "video_note": "📹",
    "location": "📍",
    "venue": "📍",
}
TOPICS = {
    # NOTE: what a message is about; members leave out the kinds they do not want.
    Topic.OFFERS: N_("Discounts and news"),
    Topic.DATES: N_("Dates and holidays"),
    Topic.REMINDERS: N_("Reminders"),
    Topic.TIPS: N_("Tips"),
}


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """How a text (Telegram HTML) begins, plain, on one line."""
    return short(unescape(markup.visible(text)), most)


def short(plain: str, most: int) -> str:
    """On one line, and of more than so many letters the first."""
    words = " ".join(plain.split())
    return words if len(words) <= most else words[:most].rstrip() + "…"


def copied(words: Words, t: Texts) -> Html | None:
    """What is sent on as it is; None for what is said anew."""
    if not words.copy:
        return None
    parts = t.plural("{n} part, sent on as you sent it", "{n} parts, sent on as you sent them", len(words.copy))
    return Html(f"{KINDS.get(words.what, '📎')} {parts}")


def place(version: str, language: str, name: str, t: Texts, *, several: bool) -> str:
    """Which text it is: of this version, in this language (*name*); plain."""
    said = t.plain("Every language") if language == "*" else name
    return f"{version} · {said}" if several else said


def button_label(button: OfferButton, t: Texts) -> str:
    """What stands on it, plain; of stars, that they are stars."""
    return named(button.label, t.language) or t.plain(BUTTONS[button.do])


def gift(offer: Brings | None, named: str, currency: str, t: Texts) -> str:
    """What it brings, plain; *named* is what a promo code or a reward is called."""
    if offer is None:
        return t.plain("words only")
    return automation_words.offer(offer, t, currency) if isinstance(offer, Offer) else named


def minutes(n: int, t: Texts) -> str:
    """So many minutes, as hours where they are whole hours."""
    if n and n % 60 == 0:
        return t.plain_plural("{n} hour", "{n} hours", n // 60)
    return t.plain_plural("{n} minute", "{n} minutes", n)


def limits(plan: Plan, rules: Rules, t: Texts) -> str:
    """Until when the offer holds, how many there are, what it may cost; plain, "" without any."""
    told = []
    if plan.deadline:
        told.append(t.plain("until {moment}", moment=t.moment(plan.deadline, rules.zone)))
    if plan.stock:
        told.append(t.plain_plural("{n} piece", "{n} pieces", plan.stock))
    if plan.budget_minor:
        told.append(t.plain("{money} at most", money=t.money(plan.budget_minor, rules.program.currency)))
    return ", ".join(told)


def when(plan: Plan, zone: ZoneInfo, t: Texts) -> str:
    """When it goes to each member, plain."""
    moment = t.moment(plan.starts_at, zone) if plan.starts_at else None
    hour = f"{plan.hour}:00" if plan.hour is not None else "—"
    match plan.when:
        case SendWhen.LOCAL_HOUR if moment:
            return t.plain("at {hour} where each member lives, from {moment} on", hour=hour, moment=moment)
        case SendWhen.LOCAL_HOUR:
            return t.plain("at {hour} where each member lives", hour=hour)
        case SendWhen.USUAL_HOUR if moment:
            return t.plain("when each member usually orders ({hour} for others), from {moment} on", **_at(hour, moment))
        case SendWhen.USUAL_HOUR:
            return t.plain("when each member usually orders ({hour} for others)", hour=hour)
    return moment or t.plain("at once")


def _at(hour: str, moment: str) -> dict[str, str]:
    return {"hour": hour, "moment": moment}


def pace(plan: Plan, t: Texts) -> str:
    """Spread, waves and paid speed, plain; "" for all at once."""
    told = []
    if plan.spread_minutes:
        told.append(t.plain("spread over {time}", time=minutes(plan.spread_minutes, t)))
    if plan.wave_size and plan.wave_goal:
        told.append(t.plain("{size} at a time, until {goal} were used", size=plan.wave_size, goal=plan.wave_goal))
    elif plan.wave_size:
        told.append(t.plain("{size} at a time", size=plan.wave_size))
    if plan.paid:
        told.append(t.plain("faster, for Stars"))
    return ", ".join(told)
