"""The question of a quarter."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.rules.nps import MOST
from bot.telegram.customer.feedback_callbacks import NpsScore
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen

HALF = 6


def asked(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, shop = reader.t, reader.rules.program.name
    text = lines(
        t("💛 <b>Would you recommend {shop} to a friend?</b>", shop=shop),
        t("0 is never, 10 is gladly. One press, and it helps us a lot."),
    )
    scores = tuple(Button(str(score), NpsScore(quarter=facts["quarter"], score=score)) for score in range(MOST + 1))
    return Screen(text, (scores[:HALF], scores[HALF:], *offer_rows(reader)))


WORDINGS: dict[str, Wording] = {"nps.asked": asked}
