"""How a manager's typed answers about a broadcast are read: moments, hours, numbers, shares, a link with its label."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from bot.rules import amounts, catalogue, timing
from bot.rules.broadcast_checks import Known, check, of_words
from bot.rules.broadcasts import BadBroadcast, Plan, Words
from bot.rules.catalogue import BadReward
from bot.rules.errors import RuleBroken

NOTHING = ("-", "–", "—")
LONGEST_LABEL, LONGEST_NAME = 40, 64
MOST = 1_000_000
LATELY = timedelta(days=183)  # "20.11" on the 22nd is a slip, not a day of next year
CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]")  # alone: "22.11" is a day
WITH_CLOCK = re.compile(r".+[ ,T](?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]")
LINK = re.compile(r"(?P<label>.*?)[\s–—|:-]*(?P<url>(?:https?://|tg://|t\.me/)\S+)", re.DOTALL)


class BadField(RuleBroken):
    """ "broadcast.not_a_moment", "broadcast.no_time", "broadcast.not_an_hour", "broadcast.not_a_count" (`most`),
    "broadcast.not_waves", "broadcast.not_a_link", "broadcast.name_too_long" (`limit`)."""


def read(part: str, typed: str, known: Known) -> Any:
    """The value of *part* that these words mean; None for a dash. Raises BadField, or BadAmount for sums."""
    text = " ".join(typed.replace("−", "-").split())
    if text in NOTHING:
        return None
    match part:
        case "starts_at":
            return moment(text, known)
        case "deadline":
            return last_moment(text, known)
        case "hour":
            return hour(text)
        case "budget_minor":
            return amounts.parse_amount(text, known.program.currency)
        case "waves":
            return waves(text)
        case "name":
            return name(text)
    return count(text)


def moment(text: str, known: Known) -> datetime:
    """ "18:30" (the next time clocks show it), "25.11 18:30", "2026-11-25 18:30". Raises BadField."""
    if CLOCK.fullmatch(text):
        return amounts.parse_clock(text, known.at, known.zone)
    found = _dated(text, known)
    if not WITH_CLOCK.fullmatch(text):
        raise BadField("broadcast.no_time")
    return found


def last_moment(text: str, known: Known) -> datetime:
    """The same; a day without an hour is meant to its end. Raises BadField."""
    if CLOCK.fullmatch(text):
        return amounts.parse_clock(text, known.at, known.zone)
    found = _dated(text, known)
    if not WITH_CLOCK.fullmatch(text):
        day = timing.local_date(found, known.zone)
        found = timing.end_of_local_day(day, known.zone) - timedelta(minutes=1)
    if found <= known.at:
        raise BadField("broadcast.past")
    return found


def _dated(text: str, known: Known) -> datetime:
    try:
        return catalogue.moment(text, catalogue.Reading(known.at, known.zone, known.program.currency, LATELY))
    except BadReward as wrong:
        raise BadField("broadcast.not_a_moment") from wrong


def hour(text: str) -> int:
    """ "18" or "18:00". Raises BadField."""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]00)?", text)
    if found is None or int(found[1]) > 23:
        raise BadField("broadcast.not_an_hour")
    return int(found[1])


def count(text: str) -> int:
    """A whole number from 1 to a million. Raises BadField."""
    bare = text.replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,7}", bare) or not 0 < int(bare) <= MOST:
        raise BadField("broadcast.not_a_count", most=MOST)
    return int(bare)


def waves(text: str) -> tuple[int, int | None]:
    """ "100 / 50": a hundred at a time, until fifty were used; without the second number until all have it."""
    found = re.fullmatch(r"([0-9]{1,7})(?: ?[/,;] ?([0-9]{1,7}))?", text)
    if found is None or not int(found[1]) or (found[2] is not None and not int(found[2])):
        raise BadField("broadcast.not_waves")
    return int(found[1]), int(found[2]) if found[2] else None


def name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise BadField("broadcast.name_too_long", limit=LONGEST_NAME)
    return text


def link(text: str) -> tuple[str, str]:
    """What stands on the button, and where it leads: "Our menu https://sushi.example/menu". Raises BadField."""
    found = LINK.fullmatch(text.strip())
    if found is None or not found["label"].strip() or len(found["label"].strip()) > LONGEST_LABEL:
        raise BadField("broadcast.not_a_link")
    url = found["url"]
    return " ".join(found["label"].split()), f"https://{url}" if url.startswith("t.me/") else url


def checked(words: Words) -> Words:
    """*words* as they are, if a member can read them. Raises BadBroadcast with the first fault."""
    for fault in of_words(words):
        raise BadBroadcast(fault.code, **fault.facts)
    return words


def no_worse(plan: Plan, sides: Mapping[str, Any], known: Known) -> Mapping[str, Any]:
    """*sides* as they are, unless they alone bring a fault into *plan*. Raises BadBroadcast with the first such fault:
    better said at once than before the last question."""
    own = {each.name for each in fields(Plan)}
    changed = replace(plan, **{name: value for name, value in sides.items() if name in own})
    before = {fault.code for fault in check(plan, known)}
    for fault in check(changed, known):
        if not fault.warns and fault.code not in before:
            raise BadBroadcast(fault.code, **fault.facts)
    return sides
