"""Points that came, went or were corrected without the member's doing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.customer.callbacks import History, Points
from bot.telegram.customer.expiry_callbacks import more_days
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import rewards


def released(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {points} is "62 points".
        t("💰 <b>{points}</b> are yours to spend now.", points=t.points(facts["points"])),
        t("They are from order № {order}.", order=str(facts["order"])),
    )
    return _leading(reader, text)


def ending(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, day = reader.t, date.fromisoformat(facts["on"])
    text = lines(
        # NOTE: {points} is "62 points"; {date} is the last day on which they can be spent.
        t(
            "⏳ <b>{points}</b> can be spent until {date}; after that they expire.",
            points=t.points(facts["points"]),
            date=t.date(day),
        ),
        *_for_these(reader, facts),
    )
    rows: list[tuple[Button, ...]] = [(Button(t.plain("🎁 See rewards"), ShowRewards()),)]
    if longer := facts.get("longer"):
        # NOTE: a button: the points shall last {n} days longer.
        rows.append((Button(t.plain_plural("{n} more day", "{n} more days", longer), more_days(day)),))
    return Screen(text, (*rows, (Button(t.plain("💰 My points"), Points()),)))


def _for_these(reader: Reader, facts: Mapping[str, Any]) -> list[Html]:
    """What can be had today for exactly these points; where that is nothing, what they pay on an order."""
    t, program = reader.t, reader.rules.program
    told = [
        # NOTE: a line of a list: "• Miso soup: 60 points".
        t("• {name}: {points}", name=rewards.name(t, each["names"], reader.rules), points=t.points(each["price"]))
        for each in facts.get("rewards", ())
    ]
    if told:
        return [t("For exactly these you can have today:"), *told]
    # NOTE: {money} is what these points are worth, such as "62 ₽".
    worth = t.money(facts["points"] * program.point_value_minor, program.currency)
    return [t("They are worth {money} off an order.", money=worth)]


def expired(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    day = t.date(date.fromisoformat(facts["on"]))
    text = lines(
        # NOTE: {points} is "62 points"; {date} was the last day on which they could be spent.
        t(
            "⌛ <b>{points}</b> could be spent until {date}, and are gone now.",
            points=t.points(facts["points"]),
            date=day,
        ),
        t("Your next order brings new ones."),
    )
    return _leading(reader, text)


def restored(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {points} is "62 points": they had expired.
        t("💰 <b>{points}</b> that had expired are yours again.", points=t.points(facts["points"])),
        t("They can be spent until {date}.", date=t.date(date.fromisoformat(facts["on"]))),
    )
    return _leading(reader, text)


def adjusted(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, points = reader.t, facts["points"]
    shown = t.points(abs(points))
    told = (
        t("💰 The shop has added <b>{points}</b> for you.", points=shown)
        if points > 0
        else t("💰 The shop has taken <b>{points}</b> off.", points=shown)
    )
    text = lines(
        told,
        t("The shop's words: “{words}”", words=facts["reason"]),
        t("You have {points} now.", points=t.points(facts["available"])),
    )
    return _leading(reader, text)


def unadjusted(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {points} is "+50 points" or "−50 points": what the shop had given or taken by mistake.
        t(
            "💰 The change of {points} was a slip, and the shop has taken it back.",
            points=t.points(facts["points"], signed=True),
        ),
        t("You have {points} now.", points=t.points(facts["available"])),
    )
    return _leading(reader, text)


def _leading(reader: Reader, text: str) -> Screen:
    t = reader.t
    return Screen(text, ((Button(t.plain("🧾 History"), History()), Button(t.plain("💰 My points"), Points())),))


WORDINGS: dict[str, Wording] = {
    "points.released": released,
    "points.ending": ending,
    "points.expired": expired,
    "points.restored": restored,
    "points.adjusted": adjusted,
    "points.unadjusted": unadjusted,
}
