"""What an order brought its member, line by line: in the message of a delivery, and on the receipt of the till."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import Html
from bot.rules.stamps import StampCard
from bot.telegram.notices.reader import Reader
from bot.telegram.shared import perks

Facts = Mapping[str, Any]


def brought(reader: Reader, facts: Facts) -> list[Html | str | None]:
    """What an order brought when it was there, or bought at the till, and what the member has now."""
    t, signed = reader.t, reader.t.points
    return [
        # NOTE: {points} in these lines is "+62 points".
        t("⭐ {points} for the order", points=signed(facts["earned"], signed=True)) if facts["earned"] else None,
        _waiting(reader, facts),
        for_waiting(reader, facts),
        t("🎁 {points} to welcome you", points=signed(facts["welcome"], signed=True)) if facts["welcome"] else None,
        _stamps(reader, facts),
        t("🤝 {points} for coming with a friend's invitation", points=signed(facts["friend"], signed=True))
        if facts["friend"]
        else None,
        "",
        # NOTE: {points} is "262 points".
        t("💰 You have <b>{points}</b>", points=t.points(facts["available"])),
    ]


def for_waiting(reader: Reader, facts: Facts) -> Html | None:
    """Of an order whose member chose a later time, because the kitchen was busy."""
    t, points = reader.t, facts.get("later")
    # NOTE: {points} is "+50 points".
    return t("🕡 {points} for choosing a later time", points=t.points(points, signed=True)) if points else None


def _waiting(reader: Reader, facts: Facts) -> Html | None:
    """The programme keeps an order's points back for some hours."""
    t = reader.t
    if not facts["waiting"] or not facts["until"]:
        return None
    moment = t.moment(datetime.fromisoformat(facts["until"]), reader.rules.zone)
    # NOTE: {points} is "+62 points", {moment} a date and time.
    return t("⏳ {points} on {moment}", points=t.points(facts["waiting"], signed=True), moment=moment)


def _stamps(reader: Reader, facts: Facts) -> Html | None:
    done = facts.get("stamps")
    return perks.stamps(StampCard(*done), reader.t) if done else None
