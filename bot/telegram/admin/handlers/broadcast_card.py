"""A draft's card: what is set so far, how it will look, and every change that is one press."""

from collections.abc import Mapping
from typing import Any

from bot.rules.broadcasts import PromoOffer, RewardOffer, Words
from bot.telegram.admin.broadcast_callbacks import ComposeDo
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_card as views
from bot.telegram.admin.views.broadcast_card import Look
from bot.telegram.admin.views.segment_picker import naming
from bot.telegram.screen import Screen
from bot.usecases import automation_gifts, broadcast_drafts, broadcast_words, promo_cards, segments
from bot.usecases.broadcast_drafts import Draft, Which
from bot.usecases.errors import Refused
from db.enums import BroadcastState

GONE = "—"


async def seen(desk: Desk, broadcast_id: int) -> Draft:
    """The draft as it stands. Refuses what is no draft any more."""
    draft = await broadcast_drafts.see(desk.db, desk.actor, broadcast_id, at=desk.hand.now)
    if draft.state is not BroadcastState.DRAFT:
        raise Refused("broadcast.started")
    return draft


async def card(desk: Desk, draft: Draft, toast: str | None = None) -> Screen:
    """The draft as it is now; no dialogue is open."""
    desk.memory.forget()
    return views.card(await look(desk, draft), desk.t, toast)


async def look(desk: Desk, draft: Draft) -> Look:
    """With the names of what it speaks of."""
    material = await segments.named(desk.db, desk.actor, at=desk.hand.now)
    return Look(draft, naming(material), await _gift(desk, draft))


async def _gift(desk: Desk, draft: Draft) -> str:
    """What the promo code or the reward is called; one that was taken away since has no name."""
    try:
        match draft.plan.offer:
            case PromoOffer(promo_id):
                promo = await promo_cards.show(desk.db, desk.actor, promo_id, at=desk.hand.now)
                return promo.code or promo.name
            case RewardOffer(reward_id):
                return (await automation_gifts.choice(desk.db, desk.actor, reward_id)).named(desk.t.language)
    except Refused:
        return GONE
    return ""


async def change(desk: Desk, which: Which, sides: Mapping[str, Any]) -> Draft:
    """One change of the draft; the dialogue that led to it is over."""
    desk.memory.forget()
    return await broadcast_drafts.change(desk.db, desk.actor, which, sides, at=desk.hand.now)


def which(data: ComposeDo) -> Which:
    return Which(data.draft, data.edition)


async def previews(desk: Desk, draft: Draft, then: Screen) -> Screen:
    """Every text as a member who reads it will see it, one below the other, and after them *then*."""
    shown = then
    for version in reversed(draft.plan.variants):
        for language in reversed(list(draft.plan.content[version])):
            as_it_looks = await preview(desk, draft.id, version, language)
            shown = Screen(**{**as_it_looks.__dict__, "then": shown, "fresh": True})
    return shown


async def preview(desk: Desk, broadcast_id: int, version: str, language: str) -> Screen:
    """One text as it will look."""
    t = desk.t if language == "*" else desk.hand.catalogue.texts(language)
    facts = await broadcast_words.sample(desk.db, desk.actor, broadcast_id, version, language, at=desk.hand.now)
    shown = desk.hand.trial("broadcast.sent", facts, t, desk.hand.rules, desk.hand.username)
    assert shown is not None
    return shown


def written(draft: Draft, place: str) -> Words | None:
    """The words at this place ("A.*"), if there are any."""
    version, _, language = place.partition(".")
    return draft.plan.content.get(version, {}).get(language)
