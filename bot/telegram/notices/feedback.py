"""For the managers: somebody was not happy."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.admin.order_callbacks import OpenOrder
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen


def bad(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, order = reader.t, facts["order"]
    text = lines(
        # NOTE: {name} is a member of either gender; {order} is an order's number.
        t("👎 <b>Order № {order}: not good</b>", order=str(order)),
        t("{name} pressed 👎 when asked how it was. A kind word soon often saves the day.", name=facts["name"]),
    )
    return Screen(text, rows=((Button(t.plain("Open the order"), OpenOrder(order=order)),),))


WORDINGS: dict[str, Wording] = {"feedback.bad": bad}
