"""Where a saved segment is used, and in which edition; each older one can be renewed."""

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.admin.segment_callbacks import RenewUse, SegmentDo
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.automation_names import automation_name
from bot.usecases.segment_uses import Use, Uses
from db.enums import AutomationKind

SHOWN = 25
KINDS = {
    # NOTE: what uses a segment, before its name: "Promo code SUSHI10".
    "automation": N_("Automatic offer “{name}”"),
    "promo": N_("Promo code {name}"),
    "deal": N_("Deal “{name}”"),
    "broadcast": N_("Message “{name}”"),
    "segment": N_("Segment “{name}”"),
}


def uses(seen: Uses, t: Texts, toast: str | None = None) -> Screen:
    """Who uses it; those with an older edition have a button."""
    if not seen.lines:
        return unused(seen, t)
    old = [use for use in seen.lines if use.edition < seen.edition]
    text = lines(
        _heading(seen, t),
        # NOTE: {n} is the number of the newest edition.
        t("The newest edition is {n}. Each keeps the one it was given until you renew it.", n=str(seen.edition)),
        "",
        *(_line(use, seen, t) for use in seen.lines[:SHOWN]),
        t.plural("… and {n} more", "… and {n} more", more) if (more := len(seen.lines) - SHOWN) > 0 else None,
    )
    renew = [
        # NOTE: a button: the thing named uses the new edition of a segment from now on.
        Button(t.plain("🔄 Use the new one: {name}", name=_shown(use, t))[:60], _renewed(seen, use))
        for use in old[:SHOWN]
        if use.changeable
    ]
    return Screen(text, rows=(*keys.in_rows(renew, 1), _back(seen, t)), toast=toast)


def unused(seen: Uses, t: Texts) -> Screen:
    text = lines(
        _heading(seen, t),
        t("Nowhere yet. Choose it under “For whom” of an offer, a promo code, a deal or a message."),
    )
    return Screen(text, rows=(_back(seen, t),))


def renewed(t: Texts) -> str:
    return t.plain("It uses the newest edition now.")


def _heading(seen: Uses, t: Texts) -> Html:
    return t("🔗 <b>{name}: where used</b>", name=seen.name)


def _back(seen: Uses, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, SegmentDo(do="show", segment=seen.id))


def _renewed(seen: Uses, use: Use) -> RenewUse:
    return RenewUse(segment=seen.id, kind=use.kind, number=use.id)


def _line(use: Use, seen: Uses, t: Texts) -> Html:
    sign = "▪️" if use.edition == seen.edition else "🕘"
    # NOTE: a line of a list: "🕘 Promo code SUSHI10: edition 1". {sign} is a symbol.
    return t("{sign} {name}: edition {n}", sign=sign, name=_shown(use, t), n=str(use.edition))


def _shown(use: Use, t: Texts) -> str:
    said = KINDS[use.kind]
    name = automation_name(t, AutomationKind(use.name)) if use.kind == "automation" else use.name
    return t.plain(said, name=name or f"№ {use.id}")
