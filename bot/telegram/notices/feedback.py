"""For the owners: what members said last week. And for messages of earlier days: somebody was not happy."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.admin.conversation_callbacks import ShowFeedback, ShowTalks
from bot.telegram.admin.order_callbacks import OpenOrder
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import feedback_words as words
from bot.telegram.shared import keys

Facts = Mapping[str, Any]


def bad(reader: Reader, facts: Facts) -> Screen:
    t, order = reader.t, facts["order"]
    text = lines(
        # NOTE: {name} is a member of either gender; {order} is an order's number.
        t("👎 <b>Order № {order}: not good</b>", order=str(order)),
        t("{name} pressed 👎 when asked how it was. A kind word soon often saves the day.", name=facts["name"]),
    )
    return Screen(text, rows=((Button(t.plain("Open the order"), OpenOrder(order=order)),),))


def weekly(reader: Reader, facts: Facts) -> Screen:
    t, day = reader.t, reader.t.date(date.fromisoformat(facts["until"]))
    text = lines(
        # NOTE: {date} is the last day of a week, a Sunday.
        t("👂 <b>What members said in the week up to {date}</b>", date=day),
        "",
        *_stars(reader, facts),
        _nps(reader, facts),
        *_topics(reader, facts),
        "",
        *_talks(reader, facts),
    )
    more = (Button(t.plain("👂 More of it"), ShowFeedback()), Button(t.plain("📬 Open talks"), ShowTalks()))
    return Screen(text, (more, keys.home(t)), fresh=True)


def _stars(reader: Reader, facts: Facts) -> list[Html]:
    t = reader.t
    if not facts["ratings"]:
        return [t("Nobody rated an order.")]
    told = [
        t.plural(
            "⭐ {mean} on average ({n} rating)",
            "⭐ {mean} on average ({n} ratings)",
            facts["ratings"],
            mean=_mean(reader, facts["stars"]),
        )
    ]
    if facts["stars_before"]:
        told.append(t("The week before: {mean}", mean=_mean(reader, facts["stars_before"])))
    parts = {name: _mean(reader, mean) for name, mean in facts["parts"].items()}
    return [*told, t("🍣 Food {food} · 🛵 Courier {courier} · ⏱ Speed {speed}", **parts)]


def _mean(reader: Reader, mean: str | None) -> str:
    return "—" if mean is None else reader.t.number(Decimal(mean))


def _nps(reader: Reader, facts: Facts) -> Html | None:
    if facts["nps"] is None:
        return None
    score = f"+{facts['nps']}" if facts["nps"] > 0 else str(facts["nps"]).replace("-", "−")
    answers = facts["nps_answers"]
    return reader.t.plural(
        "💛 Would recommend this quarter: {score} ({n} answer)",
        "💛 Would recommend this quarter: {score} ({n} answers)",
        answers,
        score=score,
    )


def _topics(reader: Reader, facts: Facts) -> list[Html]:
    t = reader.t
    if not facts["topics"]:
        return []
    told = [Html(""), t("✍️ <b>What they wrote about</b>")]
    for topic, texts, examples in facts["topics"]:
        told.append(t("{topic}: {n}", topic=t.plain(words.TOPICS[topic]), n=texts))
        told += [t("   “{text}”", text=example) for example in examples]
    return told


def _talks(reader: Reader, facts: Facts) -> list[Html]:
    t = reader.t
    told = [
        t.plural("💬 {n} talk, {in_time} answered in time", "💬 {n} talks, {in_time} answered in time", facts["opened"],
                 in_time=facts["in_time"])
    ]  # fmt: skip
    if facts["waiting"]:
        told.append(t.plural("📬 {n} waits for an answer", "📬 {n} wait for an answer", facts["waiting"]))
    if facts["complaints"]:
        back, all_ = facts["came_back"], facts["complaints"]
        told.append(t("🔁 Ordered again within 30 days of a settled complaint: {n} of {all}", n=back, all=all_))
    return told


WORDINGS: dict[str, Wording] = {"feedback.bad": bad, "feedback.weekly": weekly}
