"""Building a segment: what is chosen so far, its parts, and the ways to go on."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, html, lines
from bot.rules.segment_edits import MOST, Place, bare, opened, within
from bot.rules.segment_written import written
from bot.rules.segments import EVERYBODY, All, AnyOf, Not, Saved, Segment, plain
from bot.telegram.admin.segment_callbacks import PickSegment
from bot.telegram.admin.views.segment_questions import heading, themes
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, ready_segments, segments
from bot.telegram.shared.segments import Naming
from bot.usecases.segments import Material

LONGEST_BUTTON, LONGEST_TEXT, LONGEST_WORDS = 60, 1_500, 1_500
SAMPLE = 'tier is gold and last order over 30 days ago and not bought "rolls"'


def naming(material: Material) -> Naming:
    saved = {number: name for number, (name, _) in material.saved.items()}
    return Naming(material.currency, material.outlets, saved)


def in_words(segment: Segment, material: Material, t: Texts) -> str:
    """The segment in the reader's words, as far as a screen holds them."""
    said = segments.said(plain(segment), t, naming(material))
    return said if len(said) <= LONGEST_WORDS else f"{said[:LONGEST_WORDS]}…"


def picker(segment: Segment, place: Place, material: Material, t: Texts) -> Screen:
    """What is chosen, how many members that is, and what can be added to the list one is in."""
    group = within(segment, place)
    text = lines(
        heading(t, t.plain("a group") if place is not None else ""),
        t("Now: <b>{segment}</b>", segment=in_words(segment, material, t)),
        t.plural("That is {n} member.", "That is {n} members.", material.members),
        "",
        _rule(group, t),
        t("That is as many conditions as fit here.") if len(group.parts) >= MOST else None,
        as_text(segment, material, t) if place is None else None,
        _hint(t) if segment == EVERYBODY else None,
    )
    rows = (*_parts(group, material, t), *_more(segment, group, place, t), *_ways_out(place, t))
    return Screen(text, rows=rows)


def _hint(t: Texts) -> Html:
    # NOTE: {sample} is in English and stays so.
    return t("Choose below, or send it as a line: <code>{sample}</code>", sample=SAMPLE)


def _rule(group: All | AnyOf, t: Texts) -> Html | None:
    if len(group.parts) < 2:
        return None
    if isinstance(group, All):
        return t("Every condition chosen has to hold.")
    return t("One of the conditions chosen is enough.")


def as_text(segment: Segment, material: Material, t: Texts) -> Html | None:
    """The same in the language of segments, to be copied and sent back changed."""
    if segment == EVERYBODY:
        return None
    line = written(segment, material.known)
    return Html(f"<code>{html(line)}</code>") if len(line) <= LONGEST_TEXT else None


def _parts(group: All | AnyOf, material: Material, t: Texts) -> Rows:
    names = [segments.said(part, t, naming(material)) for part in group.parts]
    return keys.fitting(
        [Button(f"▪️ {name}"[:LONGEST_BUTTON], PickSegment(do="part", value=str(n))) for n, name in enumerate(names)]
    )


def _more(segment: Segment, group: All | AnyOf, place: Place, t: Texts) -> Rows:
    ready = Button(t.plain("💾 Saved and ready-made"), PickSegment(do="list"))
    rows: list[tuple[Button, ...]] = [*themes(t), (ready,)] if len(group.parts) < MOST else []
    if len(group.parts) > 1:
        label = t.plain("⇄ One is enough") if isinstance(group, All) else t.plain("⇄ All have to hold")
        rows.append((Button(label, PickSegment(do="join")),))
    if place is None:
        everybody = (Button(t.plain("Everybody"), PickSegment(do="everybody")),) if segment != EVERYBODY else ()
        rows.append((Button(t.plain("⌨️ Type it"), PickSegment(do="text")), *everybody))
    return tuple(rows)


def _ways_out(place: Place, t: Texts) -> Rows:
    if place is not None:
        return ((Button(t.plain("✓ Done with this group"), PickSegment(do="out"), style="success"),),)
    save = Button(t.plain("Save"), PickSegment(do="save"), style="success")
    return ((save,), keys.back(t, PickSegment(do="leave")))


def part(segment: Segment, place: Place, number: int, material: Material, t: Texts) -> Screen:
    """One part, and what can be done with it."""
    top, chosen = opened(segment), within(segment, place).parts[number]

    def does(do: str, label: str) -> Button:
        return Button(label, PickSegment(do=do, value=str(number)))

    # NOTE: buttons that put "not" before a condition, or take it away.
    opposite = t.plain("↩️ Without “not”") if isinstance(chosen, Not) else t.plain("🚫 Not")
    rows: list[tuple[Button, ...]] = [(does("not", opposite), does("drop", t.plain("✕ Take away")))]
    if place is None and isinstance(bare(chosen), All | AnyOf):
        rows.append((does("open", t.plain("📂 Open this group")),))
    elif place is None:
        # NOTE: buttons that make a group of one condition and others beside it.
        label = t.plain("➕ Or something else") if isinstance(top, All) else t.plain("➕ And something else")
        rows.append((does("group", label),))
    text = lines(
        heading(t),
        t("<b>{segment}</b>", segment=in_words(chosen, material, t)),
        _inside(bare(chosen), material, t),
    )
    return Screen(text, rows=(*rows, keys.back(t, PickSegment(do="show"))))


def _inside(chosen: Segment, material: Material, t: Texts) -> Html | None:
    """What a saved one asks in the edition that is used here."""
    if not isinstance(chosen, Saved):
        return None
    return t("Edition {n}: {segment}", n=str(chosen.edition), segment=in_words(chosen.part, material, t))


def listed(saved: Sequence[tuple[int, str]], ready: Sequence[str], t: Texts) -> Screen:
    """The shop's own segments and those that come with the bot, to be added as one condition."""
    own = [Button(f"💾 {name}"[:LONGEST_BUTTON], PickSegment(do="take", value=str(number))) for number, name in saved]
    others = [Button(ready_segments.name(key, t), PickSegment(do="take", value=key)) for key in ready]
    text = lines(
        heading(t, t.plain("saved and ready-made")),
        t("Yours keep their edition here until you renew it: /segments.") if own else None,
        *(
            t("<b>{name}</b>: {meaning}", name=ready_segments.name(k, t), meaning=ready_segments.meaning(k, t))
            for k in ready
        ),
    )
    return Screen(text, rows=(*keys.fitting(own), *keys.fitting(others), keys.back(t, PickSegment(do="show"))))


def type_it(segment: Segment, material: Material, t: Texts) -> Screen:
    """The segment as a line of text, to be sent anew."""
    text = lines(
        heading(t, t.plain("as text")),
        t("Send it as one line, in English words:"),
        as_text(segment, material, t) or Html(f"<code>{html(SAMPLE)}</code>"),
        "",
        t("“and” goes before “or”; brackets go before both; names stand in quotation marks."),
        t("“segment” and its name stand for one you have saved."),
    )
    return Screen(text, rows=(keys.back(t, PickSegment(do="show")),))
