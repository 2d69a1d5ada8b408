"""Drafts the programme writes itself: their words in every language, how they look, and the last question."""

from collections.abc import Callable
from dataclasses import replace

from bot.i18n import Html, Texts
from bot.telegram.admin.handlers import broadcast_card as cards
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_check as checking
from bot.telegram.screen import Screen
from bot.telegram.shared.broadcast_words import LABELS
from bot.usecases import broadcast_plan
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcast_ready import Said


def said(desk: Desk, message: Callable[[Texts], Html], take: str) -> Said:
    """The words in every language there is; *take* stands on the button."""
    no = LABELS["decline"]
    spoken = {code: desk.hand.catalogue.texts(code) for code in desk.hand.catalogue.languages}
    return Said(
        texts={code: message(t) for code, t in spoken.items()},
        take={code: t.plain(take) for code, t in spoken.items()},
        decline={code: t.plain(no) for code, t in spoken.items()},
    )


async def shown(desk: Desk, draft: Draft) -> Screen:
    """As it will look in the reader's language, and below it the numbers and the button that sends it."""
    reach = await broadcast_plan.numbers(desk.db, desk.actor, draft.id, at=desk.hand.now)
    asked = checking.numbers(await cards.look(desk, draft), reach, desk.t)
    written = draft.plan.content["A"]
    language = desk.t.language if desk.t.language in written else next(iter(written))
    as_it_looks = await cards.preview(desk, draft.id, "A", language)
    return replace(as_it_looks, then=replace(asked, fresh=True), fresh=True)
