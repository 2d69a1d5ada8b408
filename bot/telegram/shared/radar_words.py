"""What the owner's radar says of each sign, on its screen and in the morning's digest."""

from collections.abc import Callable

from bot.i18n import Html, Texts


def said(t: Texts, kind: str, name: str, number: int, usual: int | None) -> Html:
    """One line: who, how often, and what."""
    return SAYINGS[kind](t, name or "—", number, usual)


def _own_card(t: Texts, name: str, number: int, usual: int | None) -> Html:
    return t.plural(
        "🪪 {name}: own card shown at the own till, {n} time",
        "🪪 {name}: own card shown at the own till, {n} times",
        number,
        name=name,
    )


def _paid_back(t: Texts, name: str, number: int, usual: int | None) -> Html:
    return t.plural(
        "↩️ {name}: {n} order paid with points or a voucher, then returned",
        "↩️ {name}: {n} orders paid with points or a voucher, then returned",
        number,
        name=name,
    )


def _corrections(t: Texts, name: str, number: int, usual: int | None) -> Html:
    return t.plural(
        "✍️ {name}: points by hand to the same member, {n} time",
        "✍️ {name}: points by hand to the same member, {n} times",
        number,
        name=name,
    )


def _no_receipt(t: Texts, name: str, number: int, usual: int | None) -> Html:
    # NOTE: {usual} is how many such sales are usual among those who sell.
    return t.plural(
        "🧾 {name}: {n} sale with points and no receipt number (usual: {usual})",
        "🧾 {name}: {n} sales with points and no receipt number (usual: {usual})",
        number,
        name=name,
        usual=t.number(usual or 0),
    )


def _wrong_codes(t: Texts, name: str, number: int, usual: int | None) -> Html:
    return t.plural("🔢 {name}: {n} wrong code of a member", "🔢 {name}: {n} wrong codes of members", number, name=name)


SAYINGS: dict[str, Callable[[Texts, str, int, int | None], Html]] = {
    "own_card": _own_card,
    "paid_back": _paid_back,
    "corrections": _corrections,
    "no_receipt": _no_receipt,
    "wrong_codes": _wrong_codes,
}
