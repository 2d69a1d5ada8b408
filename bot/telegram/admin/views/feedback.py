"""What members say: stars, recommendation, words, talks; each on a screen of its own."""

from decimal import Decimal

from bot.i18n import N_, Html, Texts, html, lines
from bot.rules.feedback import MOST_STARS
from bot.rules.nps import ENOUGH, Nps
from bot.telegram.admin.conversation_callbacks import ShowFeedback, ShowTalks
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import feedback_words as words
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases import feedback_insights as insights
from bot.usecases.feedback_insights import Average, Carried, Ratings, Talks, Words
from bot.usecases.nps_insights import Recommended

TABS = {
    # NOTE: buttons above figures of what members say.
    "stars": N_("⭐ Stars"),
    "nps": N_("💛 Would recommend"),
    "words": N_("✍️ What they write"),
    "talks": N_("💬 Talks"),
}
PERIODS = (30, 90)
MOST_REASONS = 6
MOST_COURIERS = 20


def stars(seen: Ratings, days: int, t: Texts) -> Screen:
    if not seen.every.number:
        return _nothing("stars", days, t)
    given = [f"{number}⭐ {t.number(seen.stars.get(number, 0))}" for number in range(MOST_STARS, 0, -1)]
    often = sorted(seen.reasons.items(), key=lambda each: -each[1])[:MOST_REASONS]
    text = lines(
        _title("stars", days, t),
        "",
        t("⭐ <b>{mean}</b> on average", mean=_mean(seen.every.stars, t)),
        html(" · ".join(given)),
        _apart(seen.every, t),
        "",
        *(_outlet(each, t) for each in seen.outlets),
        "",
        *(_courier(each, t) for each in seen.couriers[:MOST_COURIERS]),
        "",
        *(t("{reason}: {n}", reason=t.plain(words.REASONS[each]), n=times) for each, times in often),
    )
    return Screen(text, _rows("stars", days, t))


def _mean(value: Decimal | None, t: Texts) -> str:
    return "—" if value is None else t.number(value)


def _apart(each: Average, t: Texts) -> Html:
    told = {"food": _mean(each.food, t), "courier": _mean(each.courier, t), "speed": _mean(each.speed, t)}
    return t("🍣 Food {food} · 🛵 Courier {courier} · ⏱ Speed {speed}", **told)


def _outlet(each: Average, t: Texts) -> Html:
    name, mean = each.name or t.plain("Without an outlet"), _mean(each.stars, t)
    told = t.plural(
        "📍 <b>{name}</b>: {mean} ({n} rating)",
        "📍 <b>{name}</b>: {mean} ({n} ratings)",
        each.number,
        name=name,
        mean=mean,
    )
    return lines(told, _apart(each, t))


def _courier(each: Carried, t: Texts) -> Html:
    mean = t.number(each.stars)
    return t.plural(
        "🛵 {name}: {mean} ({n} rating)", "🛵 {name}: {mean} ({n} ratings)", each.number, name=each.name, mean=mean
    )


def recommended(seen: Recommended, days: int, t: Texts) -> Screen:
    if not any(found.answers for _, found in seen.quarters):
        return _nothing("nps", days, t)
    text = lines(
        _title("nps", days, t),
        t("The share that answers 9 or 10, less the share that answers 0 to 6."),
        "",
        *(_score(_quarter(name, t), found, t) for name, found in seen.quarters if found.answers),
        t.plural("{n} of {asked} asked has answered.", "{n} of {asked} asked have answered.", seen.answered,
                 asked=seen.asked),
        "",
        t("🏅 <b>By level, two quarters</b>"),
        *(_score(tier_name(t, tier), found, t) for tier, found in seen.tiers),
        "",
        t("📍 <b>By outlet, two quarters</b>"),
        *(_score(name or t.plain("Without an outlet"), found, t) for name, found in seen.outlets),
    )  # fmt: skip
    return Screen(text, _rows("nps", days, t))


def _quarter(name: str, t: Texts) -> str:
    year, _, number = name.partition("Q")
    # NOTE: a quarter of a year: "4th quarter of 2026"; {n} is 1 to 4.
    return t.plain("Quarter {n} of {year}", n=int(number), year=year)


def score(found: Nps, t: Texts) -> str:
    """The figure, with its sign; or that it is too early."""
    if found.score is None:
        return t.plain("too few answers yet, {least} are needed", least=ENOUGH)
    return f"+{found.score}" if found.score > 0 else str(found.score).replace("-", "−")


def _score(label: str, found: Nps, t: Texts) -> Html:
    said = score(found, t)
    return t.plural(
        "{label}: <b>{score}</b> ({n} answer)",
        "{label}: <b>{score}</b> ({n} answers)",
        found.answers,
        label=label,
        score=said,
    )


def written(seen: Words, days: int, t: Texts) -> Screen:
    if not seen.texts:
        return _nothing("words", days, t)
    told = [_title("words", days, t), t.plural("{n} text in all", "{n} texts in all", seen.texts), Html("")]
    for line in seen.topics[:MOST_REASONS]:
        topic = t.plain(words.TOPICS[line.topic])
        told.append(
            t.plural(
                "<b>{topic}</b>: {n} text, {bad} of them unhappy",
                "<b>{topic}</b>: {n} texts, {bad} of them unhappy",
                line.texts,
                topic=topic,
                bad=line.bad,
            )
        )
        told += [t("   “{text}”", text=example) for example in line.examples]
    return Screen(lines(*told), _rows("words", days, t))


def talks(seen: Talks, days: int, t: Texts) -> Screen:
    if not (seen.opened or seen.complaints):
        return _nothing("talks", days, t)
    text = lines(
        _title("talks", days, t),
        "",
        t.plural(
            "💬 {n} talk, {open} not closed", "💬 {n} talks, {open} not closed", seen.opened, open=seen.still_open
        ),
        t("⏱ Answered: {answered}, in time: {in_time}", answered=seen.answered, in_time=seen.in_time),
        _minutes(seen, t),
        t("🎁 Apologies: {points}, rewards: {rewards}", points=t.points(seen.points), rewards=seen.rewards),
        "",
        came_back(seen.complaints, seen.came_back, t),
    )
    return Screen(text, _rows("talks", days, t))


def _minutes(seen: Talks, t: Texts) -> Html | None:
    if seen.minutes is None:
        return None
    return t.plural("Half of the first answers within {n} minute", "Half of the first answers within {n} minutes",
                    max(1, seen.minutes))  # fmt: skip


def came_back(complaints: int, ordered: int, t: Texts) -> Html:
    """The share of members who ordered again after a complaint was settled."""
    if complaints < insights.ENOUGH:
        return t("🔁 Who ordered again after a complaint: not enough data yet.")
    share = t.percent(ordered * 10_000 // complaints)
    return t.plural(
        "🔁 After {n} settled complaint {share} ordered again within 30 days.",
        "🔁 After {n} settled complaints {share} ordered again within 30 days.",
        complaints,
        share=share,
    )


def _title(part: str, days: int, t: Texts) -> Html:
    if part == "nps":
        return t("💛 <b>Would they recommend us?</b>")
    return t.plural("👂 <b>What members say: {n} day</b>", "👂 <b>What members say: {n} days</b>", days)


def _nothing(part: str, days: int, t: Texts) -> Screen:
    said = t("Nothing yet. After each delivery members are asked how it was, if the rule for it is on.")
    if part == "nps":
        said = t("Nobody has answered yet. A share of the members is asked each quarter.")
    return Screen(lines(_title(part, days, t), said), _rows(part, days, t))


def _rows(part: str, days: int, t: Texts) -> Rows:
    tabs = [Button(t.plain(said), ShowFeedback(part=name, days=days)) for name, said in TABS.items() if name != part]
    periods = tuple(
        Button(t.plain_plural("{n} day", "{n} days", each), ShowFeedback(part=part, days=each))
        for each in PERIODS
        if each != days and part != "nps"
    )
    return (*keys.fitting(tabs), (*periods, Button(t.plain("📬 Open talks"), ShowTalks())), keys.home(t))
