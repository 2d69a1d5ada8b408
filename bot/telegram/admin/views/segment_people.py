"""The people of a segment: a page of them, or a table for a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from babel.numbers import get_currency_precision

from bot.i18n import Html, Texts, lines
from bot.rules import spreadsheets
from bot.rules.codes import format_number
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.segment_callbacks import SegmentDo, SegmentFor
from bot.telegram.screen import Attachment, Button, Screen
from bot.telegram.shared import keys, ready_segments
from bot.telegram.shared.tiers import tier_name
from bot.usecases.segment_people import MOST_EXPORTED, MOST_SHOWN, People, PersonRow

Cell = str | int | float


def page(seen: People, t: Texts) -> Screen:
    """Names and what they ordered; a name opens the member's card."""
    if not seen.people:
        return nobody(seen, t)
    text = lines(
        _heading(seen, t),
        t.plural("{n} member belongs to it now.", "{n} members belong to it now.", seen.members),
        t("Shown are the {n} who spent most.", n=MOST_SHOWN) if seen.members > MOST_SHOWN else None,
        "",
        *(_line(person, seen, t) for person in seen.people),
    )
    found = [Button(person.name[:24], ShowMember(member=person.member_id)) for person in seen.people]
    return Screen(text, rows=(*keys.in_rows(found), _pages(seen), _back(seen, t)))


def nobody(seen: People, t: Texts) -> Screen:
    return Screen(lines(_heading(seen, t), t("Nobody belongs to it now.")), rows=(_back(seen, t),))


def _heading(seen: People, t: Texts) -> Html:
    return t("👁 <b>{name}</b>", name=named(seen, t))


def named(seen: People, t: Texts) -> str:
    """What the segment is called."""
    return seen.name or ready_segments.name(seen.chosen.ready, t)


def _line(person: PersonRow, seen: People, t: Texts) -> Html:
    # NOTE: a line of a list of members: "Ann Green · +48 ••• 0221 · Gold · ₽1,240".
    return t(
        "{name} · {phone} · {tier} · {money}",
        name=person.name,
        phone=person.phone,
        tier=tier_name(t, person.tier),
        money=t.money(person.spent_minor, seen.rules.program.currency),
    )


def _pages(seen: People) -> tuple[Button, ...]:
    which = SegmentFor(do="people", segment=seen.chosen.saved, ready=seen.chosen.ready)
    before = Button("‹", which.model_copy(update={"page": seen.page - 1}))
    after = Button("›", which.model_copy(update={"page": seen.page + 1}))
    return (*([before] if seen.page else []), *([after] if seen.page + 1 < seen.pages else []))


def _back(seen: People, t: Texts) -> tuple[Button, ...]:
    if seen.chosen.ready:
        return keys.back(t, SegmentFor(do="show", ready=seen.chosen.ready))
    return keys.back(t, SegmentDo(do="show", segment=seen.chosen.saved))


def file(seen: People, kind: str, content: bytes, t: Texts) -> Screen:
    """The table as a file; the screen it was asked on stays."""
    text = lines(
        t("📄 <b>{name}</b>", name=named(seen, t)),
        t.plural("{n} member, as of now.", "{n} members, as of now.", len(seen.people)),
        t("These are the {n} who spent most.", n=MOST_EXPORTED) if seen.members > MOST_EXPORTED else None,
    )
    name = f"segment-{seen.chosen.saved or seen.chosen.ready}.{kind}"
    return Screen(text, rows=(_back(seen, t),), file=Attachment(name, content))


def table(seen: People, t: Texts) -> list[Sequence[Cell]]:
    """The heading and a row for each member; sums in whole money, days as 2026-11-21."""
    heading = (
        *(t.plain("Number"), t.plain("Name"), t.plain("Phone"), t.plain("Level")),
        *(t.plain("Orders"), t.plain("Spent"), t.plain("Last order"), t.plain("City")),
    )
    return [heading, *_rows(seen, t)]


def _rows(seen: People, t: Texts) -> Iterator[Sequence[Cell]]:
    unit = Decimal(10) ** get_currency_precision(seen.rules.program.currency)
    for person in seen.people:
        last = person.last_order_at.astimezone(seen.rules.zone).date().isoformat() if person.last_order_at else ""
        spent = float(person.spent_minor / unit)
        number, tier = format_number(person.number), tier_name(t, person.tier)
        yield number, person.name, person.phone, tier, person.orders, spent, last, person.city or ""


def packed(rows: list[Sequence[Cell]], kind: str, title: str) -> bytes:
    """The table in that kind of file."""
    if kind == "xlsx":
        return spreadsheets.xlsx_file(title, rows)
    return spreadsheets.csv_file([[str(cell) for cell in row] for row in rows])
