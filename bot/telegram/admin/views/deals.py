"""Deals as the staff see them: the list, one deal with a button for each of its sides, the questions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.i18n import N_, Html, Texts, lines
from bot.rules.benefits import named
from bot.rules.segments import from_json
from bot.rules.timing import local_date
from bot.telegram.admin.deal_callbacks import DealDo, DealPick, DealWords, NewDeal, OpenDeal, SeeAsMember, ShowDeals
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import deals, keys, segments, weekdays
from bot.telegram.shared.callbacks import OFFERS
from bot.telegram.shared.languages import Labels
from bot.telegram.shared.segments import Naming
from bot.telegram.shared.tiers import tier_name
from bot.usecases.deal_desk import DealSeen
from bot.usecases.deals import DealLine
from bot.usecases.program import Rules
from db.enums import Tier

BUTTONS = {
    "words": N_("✏️ Words"),
    "prices": N_("💰 Prices"),
    "days": N_("📆 Weekdays"),
    "hours": N_("🕒 Hours"),
    "window": N_("📅 Dates"),
    "tier": N_("🏅 From which level"),
    "category": N_("🍣 Kind of dish"),
    "outlets": N_("🏠 Outlets"),
    "segment": N_("👥 For whom"),
}
QUESTIONS = {
    "prices": N_(
        "Send the members' price and the usual one: <b>490 / 590</b>. Or only the members' price, or 0 for none."
    ),
    "hours": N_("From which hour to which? Send <b>16 – 18</b>; 22 – 2 passes midnight. Send 0 for the whole day."),
    "window": N_("From which day to which? Send <b>01.12 – 31.12</b>, or only the last day, or 0 for no dates."),
    "category": N_(
        "What kind of dish is it? Choose, or send a word such as <b>rolls</b>. Who buys it often sees it first."
    ),
}


def listed(found: list[DealSeen], is_member: bool, t: Texts) -> Screen:
    """All deals; who is a member besides, has the way to their own screen."""
    if not found:
        return nothing(is_member, t)
    text = lines(t("🔥 <b>Deals for members</b>"), "", *(_line(seen, t) for seen in found))
    shown = [Button(_title(seen, t)[:40], OpenDeal(deal=seen.id)) for seen in found]
    return Screen(text, (*keys.fitting(shown), (_new(t),), *_ways(is_member, t)))


def nothing(is_member: bool, t: Texts) -> Screen:
    text = lines(
        t("🔥 <b>Deals for members</b>"),
        t("None yet. A dish of the day, happy hours, a price for members: whoever opens /offers sees it."),
    )
    return Screen(text, ((_new(t),), *_ways(is_member, t)))


def _new(t: Texts) -> Button:
    return Button(t.plain("➕ New deal"), NewDeal(), style="primary")


def _ways(is_member: bool, t: Texts) -> Rows:
    own = (Button(t.plain("✨ My own offers"), OFFERS),) if is_member else ()
    return ((Button(t.plain("👀 What members see"), SeeAsMember()),), own, keys.home(t))


def _title(seen: DealSeen, t: Texts) -> str:
    return named(seen.titles, t.language, seen.rules.program.language)


def _line(seen: DealSeen, t: Texts) -> Html:
    if seen.paused:
        return t("⏸ {title}", title=_title(seen, t))
    if seen.on:
        return t("🟢 <b>{title}</b>, on now", title=_title(seen, t))
    return t("▫️ <b>{title}</b>, not now", title=_title(seen, t))


def preview(found: list[DealLine], t: Texts, rules: Rules, now: datetime) -> Screen:
    """What is on now, whoever it is for."""
    told = [deals.full(deal, t, rules, now) for deal in found] or [t("Nothing is on just now.")]
    head = lines(t("👀 <b>What members see</b>"), t("Each sees only what is meant for them, what they like first."))
    return Screen(lines(head, "", Html("\n\n".join(told))), (keys.back(t, ShowDeals()),))


def card(seen: DealSeen, t: Texts) -> Screen:
    """One deal with all its sides."""
    currency = seen.rules.program.currency
    text = lines(
        t("🔥 <b>{title}</b>", title=_title(seen, t)),
        named(seen.texts, t.language, seen.rules.program.language) or None,
        _state(seen, t),
        "",
        t("💰 {money} for members", money=t.money(seen.price_minor, currency)) if seen.price_minor else None,
        t("Usually {money}", money=t.money(seen.usual_minor, currency)) if seen.usual_minor else None,
        *_when(seen, t),
        *_for_whom(seen, t),
        # NOTE: {languages} are codes of languages: "EN, RU".
        t("🌍 Words in: {languages}", languages=", ".join(code.upper() for code in seen.titles)),
    )
    return Screen(text, _buttons(seen, t))


def _state(seen: DealSeen, t: Texts) -> Html:
    if seen.paused:
        return t("⏸ Paused: nobody sees it.")
    return t("🟢 On now.") if seen.on else t("▫️ Not on just now.")


def _when(seen: DealSeen, t: Texts) -> list[Html]:
    when, zone, told = seen.schedule, seen.rules.zone, []
    if when.weekdays:
        told.append(t("📆 {days}", days=weekdays.told(t, when.weekdays)))
    if when.hour_from is not None and when.hour_until is not None:
        told.append(t("🕒 From {start} to {end}", start=f"{when.hour_from}:00", end=f"{when.hour_until}:00"))
    if when.opens_at:
        told.append(t("📅 From {date}", date=t.date(local_date(when.opens_at, zone))))
    if when.closes_at:
        told.append(t("📅 Until {date}", date=t.date(local_date(when.closes_at - timedelta(seconds=1), zone))))
    return told


def _for_whom(seen: DealSeen, t: Texts) -> list[Html]:
    told = []
    if seen.schedule.tier:
        # NOTE: {tier} is a level such as "Silver".
        told.append(t("🏅 From {tier} on", tier=tier_name(t, seen.schedule.tier)))
    if seen.category:
        told.append(t("🍣 Kind of dish: {category}", category=seen.category))
    if names := [seen.outlets[number] for number in seen.good_at if number in seen.outlets]:
        told.append(t("🏠 Only at {outlets}", outlets=t.join(names)))
    naming = Naming(seen.rules.program.currency, seen.outlets, seen.saved)
    told.append(t("👥 For: {segment}", segment=segments.said(from_json(seen.segment), t, naming)))
    return told


def _does(seen: DealSeen, do: str, label: str) -> Button:
    return Button(label, DealDo(do=do, deal=seen.id, edition=seen.edition))


def _buttons(seen: DealSeen, t: Texts) -> Rows:
    sides = [
        _does(seen, do, t.plain(label)) for do, label in BUTTONS.items() if do != "outlets" or len(seen.outlets) > 1
    ]
    paused = _does(seen, "resume", t.plain("▶️ Show it")) if seen.paused else _does(seen, "pause", t.plain("⏸ Pause"))
    return (*keys.in_rows(sides), (paused, _does(seen, "remove", t.plain("🗑 Remove"))), keys.back(t, ShowDeals()))


def ask_new(t: Texts) -> Screen:
    return _ask_words(t("🔥 <b>A new deal</b>"), t)


def ask_words(language: str, t: Texts) -> Screen:
    # NOTE: {language} is a code such as "EN".
    return _ask_words(t("✏️ <b>Words in {language}</b>", language=language.upper()), t)


def _ask_words(title: Html, t: Texts) -> Screen:
    text = lines(
        title,
        t("Send a title; on the next lines, if you like, what it is about."),
        t("Example: <i>Salmon bowl of the day</i>"),
    )
    return Screen(text, (keys.cancel(t),))


def ask_language(seen: DealSeen, labels: Labels, t: Texts) -> Screen:
    """In which language the words are to be said."""
    buttons = [
        Button(
            f"✅ {name}" if code in seen.titles else name, DealWords(deal=seen.id, edition=seen.edition, language=code)
        )
        for code, name in labels
    ]
    text = lines(t("✏️ <b>In which language?</b>"), t("Where words are missing, members read another language."))
    return Screen(text, (*keys.fitting(buttons), keys.back(t, OpenDeal(deal=seen.id))))


def ask(do: str, t: Texts) -> Screen:
    label, question = BUTTONS[do], QUESTIONS[do]
    return Screen(lines(t("<b>{what}</b>", what=t.plain(label)), t(question)), (keys.cancel(t),))


def ask_days(seen: DealSeen, t: Texts) -> Screen:
    chosen = [(day, weekdays.short(t, day), day in seen.schedule.weekdays) for day in range(weekdays.DAYS)]
    head = lines(t("📆 <b>On which days?</b>"), t("Press to choose. With none chosen it is on every day."))
    return _choice(seen, "day", head, chosen, t)


def ask_outlets(seen: DealSeen, t: Texts) -> Screen:
    chosen = [(number, name, number in seen.good_at) for number, name in seen.outlets.items()]
    head = lines(t("🏠 <b>At which outlets?</b>"), t("Press to choose. With none chosen it is on everywhere."))
    return _choice(seen, "outlet", head, chosen, t)


def ask_tier(seen: DealSeen, t: Texts) -> Screen:
    chosen = [(place, tier_name(t, tier), tier is seen.schedule.tier) for place, tier in enumerate(Tier)]
    none = (-1, t.plain("Everybody"), seen.schedule.tier is None)
    return _choice(seen, "tier", t("🏅 <b>From which level on?</b>"), [none, *chosen], t)


def ask_category(seen: DealSeen, t: Texts) -> Screen:
    chosen = [(place, name, name == seen.category) for place, name in enumerate(seen.categories[:20])]
    none = (-1, t.plain("None"), seen.category is None)
    question = QUESTIONS["category"]
    return _choice(seen, "category", lines(t("🍣 <b>Kind of dish</b>"), t(question)), [none, *chosen], t)


def _choice(seen: DealSeen, what: str, head: Html, chosen: Sequence[tuple[int, str, bool]], t: Texts) -> Screen:
    buttons = [
        Button(
            f"✅ {name}" if is_on else name,
            DealPick.model_validate({"what": what, "deal": seen.id, "edition": seen.edition, "value": value}),
        )
        for value, name, is_on in chosen
    ]
    return Screen(head, (*keys.in_rows(buttons, 3), keys.back(t, OpenDeal(deal=seen.id))))


def ask_removal(seen: DealSeen, t: Texts) -> Screen:
    text = lines(t("🗑 <b>Remove this deal?</b>"), t("“{title}” is gone for good then.", title=_title(seen, t)))
    yes = _does(seen, "removed", t.plain("Yes, remove"))
    return Screen(text, (keys.yes_no(yes, Button(t.plain("No"), OpenDeal(deal=seen.id))), keys.home(t)))


def removed(title: str, t: Texts) -> Screen:
    return Screen(t("🗑 <b>“{title}” is removed.</b>", title=title), (keys.back(t, ShowDeals()),))
