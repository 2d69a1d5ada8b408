"""Choosing who an offer is for: what is chosen so far, and one question for each kind of condition."""

from collections.abc import Sequence

from bot.i18n import N_, Texts, lines
from bot.rules.segments import EVERYBODY, All, Condition, Segment
from bot.telegram.admin.segment_callbacks import PickSegment
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, segments
from bot.telegram.shared.segments import Naming
from bot.usecases.segments import Material

ADD = {
    "tier": N_("🏅 Level"),
    "language": N_("🌍 Language"),
    "new": N_("🐣 New (at most 2 orders)"),
    "silent": N_("💤 No order for…"),
    "spend": N_("💰 Has spent at least…"),
    "birthday": N_("🎂 Birthday this month"),
    "tag": N_("🏷 Tag"),
    "outlet": N_("🏠 Outlet"),
}
QUESTIONS = {
    "tier": N_("Which level?"),
    "language": N_("Which language?"),
    "silent": N_("No order for how long?"),
    "tag": N_("With which tag?"),
    "outlet": N_("With orders from where?"),
}
TYPED = {
    "silent": N_("Send the number of days, such as 45."),
    "spend": N_("Send the sum, such as 10000: everything a member has spent so far, after discounts."),
}
EMPTY = {
    "tag": N_("No member has a tag yet. Tags are put on members one by one: /member."),
    "outlet": N_("There are no outlets yet: /outlets."),
    "tier": N_("The programme has no levels."),
}
MOST = 4


def naming(material: Material) -> Naming:
    return Naming(material.currency, material.outlets)


def picker(segment: Segment, material: Material, t: Texts) -> Screen:
    """What is chosen, how many members that is, and what can be added; all conditions have to hold."""
    chosen = segment.parts if isinstance(segment, All) else (segment,)
    text = lines(
        t("👥 <b>Who is it for?</b>"),
        t("Now: <b>{segment}</b>", segment=segments.said(segment, t, naming(material))),
        t.plural("That is {n} member.", "That is {n} members.", material.members),
        "",
        t("Every condition chosen has to hold.") if len(chosen) > 1 else None,
        t("That is as many conditions as fit here.") if len(chosen) >= MOST else None,
    )
    return Screen(text, rows=(*_taken(chosen, material, t), *_more(segment, chosen, t), *_ways_out(t)))


def _taken(chosen: Sequence[Segment], material: Material, t: Texts) -> tuple[tuple[Button, ...], ...]:
    names = [segments.said(part, t, naming(material)) for part in chosen]
    drops = [Button(f"✕ {name}"[:60], PickSegment(do="drop", value=str(n))) for n, name in enumerate(names)]
    return keys.in_rows(drops, 1)


def _more(segment: Segment, chosen: Sequence[Segment], t: Texts) -> tuple[tuple[Button, ...], ...]:
    added = [Button(t.plain(label), PickSegment(do="add", value=name)) for name, label in ADD.items()]
    everybody = Button(t.plain("Everybody"), PickSegment(do="everybody"))
    rows = keys.fitting(added) if len(chosen) < MOST else ()
    return rows if segment == EVERYBODY else (*rows, (everybody,))


def _ways_out(t: Texts) -> tuple[tuple[Button, ...], ...]:
    save = Button(t.plain("Save"), PickSegment(do="save"), style="success")
    return ((save,), keys.back(t, PickSegment(do="leave")))


def choose(field: str, choices: Sequence[Condition], material: Material, t: Texts) -> Screen:
    """One question with its answers as buttons; some can be typed instead."""
    if not choices:
        return nothing(field, t)
    names = [segments.condition(choice, t, naming(material)) for choice in choices]
    answers = [Button(name[:60], PickSegment(do="choose", value=str(n))) for n, name in enumerate(names)]
    typed = (Button(t.plain("Another number"), PickSegment(do="write", value=field)),) if field in TYPED else ()
    text = lines(t("👥 <b>Who is it for?</b>"), t(QUESTIONS[field]))
    return Screen(text, rows=(*keys.in_rows(answers, 1), typed, keys.back(t, PickSegment(do="show"))))


def nothing(field: str, t: Texts) -> Screen:
    """There is nothing of this kind to choose from."""
    text = lines(t("👥 <b>Who is it for?</b>"), t(EMPTY[field]))
    return Screen(text, rows=(keys.back(t, PickSegment(do="show")),))


def write(field: str, t: Texts) -> Screen:
    text = lines(t("👥 <b>Who is it for?</b>"), t(TYPED[field]))
    return Screen(text, rows=(keys.back(t, PickSegment(do="show")),))
