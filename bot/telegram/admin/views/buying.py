"""How a member buys: rhythm, hour, what they like, how they answer offers, whether they are being lost."""

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.screen import Screen
from bot.telegram.shared import keys, ready_segments, weekdays
from bot.usecases.buying import Bought, Buying
from db.enums import Response

LATE, LOST = 100, 150  # per cent of the own rhythm
CATEGORIES = 5
ANSWERS = {
    # NOTE: what a member did with offers, each before a number: "took it: 3".
    Response.CLAIMED: N_("took it"),
    Response.PRESSED: N_("pressed a button"),
    Response.GOING: N_("said they would come"),
    Response.DECLINED: N_("“not for me”"),
}


def buying(seen: Buying, t: Texts) -> Screen:
    """Everything a manager would ask before writing to them."""
    if not seen.row.orders:
        return nothing(seen, t)
    text = lines(
        _heading(seen, t),
        _group(seen, t),
        "",
        _rhythm(seen, t),
        _when(seen, t),
        _risk(seen, t),
        _average(seen, t),
        *_likes(seen, t),
        "",
        *_offers(seen, t),
    )
    return Screen(text, rows=(keys.back(t, ShowMember(member=seen.member_id)),))


def nothing(seen: Buying, t: Texts) -> Screen:
    text = lines(_heading(seen, t), t("No delivered order yet."), "", *_offers(seen, t))
    return Screen(text, rows=(keys.back(t, ShowMember(member=seen.member_id)),))


def _heading(seen: Buying, t: Texts) -> Html:
    # NOTE: {name} is a member of any gender.
    return t("🛍 <b>{name}: how they buy</b>", name=seen.name or "—")


def _group(seen: Buying, t: Texts) -> Html | None:
    if seen.group is None:
        return None
    key = f"rfm_{seen.group}"
    return t("{name}: {meaning}", name=ready_segments.name(key, t), meaning=ready_segments.meaning(key, t))


def _rhythm(seen: Buying, t: Texts) -> Html:
    if seen.row.rhythm_days is None:
        return t("🔁 Too few orders to tell a rhythm")
    return t.plural("🔁 Usually orders within {n} day", "🔁 Usually orders within {n} days", seen.row.rhythm_days)


def _when(seen: Buying, t: Texts) -> Html | None:
    hour, day = seen.row.usual_hour, seen.row.usual_weekday
    if hour is None:
        return None
    if day is None:
        # NOTE: {hour} is like "19:00".
        return t("🕖 Mostly at about {hour}", hour=f"{hour}:00")
    # NOTE: {day} is a short name of a weekday, {hour} is like "19:00".
    return t("🕖 Mostly at about {hour}, most often: {day}", hour=f"{hour}:00", day=weekdays.short(t, day))


def _risk(seen: Buying, t: Texts) -> Html | None:
    if seen.overdue is None or seen.silent_days is None:
        return None
    days = seen.silent_days
    if seen.overdue >= LOST:
        return t.plural(
            "🔴 Silent for {n} day: far longer than usual, at risk",
            "🔴 Silent for {n} days: far longer than usual, at risk",
            days,
        )
    if seen.overdue >= LATE:
        return t.plural("🟡 Silent for {n} day: longer than usual", "🟡 Silent for {n} days: longer than usual", days)
    return t.plural("🟢 Last order {n} day ago: as usual", "🟢 Last order {n} days ago: as usual", days)


def _average(seen: Buying, t: Texts) -> Html:
    average = seen.row.spent_minor // seen.row.orders
    return t("🧾 Average order: {money}", money=t.money(average, seen.rules.program.currency))


def _likes(seen: Buying, t: Texts) -> list[Html]:
    told = [t("❤️ Favourite: {category}", category=seen.row.favourite)] if seen.row.favourite else []
    total = sum(each.sum_minor for each in seen.categories)
    if total:
        shares = [_share(each, total, t) for each in seen.categories[:CATEGORIES]]
        # NOTE: {shares} is a list like "rolls 62%, drinks 8%".
        told.append(t("🥢 Spends on: {shares}", shares=", ".join(shares)))
    if seen.dishes:
        dishes = ", ".join(f"{each.name} ×{each.pieces}" for each in seen.dishes)
        told.append(t("🍱 Most often: {dishes}", dishes=dishes))
    return told


def _share(bought: Bought, total: int, t: Texts) -> str:
    share = t.percent(round(bought.sum_minor * 100 / total) * 100)
    name = bought.name or t.plain("without a category")
    return f"{name} {share}"


def _offers(seen: Buying, t: Texts) -> list[Html]:
    told = [t.plural("📨 {n} offer reached them", "📨 {n} offers reached them", seen.offers)]
    answers = [f"{t.plain(label)}: {seen.answers[what]}" for what, label in ANSWERS.items() if what in seen.answers]
    if answers:
        told.append(t("👆 Answers: {answers}", answers=", ".join(answers)))
    return told
