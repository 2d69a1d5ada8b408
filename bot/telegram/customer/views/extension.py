"""Points that last longer now."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Points
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.extension import Extended


def put_off(done: Extended, t: Texts) -> Screen:
    if done.already:
        first = t("⏳ <b>Done before: until {date}</b>", date=t.date(done.until))
        rest = t("Points can be put off once.")
    else:
        # NOTE: the points last longer now; {date} is their new last day.
        first = t("⏳ <b>Done: until {date}</b>", date=t.date(done.until))
        rest = t("{points} can be spent up to and with that day.", points=t.points(done.points))
    rows = ((Button(t.plain("🎁 See rewards"), ShowRewards()),), keys.back(t, Points()))
    return Screen(lines(first, rest), rows)
