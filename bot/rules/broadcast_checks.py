"""What is wrong with a broadcast before anybody is reached, and what its sender had better know."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules import markup, timing
from bot.rules.automations import Offer
from bot.rules.broadcasts import ANY, GAPS, MAY_BE_NOTHING, Brings, OfferButton, Plan, Words, gaps_in
from bot.rules.program import Program
from bot.rules.promocodes import needs_cap
from bot.rules.words import GAP
from db.enums import SendWhen

LONGEST, LONGEST_CAPTION = 3_500, 1_024  # UTF-16 units; a text leaves room for the lines under every offer
LONGEST_LABEL = 40
MOST_IN_ALBUM, MOST_BUTTONS = 10, 6
NO_CAPTION = frozenset({"poll", "sticker", "location", "venue", "video_note"})
URL = re.compile(r"(https?://[^\s/<>\"]+\.[^\s<>\"]+|tg://[^\s<>\"]+)")
LATE = timedelta(minutes=5)  # so long ago is still "now": somebody was reading the last question


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is worded as a refusal is; `part` of the draft: "words", "buttons", "offer", "whom", "when" or "test".
    What only `warns` keeps nobody from sending."""

    code: str
    part: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the check is made against. `gets`: how many it would reach; None: not counted yet. `left`: how many there
    are of what it brings, by its own terms (None: no such limit); `cost_known`: what one of them costs is known.
    `minutes`: how long sending takes; 0: not known yet."""

    program: Program
    at: datetime
    gets: int | None = None
    left: int | None = None
    cost_known: bool = True
    minutes: int = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.program.time_zone)


def check(plan: Plan, known: Known) -> list[Fault]:
    """Every fault there is, the first to be put right first; what only warns comes last."""
    found = [*_words(plan, known), *_buttons(plan), *_offer(plan, known), *_whom(known), *_when(plan, known)]
    found += _tests(plan)
    return sorted(found, key=lambda fault: fault.warns)


def of_words(words: Words) -> Iterator[Fault]:
    """What is wrong with one text or copy by itself."""
    if len(words.copy) > MOST_IN_ALBUM:
        yield Fault("broadcast.album", "words", {"count": len(words.copy), "most": MOST_IN_ALBUM})
    if words.text is None:
        if not words.copy:
            yield Fault("broadcast.empty", "words")
        return
    if not markup.visible(GAP.sub("x", words.text)):
        yield Fault("broadcast.empty", "words")
    if words.what in NO_CAPTION:
        yield Fault("broadcast.no_caption", "words")
    limit = LONGEST_CAPTION if len(words.copy) == 1 else LONGEST
    if (length := _length(words.text)) > limit:
        yield Fault("broadcast.too_long", "words", {"length": length, "limit": limit})
    yield from _gaps(words.text)
    if (broken := markup.broken_at(GAP.sub("x", words.text))) is not None:
        yield Fault("broadcast.bad_html", "words", {"tag": broken})


def _length(text: str) -> int:
    """UTF-16 units of what is read, each gap at its longest."""
    bare = unescape(markup.visible(GAP.sub("", text)))
    return len(bare.encode("utf-16-le")) // 2 + sum(GAPS.get(name, 0) for name, _ in gaps_in(text))


def _gaps(text: str) -> Iterator[Fault]:
    every = ", ".join("{" + name + "}" for name in GAPS)
    for name, otherwise in gaps_in(text):
        if name not in GAPS:
            yield Fault("broadcast.unknown_gap", "words", {"gap": "{" + name + "}", "gaps": every})
        elif name in MAY_BE_NOTHING and not otherwise:
            yield Fault("broadcast.gap_alone", "words", {"gap": name})
        elif re.search(r"[<>&]", otherwise):
            yield Fault("broadcast.gap_words", "words", {"gap": name})
    if re.search(r"[{}]", GAP.sub("", text)):
        yield Fault("broadcast.brace", "words", {"gaps": every})


def _words(plan: Plan, known: Known) -> Iterator[Fault]:
    if not plan.variants:
        yield Fault("broadcast.empty", "words")
    for variant in plan.variants:
        theirs = plan.content[variant]
        if ANY not in theirs and known.program.language not in theirs:
            where = {"variant": variant, "language": known.program.language}
            yield Fault("broadcast.no_language", "words", where)
        for language, words in theirs.items():
            for fault in of_words(words):
                yield Fault(fault.code, "words", {**fault.facts, "variant": variant, "language": language})
            if plan.deadline is None and any(name == "deadline" for name, _ in gaps_in(words.text or "")):
                yield Fault("broadcast.gap_without_deadline", "words", {"variant": variant, "language": language})


def _buttons(plan: Plan) -> Iterator[Fault]:
    if len(plan.buttons) > MOST_BUTTONS:
        yield Fault("broadcast.buttons", "buttons", {"most": MOST_BUTTONS})
    for number, button in enumerate(plan.buttons, start=1):
        if fault := of_button(button):
            yield Fault(fault, "buttons", {"number": number})
    claims = any(button.do in ("claim", "going") for button in plan.buttons)
    if claims and plan.offer is None and any(button.do == "claim" for button in plan.buttons):
        yield Fault("broadcast.nothing_to_claim", "offer")
    if plan.offer is not None and not claims:
        yield Fault("broadcast.no_claim_button", "buttons")


def of_button(button: OfferButton) -> str | None:
    """The code of what is wrong with it; stars need no words."""
    labels = [" ".join(label.split()) for label in button.label.values()]
    if button.do != "rate" and (not labels or not all(labels)):
        return "broadcast.no_label"
    if any(len(label) > LONGEST_LABEL for label in labels):
        return "broadcast.long_label"
    if button.do == "link" and not URL.fullmatch(button.url or ""):
        return "broadcast.bad_link"
    return None


def _offer(plan: Plan, known: Known) -> Iterator[Fault]:
    if plan.offer is not None and plan.deadline is None:
        yield Fault("broadcast.no_deadline", "offer")
    if plan.offer is not None and known.left == 0:
        yield Fault("broadcast.offer_gone", "offer")
    if plan.budget_minor is not None and (_of_no_known_cost(plan.offer) or not known.cost_known):
        yield Fault("broadcast.no_budget", "offer")
    if plan.deadline is not None and plan.deadline <= max(known.at, plan.starts_at or known.at):
        yield Fault("broadcast.deadline_first", "offer")
    elif plan.deadline is not None and _too_slow(plan, plan.deadline, known):
        yield Fault("broadcast.too_slow", "offer", warns=True)
    stock = least(plan.stock, known.left)
    if stock and known.gets is not None and stock < known.gets and plan.wave_size is None:
        yield Fault("broadcast.short_stock", "offer", {"stock": stock, "gets": known.gets}, warns=True)


def _too_slow(plan: Plan, deadline: datetime, known: Known) -> bool:
    """Whether it takes so long, quiet hours between, that some would get it when the offer is over. Waves, and the
    members' own hours, are meant to end there."""
    if not known.minutes or plan.wave_size or plan.when in (SendWhen.LOCAL_HOUR, SendWhen.USUAL_HOUR):
        return False
    begins = timing.next_allowed(max(known.at, plan.starts_at or known.at), known.zone, known.program)
    return timing.next_allowed(begins + timedelta(minutes=known.minutes), known.zone, known.program) > deadline


def least(*limits: int | None) -> int | None:
    """The narrowest of the limits that there are."""
    return min((each for each in limits if each is not None), default=None)


def _of_no_known_cost(offer: Brings | None) -> bool:
    """A share of a bill nobody knows yet: no budget would ever be used up by it."""
    return isinstance(offer, Offer) and offer.benefit is not None and needs_cap(offer.benefit)


def _whom(known: Known) -> Iterator[Fault]:
    if known.gets == 0:
        yield Fault("broadcast.nobody", "whom")


def _when(plan: Plan, known: Known) -> Iterator[Fault]:
    by_hours = plan.when in (SendWhen.LOCAL_HOUR, SendWhen.USUAL_HOUR)
    if plan.when is SendWhen.AT and plan.starts_at is None:
        yield Fault("broadcast.no_time", "when")
    if plan.starts_at is not None and plan.starts_at < known.at - LATE:
        yield Fault("broadcast.past", "when")
    elif plan.when is SendWhen.AT and plan.starts_at and timing.quiet(plan.starts_at, known.zone, known.program):
        yield Fault("broadcast.quiet", "when", _quiet_hours(known.program))
    if by_hours and plan.hour is None:
        yield Fault("broadcast.no_hour", "when")
    if by_hours and plan.hour is not None and _quiet_hour(plan.hour, known.program):
        yield Fault("broadcast.quiet", "when", _quiet_hours(known.program))
    ways = [by_hours or plan.spread_minutes > 0, plan.wave_size is not None, plan.test_bp > 0]
    if ways[1] and (ways[0] or ways[2]):
        yield Fault("broadcast.ways", "when")
    if plan.spread_minutes and plan.when is SendWhen.USUAL_HOUR:
        yield Fault("broadcast.spread_by_hour", "when")
    if plan.paid and plan.paid_most is None:
        yield Fault("broadcast.paid_most", "when")
    elif plan.paid and known.gets is not None and (plan.paid_most or 0) < known.gets:
        yield Fault("broadcast.paid_short", "when", {"most": plan.paid_most, "gets": known.gets}, warns=True)


def _quiet_hour(hour: int, program: Program) -> bool:
    start, end = program.quiet_from, program.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def _quiet_hours(program: Program) -> dict[str, int]:
    return {"quiet_from": program.quiet_from, "quiet_until": program.quiet_until}


def _tests(plan: Plan) -> Iterator[Fault]:
    if plan.test_bp and len(plan.variants) < 2:
        yield Fault("broadcast.one_variant", "test")
    if plan.winner_hours is not None and not plan.test_bp:
        yield Fault("broadcast.no_test", "test")
