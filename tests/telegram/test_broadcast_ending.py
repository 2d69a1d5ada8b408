"""An offer by message ends: whoever has not answered is reminded once, with the button to take it."""

from datetime import datetime, timedelta
from typing import Any

from bot.rules.automations import Offer
from bot.rules.broadcasts import OfferButton
from bot.usecases import broadcast_endings, consents
from db.enums import OfferKind
from tests.support.mailings import mailed
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.talk import Talk

POINTS: dict[str, Any] = {"offer": Offer(OfferKind.POINTS, 50), "buttons": (OfferButton("claim", {"en": "Take 50"}),)}


async def turned(talk: Talk, at: datetime) -> int:
    talk.clock.set(at)
    reminded = await broadcast_endings.remind(talk.db, at)
    await talk.deliver()
    return reminded


async def test_bob_is_reminded_once_and_ann_who_took_it_is_not(talk: Talk) -> None:
    shop = await opened(talk.db)
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    ann, bob = talk.person("Ann", id=ANN), talk.person("Bob", id=BOB)
    olga, ends = await shop.actor(OLGA), NOON + timedelta(days=3)
    await mailed(talk.db, olga, "Soup season", at=NOON, deadline=ends, **POINTS)
    await talk.deliver()
    await ann.presses("Take 50")
    heard = len(ann.shown)
    assert await turned(talk, ends - timedelta(hours=25)) == 0
    assert await turned(talk, ends - timedelta(hours=24)) == 1
    assert await turned(talk, ends - timedelta(hours=3)) == 0
    assert "Our offer ends soon" in bob.text
    assert (sum("ends soon" in text for text in bob.shown), len(ann.shown)) == (1, heard)
    await bob.presses("Take 50")
    assert "50" in "\n".join(bob.shown[-2:])


async def test_of_an_offer_of_one_day_nobody_is_reminded(talk: Talk) -> None:
    shop = await opened(talk.db)
    await consents.advertise(talk.db, await shop.actor(BOB), True, source="settings", at=NOON)
    await mailed(talk.db, await shop.actor(OLGA), at=NOON, deadline=NOON + timedelta(hours=47), **POINTS)
    await talk.deliver()
    assert await turned(talk, NOON + timedelta(hours=46)) == 0
