"""The owner's radar: what of the staff's doings deserves a look, and the way to the log."""

from bot.i18n import Texts, lines
from bot.telegram.admin.callbacks import ShowAudit
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.radar_words import said
from bot.usecases.radar import Radar


def radar(seen: Radar, t: Texts) -> Screen:
    if not seen.signs:
        return nothing(seen, t)
    text = lines(
        t("📡 <b>Worth a look</b>"),
        t.plural("The last day:", "The last {n} days:", seen.days),
        "",
        *(said(t, each.kind, each.name, each.number, each.usual) for each in seen.signs),
        "",
        t("These are signs, not proofs. There may be a good reason: please ask first."),
    )
    people = list(dict.fromkeys((each.staff_id, each.name) for each in seen.signs))
    rows = [(_acts(number, name, t),) for number, name in people]
    return Screen(text, rows=(*rows, keys.back(t, ShowAudit())))


def _acts(staff_id: int, name: str, t: Texts) -> Button:
    # NOTE: a button: shows what {name}, somebody of the staff, did.
    return Button(t.plain("📒 What {name} did", name=name), ShowAudit(staff=staff_id))


def nothing(seen: Radar, t: Texts) -> Screen:
    text = lines(
        t("📡 <b>Worth a look</b>"),
        t("Nothing odd at the tills, at the door or by hand. Every act of the staff stands in the log."),
    )
    return Screen(text, rows=(keys.back(t, ShowAudit()),))
