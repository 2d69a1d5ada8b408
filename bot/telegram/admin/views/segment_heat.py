"""The heat map of recency and frequency: a picture, the groups it has, and a button for each."""

from collections import Counter
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, html, lines
from bot.pictures.heatmap import HeatCell, HeatFace, heatmap_png
from bot.rules import rfm
from bot.rules.program import Program
from bot.telegram.admin.segment_callbacks import SegmentFor, ShowSegments
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys, ready_segments
from bot.usecases.segment_shelf import HeatMap


def heat(seen: HeatMap, t: Texts, program: Program, zone: ZoneInfo) -> Screen:
    """Members by how lately and how often they ordered, as the night counted them."""
    if not seen.cells or seen.at is None:
        return nothing(t)
    groups: Counter[str] = Counter()
    for cell in seen.cells:
        groups[f"rfm_{rfm.name_of(cell.recency, cell.frequency)}"] += cell.members
    text = lines(
        t("🔥 <b>Heat map</b>"), html(_counted(seen, t, zone)), "", *(_line(k, n, t) for k, n in groups.most_common())
    )
    buttons = [Button(ready_segments.name(key, t), SegmentFor(do="show", ready=key)) for key, _ in groups.most_common()]
    face = _face(seen, t, program, zone)
    key = f"heat:{seen.at.isoformat()}:{t.language}:{program.primary}:{program.accent}"
    picture = Picture(key, lambda: heatmap_png(face))
    return Screen(text, rows=(*keys.fitting(buttons), keys.back(t, ShowSegments())), picture=picture)


def nothing(t: Texts) -> Screen:
    """Before the first night, or with too few members."""
    text = lines(
        t("🔥 <b>Heat map</b>"),
        t("Not counted yet. It is drawn at night, as soon as at least {n} members have ordered.", n=rfm.ENOUGH),
    )
    return Screen(text, rows=(keys.back(t, ShowSegments()),))


def _counted(seen: HeatMap, t: Texts, zone: ZoneInfo) -> str:
    return t.plain_plural(
        "{n} member who has ordered, counted {moment}",
        "{n} members who have ordered, counted {moment}",
        sum(cell.members for cell in seen.cells),
        moment=t.moment(seen.at, zone) if seen.at else "",
    )


def _line(key: str, members: int, t: Texts) -> Html:
    """Without its meaning: a picture's words are few, and the button leads there."""
    # NOTE: a line of a list: "Champions: 12".
    return t("<b>{name}</b>: {n}", name=ready_segments.name(key, t), n=members)


def _face(seen: HeatMap, t: Texts, program: Program, zone: ZoneInfo) -> HeatFace:
    cells = {
        (cell.recency, cell.frequency): HeatCell(
            cell.members, t.number(cell.members), t.money(cell.spent_minor, seen.currency)
        )
        for cell in seen.cells
    }
    return HeatFace(
        title=t.plain("Members by their orders"),
        line=_counted(seen, t, zone),
        across=(t.plain("How lately they ordered"), t.plain("long ago"), t.plain("just now")),
        upwards=(t.plain("How often they ordered"), t.plain("seldom"), t.plain("often")),
        cells=cells,
        primary=program.primary,
        accent=program.accent,
    )
