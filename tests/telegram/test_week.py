"""Olga looks at the week: two messages planned, a member who gets both, one who would get more than agreed."""

from datetime import timedelta
from typing import Any

from bot.rules import broadcasts as shapes
from bot.rules.broadcasts import Words
from bot.usecases import consents
from db.enums import BroadcastState, MessageState, SendWhen
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.talk import Talk

DAY = timedelta(days=1)


async def planned(shop: Shop, name: str, days: int, **given: Any) -> int:
    """To everybody, that many days from now."""
    sides: dict[str, Any] = {
        "state": BroadcastState.SCHEDULED,
        "starts_at": NOON + days * DAY,
        "when": SendWhen.AT,
        "started_at": None,
    }
    content = shapes.content_json({"A": {"*": Words(f"<b>{name}</b>")}})
    return await shop_says.running(shop.db, name=name, **{**sides, "content": content, **given})


async def test_the_week_tells_what_goes_when_who_gets_two_and_who_would_get_too_much(talk: Talk) -> None:
    shop = await opened(talk.db)
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/broadcast")
    await olga.presses("This week")
    assert "Nothing is planned" in olga.text
    await planned(shop, "Friday rolls", 2)
    rest = {"field": "points", "op": "least", "value": 1}
    await planned(shop, "Only the rich", 3, segment=rest)
    await planned(shop, "After the week", 9)
    running = await planned(shop, "", 0, state=BroadcastState.RUNNING, starts_at=None, started_at=NOON)
    await shop_says.sent(talk.db, running, [shop.bob], state=MessageState.PLANNED, left_at=None)
    await olga.presses("Back")
    await olga.presses("This week")
    assert "Sat, 21 November 2026\n📣 Sent on as it was: 1 member to go" in olga.text
    assert "Mon, 23 November 2026\n🕒 15:00 Friday rolls: 2 members" in olga.text
    assert "Only the rich: 0 members" in olga.text
    assert "After the week" not in olga.text
    assert "1 member: Friday rolls + " in olga.text
    assert "One offer: 1 member\nTwo offers: 1 member" in olga.text
    assert "more than agreed" not in olga.text
    await planned(shop, "One too many", 4)
    await olga.presses("Back")
    await olga.presses("This week")
    assert "Two offers: 1 member\nThree or more: 1 member" in olga.text
    assert "⚠️ 1 member would get more than agreed" in olga.text
    await olga.presses("Friday rolls")
    assert "Planned" in olga.text
