"""A kind answer to a thumb."""

from bot.i18n import Texts
from bot.telegram.screen import Screen, toast


def thanks(good: bool, t: Texts) -> Screen:
    if good:
        return toast(t.plain("We are so glad! Thank you for telling us. 💛"), alert=True)
    return toast(t.plain("We are sorry. The people in charge know now, and will look into it. Thank you."), alert=True)
