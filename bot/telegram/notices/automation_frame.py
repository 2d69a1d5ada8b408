"""What all offers that come by themselves share: the shop's own words if it has some, the gift, the buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.i18n import Html, html, lines
from bot.rules import benefits, words
from bot.telegram.customer.broadcast_callbacks import Taken
from bot.telegram.customer.callbacks import Offers, Points
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared.benefits import title

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """The usual words, line by line; `gaps` fills the placeholders of the shop's own, besides those all have; `buttons`
    stand above "Fewer" and "Stop" (there are none under what is no advertising: `service`). `tells_gift`: the usual
    words speak of the gift already."""

    usual: tuple[str | None, ...]
    gaps: Mapping[str, str] = field(default_factory=dict)
    buttons: Rows = ()
    service: bool = False
    tells_gift: bool = False


def framed(reader: Reader, facts: Facts, said: Said) -> Screen:
    """The shop's own words in the reader's language, else the usual ones with the gift and what there is now."""
    own = facts.get("own", {}).get(reader.t.language)
    brought = [] if said.tells_gift else gift_lines(reader, facts)
    text = _own(reader, facts, said, own) if own else lines(*said.usual, *brought)
    leave = () if said.service else offer_rows(reader)
    return Screen(text, rows=(*(said.buttons or my_gift(reader, facts)), *leave))


def _own(reader: Reader, facts: Facts, said: Said, text: str) -> Html:
    """What fills the gaps comes from people: it is escaped."""
    t = reader.t
    gaps = {
        "name": facts.get("name", ""),
        "shop": reader.rules.program.name,
        "available": t.points(facts.get("available", 0)),
        "points": t.points(facts.get("points", 0)),
        "gift": gift(reader, facts),
        "until": until(reader, facts),
        **said.gaps,
    }
    return Html(words.filled(text, **{name: html(value) for name, value in gaps.items()}))


def gift(reader: Reader, facts: Facts) -> str:
    """What it brings, plain: "50 points", "10% off"; nothing when it brings only words."""
    if facts.get("benefit"):
        return title(reader.t, benefits.from_json(facts["benefit"]), reader.rules.program.currency)
    return reader.t.points(facts["points"]) if facts.get("points") else ""


def gift_lines(reader: Reader, facts: Facts) -> list[str]:
    """A line for the gift and one for what there is now; none for words alone."""
    t = reader.t
    if facts.get("voucher") and "code" in facts:
        # NOTE: {gift} is a thing or a discount: "Miso soup", "10% off".
        return [t("🎁 For you: <b>{gift}</b>, until {until}.", gift=gift(reader, facts), until=until(reader, facts))]
    if facts.get("points"):
        given = t(
            "🎁 Here are {points} for you, until {until}.", points=gift(reader, facts), until=until(reader, facts)
        )
        return [given, now_there_are(reader, facts)]
    return []


def now_there_are(reader: Reader, facts: Facts) -> str:
    return reader.t("You have {points} now.", points=reader.t.points(facts["available"]))


def until(reader: Reader, facts: Facts) -> str:
    return reader.t.date(date.fromisoformat(facts["until"])) if facts.get("until") else ""


def day_of(reader: Reader, facts: Facts) -> str:
    """ "14 March" """
    return reader.t.day_month(facts["day"], facts["month"])


def my_gift(reader: Reader, facts: Facts) -> Rows:
    """Where the gift is; that it was opened is noted for the rule, where one sent it."""
    t, rule = reader.t, facts.get("rule")
    if facts.get("voucher"):
        return ((Button(t.plain("My vouchers"), Taken(rule=rule, to="offers") if rule else Offers()),),)
    return ((Button(t.plain("My points"), Taken(rule=rule, to="points") if rule else Points()),),)
