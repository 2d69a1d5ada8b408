"""A broadcast as it was composed: its words by variant and language, its buttons, what it brings, whom and when."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from html import escape
from typing import Any, Literal, get_args

from bot.rules import automations
from bot.rules.automations import Offer
from bot.rules.errors import RuleBroken
from bot.rules.words import GAP
from db.enums import OfferKind, SendWhen, Topic

VARIANTS = "ABCD"
ANY = "*"  # the language of words that are for whoever has none of their own
Do = Literal["points", "claim", "repeat", "going", "rate", "decline", "link"]
DOES: tuple[str, ...] = get_args(Do)
# What can stand in {…}, and how many letters it may become.
GAPS: Mapping[str, int] = {"name": 80, "balance": 24, "tier": 24, "favourite": 32, "reward": 64, "deadline": 40}
MAY_BE_NOTHING = frozenset({"favourite", "reward"})  # so their gaps say what stands there then: {favourite|our rolls}


class BadBroadcast(RuleBroken):
    """ "broadcast.out_of_range" (`field`)."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: `text` (Telegram HTML with gaps), or the messages `copy` of chat `chat` sent on as they are, with
    *text* in place of the caption, or after an album. `what` was copied: "photo", "poll", …"""

    text: str | None = None
    chat: int | None = None
    copy: tuple[int, ...] = ()
    what: str = ""


Content = Mapping[str, Mapping[str, Words]]  # variant → language or "*" → words


@dataclass(frozen=True, slots=True)
class OfferButton:
    """A button under the message. `label` by language; `url` of a link."""

    do: Do
    label: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PromoOffer:
    """Whoever takes it gets this promo code's gift."""

    promo_id: int


@dataclass(frozen=True, slots=True)
class RewardOffer:
    """Whoever takes it gets a voucher for this reward, for nothing."""

    reward_id: int
    valid_days: int = 14


Brings = Offer | PromoOffer | RewardOffer


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that can be set before it leaves; the fields are the columns of a Broadcast, see there."""

    content: Content = field(default_factory=dict)
    buttons: tuple[OfferButton, ...] = ()
    silent: bool = False
    topic: Topic = Topic.OFFERS
    offer: Brings | None = None
    stock: int | None = None
    budget_minor: int | None = None
    deadline: datetime | None = None
    segment: dict[str, Any] | None = None
    when: SendWhen = SendWhen.NOW
    starts_at: datetime | None = None
    hour: int | None = None
    spread_minutes: int = 0
    wave_size: int | None = None
    wave_goal: int | None = None
    wave_minutes: int = 120
    control_bp: int = 0
    test_bp: int = 0
    winner_hours: int | None = None
    window_days: int = 7
    paid: bool = False
    paid_most: int | None = None

    @property
    def variants(self) -> list[str]:
        """Those that have words, in order."""
        return [variant for variant in VARIANTS if self.content.get(variant)]


# What no broadcast could be sent with; what only does not fit together is told by broadcast_checks.check.
_HOLDS: Mapping[str, tuple[int, int]] = {
    "stock": (1, 1_000_000),
    "budget_minor": (1, 10**12),
    "hour": (0, 23),
    "spread_minutes": (0, 720),
    "wave_size": (1, 1_000_000),
    "wave_goal": (1, 1_000_000),
    "wave_minutes": (10, 2_880),
    "control_bp": (0, 5_000),
    "test_bp": (0, 9_000),
    "winner_hours": (1, 168),
    "window_days": (1, 90),
    "paid_most": (1, 10_000_000),
}


def in_range(sides: Mapping[str, Any]) -> None:
    """Raises BadBroadcast naming the first number no broadcast could have."""
    for name, (least, most) in _HOLDS.items():
        value = sides.get(name)
        if value is not None and not (type(value) is int and least <= value <= most):
            raise BadBroadcast("broadcast.out_of_range", field=name)


def words_for(content: Content, variant: str, language: str | None, shop_language: str) -> Words:
    """What a reader of *language* gets: the variant's words in it, else for all, else in the shop's language, else
    whichever there are."""
    theirs = content.get(variant) or next(iter(content.values()), {})
    for asked in (language, ANY, shop_language):
        if asked and asked in theirs:
            return theirs[asked]
    return next(iter(theirs.values()), Words())


def filled(text: str, gaps: Mapping[str, str | None]) -> str:
    """*text* with its gaps filled, safe for HTML; where there is nothing, with what the gap itself says."""

    def said(name: str, otherwise: str) -> str:
        value = gaps.get(name)
        return otherwise if value is None else escape(value)

    return GAP.sub(lambda found: said(*_gap(found[1])), text)


def _gap(inside: str) -> tuple[str, str]:
    name, _, otherwise = inside.partition("|")
    return name.strip(), otherwise.strip()


def gaps_in(text: str) -> list[tuple[str, str]]:
    """(name, what stands there when there is nothing) of every gap, in order."""
    return [_gap(inside) for inside in GAP.findall(text)]


def content_json(content: Content) -> dict[str, Any]:
    """As Broadcast.content keeps it."""
    return {
        variant: {language: _words_json(words) for language, words in by_language.items()}
        for variant, by_language in content.items()
        if by_language
    }


def _words_json(words: Words) -> dict[str, Any]:
    return {name: value for name, value in (asdict(words) | {"copy": list(words.copy)}).items() if value}


def content_of(data: Mapping[str, Any]) -> Content:
    """What content_json wrote."""
    return {
        variant: {language: _words_of(words) for language, words in by_language.items()}
        for variant, by_language in data.items()
    }


def _words_of(data: Mapping[str, Any]) -> Words:
    return Words(data.get("text"), data.get("chat"), tuple(data.get("copy", ())), data.get("what", ""))


def buttons_json(buttons: Sequence[OfferButton]) -> list[dict[str, Any]]:
    return [{"do": each.do, "label": dict(each.label), "url": each.url} for each in buttons]


def buttons_of(data: Sequence[Mapping[str, Any]]) -> tuple[OfferButton, ...]:
    return tuple(OfferButton(each["do"], each.get("label") or {}, each.get("url")) for each in data)


def offer_json(offer: Brings | None) -> dict[str, Any] | None:
    """As Broadcast.offer keeps it."""
    match offer:
        case None:
            return None
        case PromoOffer(promo_id):
            return {"promo_id": promo_id}
        case RewardOffer(reward_id, valid_days):
            return {"reward_id": reward_id, "valid_days": valid_days}
    return automations.offer_json(offer, Offer(valid_days=0)) if offer.kind is not OfferKind.WORDS else None


def offer_of(data: Mapping[str, Any] | None) -> Brings | None:
    """What offer_json wrote. Raises KeyError, TypeError or ValueError."""
    if not data:
        return None
    if "promo_id" in data:
        return PromoOffer(data["promo_id"])
    if "reward_id" in data:
        return RewardOffer(data["reward_id"], data.get("valid_days", 14))
    return automations.offer_of(data, Offer())
