"""Segments as the staff keep them: the list, one with all about it, the ready-made ones, its editions."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, html, lines
from bot.rules.segments import from_json
from bot.telegram.admin.segment_callbacks import SegmentDo, SegmentFor, ShowSegments
from bot.telegram.admin.views.segment_picker import as_text, in_words
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, playbooks, ready_segments
from bot.usecases.saved_segments import EditLine, Seen
from bot.usecases.segment_shelf import Shelf, Target

LONGEST_BUTTON, LONGEST_LINE = 40, 250


def shelf(seen: Shelf, t: Texts) -> Screen:
    """The saved ones by name, with their members."""
    if not seen.lines:
        return nothing(seen, t)
    text = lines(
        t("🎯 <b>Segments</b>"),
        t("Groups of members for messages, offers and codes; they follow what members do."),
        "",
        *(_line(line.name, line.members, t) for line in seen.lines),
    )
    saved = [Button(line.name[:LONGEST_BUTTON], SegmentDo(do="show", segment=line.id)) for line in seen.lines]
    return Screen(text, rows=(*keys.fitting(saved), _pages(seen), *_ways(seen, t), keys.home(t)))


def _pages(seen: Shelf, what: str = "") -> tuple[Button, ...]:
    before, after = ShowSegments(what=what, page=seen.page - 1), ShowSegments(what=what, page=seen.page + 1)
    return (
        *([Button("‹", before)] if seen.page else []),
        *([Button("›", after)] if seen.page + 1 < seen.pages else []),
    )


def nothing(seen: Shelf, t: Texts) -> Screen:
    text = lines(
        t("🎯 <b>Segments</b>"),
        t("None of your own yet. Begin with the ready-made ones, or make one: “Gold, no order for 30 days”."),
    )
    return Screen(text, rows=(*_ways(seen, t), keys.home(t)))


def _line(name: str, members: int, t: Texts) -> Html:
    # NOTE: a line of a list: "▪️ VIPs: 12 members".
    return t.plural("▪️ <b>{name}</b>: {n} member", "▪️ <b>{name}</b>: {n} members", members, name=name)


def _ways(seen: Shelf, t: Texts) -> Rows:
    buttons = [
        Button(t.plain("➕ New segment"), ShowSegments(what="new"), style="primary"),
        Button(t.plain("⭐ Ready-made"), ShowSegments(what="ready")),
        Button(t.plain("🔥 Heat map"), ShowSegments(what="heat")),
        Button(t.plain("🔗 Where members come from"), ShowSegments(what="links")),
    ]
    if seen.retired:
        retired = t.plain_plural("🗄 {n} retired", "🗄 {n} retired", seen.retired)
        buttons.append(Button(retired, ShowSegments(what="retired")))
    return keys.fitting(buttons)


def retired(seen: Shelf, t: Texts) -> Screen:
    """Those that are no longer offered."""
    text = lines(t("🗄 <b>Retired segments</b>"), *(_line(line.name, line.members, t) for line in seen.lines))
    if not seen.lines:
        text = lines(text, t("None."))
    saved = [Button(line.name[:LONGEST_BUTTON], SegmentDo(do="show", segment=line.id)) for line in seen.lines]
    return Screen(text, rows=(*keys.fitting(saved), _pages(seen, "retired"), keys.back(t, ShowSegments())))


def _meaning(key: str, members: int, t: Texts) -> Html:
    name, meaning = ready_segments.name(key, t), ready_segments.meaning(key, t)
    return t.plural(
        # NOTE: a line of a list: "▪️ Lost, 12 members: no order for 180 days".
        "▪️ <b>{name}</b>, {n} member: {meaning}",
        "▪️ <b>{name}</b>, {n} members: {meaning}",
        members,
        name=name,
        meaning=meaning,
    )


def ready(counts: Mapping[str, int], t: Texts) -> Screen:
    """Those that come with the bot: what each means, and how many belong to it now."""
    told = (_meaning(key, members, t) for key, members in counts.items())
    buttons = [Button(ready_segments.name(key, t), SegmentFor(do="show", ready=key)) for key in counts]
    text = lines(t("⭐ <b>Ready-made segments</b>"), "", *told)
    return Screen(text, rows=(*keys.fitting(buttons), keys.back(t, ShowSegments())))


def ready_card(key: str, found: Target, t: Texts, may: frozenset[str]) -> Screen:
    """One of those."""
    text = lines(
        t("⭐ <b>{name}</b>", name=ready_segments.name(key, t)),
        ready_segments.meaning(key, t),
        "",
        *_about(found, t),
        "",
        playbooks.told(key, t),
    )
    keep = (Button(t.plain("💾 Keep as my own"), SegmentFor(do="keep", ready=key)),)
    back = ShowSegments(what="heat" if key.startswith("rfm_") else "ready")
    return Screen(text, rows=(*uses_of(SegmentFor(do="", ready=key), t, may), keep, keys.back(t, back)))


def _about(found: Target, t: Texts) -> list[Html | None]:
    segment = from_json(found.tree)
    return [
        html(in_words(segment, found.material, t)),
        t.plural("That is {n} member.", "That is {n} members.", found.material.members),
        as_text(segment, found.material, t),
    ]


def uses_of(which: SegmentFor, t: Texts, may: frozenset[str]) -> Rows:
    """What can be done with the people of a segment, by what the reader may do."""

    def does(do: str, label: str) -> Button:
        return Button(label, which.model_copy(update={"do": do}))

    wanted = (
        ("broadcasts.send", does("write", t.plain("📣 Write to these"))),
        ("segments.people", does("people", t.plain("👁 Who they are"))),
        ("exports.take", does("xlsx", t.plain("📄 Excel file"))),
        ("exports.take", does("csv", t.plain("📄 CSV file"))),
    )
    return keys.fitting([button for act, button in wanted if act in may])


def card(seen: Seen, t: Texts, zone: ZoneInfo, may: frozenset[str], toast: str | None = None) -> Screen:
    """A saved segment: what it asks, how many belong to it, whose it is."""
    segment = from_json(seen.tree)
    text = lines(
        t("🎯 <b>{name}</b>", name=seen.name),
        t("🗄 Retired: no longer offered; what uses it goes on.") if seen.retired else None,
        t("Now: <b>{segment}</b>", segment=in_words(segment, seen.material, t)),
        t.plural("That is {n} member.", "That is {n} members.", seen.material.members),
        "",
        as_text(segment, seen.material, t),
        _edition(seen.newest, t, zone),
    )
    people = () if seen.retired else uses_of(SegmentFor(do="", segment=seen.id), t, may)
    return Screen(text, rows=(*people, *_changes(seen, t), keys.back(t, ShowSegments())), toast=toast)


def _edition(line: EditLine, t: Texts, zone: ZoneInfo) -> Html:
    # NOTE: which edition of a segment this is, when it was made and by whom: "Edition 3, 21 Nov 2026 12:00, Olga".
    return t(
        "<i>Edition {n}, {moment}, {name}</i>", n=str(line.edition), moment=t.moment(line.at, zone), name=line.by or "—"
    )


def _changes(seen: Seen, t: Texts) -> Rows:
    def does(do: str, label: str) -> Button:
        return Button(label, SegmentDo(do=do, segment=seen.id, edition=seen.edition))

    if seen.retired:
        return keys.fitting([does("bring_back", t.plain("↩️ Offer it again")), does("uses", t.plain("🔗 Where used"))])
    return keys.fitting(
        [
            does("edit", t.plain("✏️ Change")),
            does("name", t.plain("🏷 Rename")),
            does("uses", t.plain("🔗 Where used")),
            does("history", t.plain("🕘 Editions")),
            does("retire", t.plain("🗄 Retire")),
        ]
    )


def history(seen: Seen, editions: Sequence[EditLine], t: Texts, zone: ZoneInfo) -> Screen:
    """What it asked before, by whom; each can come back."""
    told = [
        lines(_edition(line, t, zone), html(in_words(from_json(line.tree), seen.material, t)[:LONGEST_LINE]))
        for line in editions
    ]
    back = [
        # NOTE: a button: an earlier edition comes back.
        Button(t.plain("↩️ Back to {n}", n=str(line.edition)), _back_to(seen, line.edition))
        for line in editions
        if line.tree != seen.tree
    ]
    text = lines(t("🕘 <b>{name}: editions</b>", name=seen.name), "", *told)
    return Screen(text, rows=(*keys.in_rows(back), keys.back(t, SegmentDo(do="show", segment=seen.id))))


def _back_to(seen: Seen, edition: int) -> SegmentDo:
    return SegmentDo(do="back", segment=seen.id, edition=seen.edition, value=edition)


def ask_name(t: Texts) -> Screen:
    text = lines(t("🎯 <b>What shall it be called?</b>"), t("Send a name for this segment, such as “Quiet Gold”."))
    return Screen(text, rows=(keys.cancel(t),))
