"""The sum behind an order's points, in words: what counted, what was added, what multiplied it, rounded once."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from bot.i18n import Html, Texts
from bot.rules.earning import WHOLE_BP

Facts = Mapping[str, Any]


def arithmetic(facts: Facts, points: int, t: Texts) -> list[Html]:
    """*facts* are those of the entry, also of one written before there were rules beyond the base rate."""
    exact = _exact(facts)
    told = [*_counts(facts, t), *(_steps(facts, exact, t) if _has_more(facts) else _at_once(facts, exact, t))]
    if back := facts.get("taken_back"):
        # NOTE: {points} is "−31 points": goods of the order came back before its points had arrived.
        told.append(t("{points}, because goods of it came back.", points=t.points(-back, signed=True)))
    elif exact != points:
        told.append(t("Rounded down to whole points, once: {points}.", points=t.points(points)))
    return told


def _has_more(facts: Facts) -> bool:
    return bool(facts.get("applied")) or facts.get("voucher_bp", WHOLE_BP) != WHOLE_BP


def _counts(facts: Facts, t: Texts) -> list[Html]:
    currency = facts["currency"]
    told = [t("What counts: {base}, for the goods.", base=t.money(facts["base_minor"], currency))]
    if facts.get("discount_minor"):
        told.append(
            t("{money} came off the bill, and earns no points.", money=t.money(facts["discount_minor"], currency))
        )
    if facts.get("paid_minor"):
        told.append(
            t("Points paid {money} of it, and that earns no points.", money=t.money(facts["paid_minor"], currency))
        )
    if facts.get("excluded_minor"):
        # NOTE: a part of the order, such as alcohol, for which the shop gives no points.
        told.append(t("{money} was for goods that earn no points.", money=t.money(facts["excluded_minor"], currency)))
    if facts.get("fee_minor"):
        told.append(t("The delivery, {fee}, earns no points.", fee=t.money(facts["fee_minor"], currency)))
    return told


def _at_once(facts: Facts, exact: Decimal, t: Texts) -> list[Html]:
    gaps = _gaps(facts, t) | {"exact": t.number(exact)}
    if facts["multiplier_bp"] == WHOLE_BP:
        # NOTE: arithmetic: base sum × share that comes back ÷ what one point is worth = points.
        return [t("<b>{base} × {rate} ÷ {value} a point = {exact}</b>", **gaps)]
    return [
        # NOTE: the same with the factor of the member's level, such as 1.2.
        t("<b>{base} × {rate} × {factor} ÷ {value} a point = {exact}</b>", **gaps),
        _level(facts, t),
    ]


def _gaps(facts: Facts, t: Texts) -> dict[str, object]:
    return {
        "base": t.money(facts["base_minor"], facts["currency"]),
        "rate": t.percent(facts["rate_bp"]),
        "value": t.money(facts["point_value_minor"], facts["currency"]),
        "factor": _factor(facts["multiplier_bp"], t),
    }


def _steps(facts: Facts, exact: Decimal, t: Texts) -> list[Html]:
    """First what adds, a line each, then what multiplies."""
    applied = facts.get("applied", ())
    base = _shown(_share(facts["base_minor"], facts["rate_bp"], facts))
    told = [t("{base} × {rate} ÷ {value} a point = {exact}", **_gaps(facts, t) | {"exact": t.number(base)})]
    told += [_added(rule, facts, t) for rule in applied if rule["gives"] != "factor"]
    if facts["multiplier_bp"] != WHOLE_BP:
        told.append(_level(facts, t))
    for rule in applied:
        if rule["gives"] == "factor":
            # NOTE: {name} is the name of a rule that multiplies the points.
            told.append(t("× {factor}: “{name}”", factor=_factor(rule["value"], t), name=rule["name"]))
    if facts.get("voucher_bp", WHOLE_BP) != WHOLE_BP:
        told.append(t("× {factor} by your voucher.", factor=_factor(facts["voucher_bp"], t)))
    return [*told, t("<b>Together: {exact}</b>", exact=t.number(exact))]


def _level(facts: Facts, t: Texts) -> Html:
    return t("× {factor} is what your level brings.", factor=_factor(facts["multiplier_bp"], t))


def _added(rule: Facts, facts: Facts, t: Texts) -> Html:
    if rule["gives"] == "points":
        # NOTE: {name} is the name of a rule that adds points; {points} is "+20 points".
        return t("{points}: “{name}”", points=t.points(rule["value"], signed=True), name=rule["name"])
    return t(
        # NOTE: so many points more, by the rule of this name: sum × share ÷ what one point is worth.
        "+{exact}: “{name}”, {base} × {rate} ÷ {value} a point",
        exact=t.number(_shown(_share(rule["of_minor"], rule["value"], facts))),
        name=rule["name"],
        base=t.money(rule["of_minor"], facts["currency"]),
        rate=t.percent(rule["value"]),
        value=t.money(facts["point_value_minor"], facts["currency"]),
    )


def _factor(basis_points: int, t: Texts) -> str:
    return t.number(Decimal(basis_points) / WHOLE_BP)


def _share(minor: int, rate_bp: int, facts: Facts) -> Fraction:
    return Fraction(minor * rate_bp, facts["point_value_minor"] * WHOLE_BP)


def _exact(facts: Facts) -> Decimal:
    total, applied = _share(facts["base_minor"], facts["rate_bp"], facts), facts.get("applied", ())
    for rule in applied:
        if rule["gives"] != "factor":
            total += rule["value"] if rule["gives"] == "points" else _share(rule["of_minor"], rule["value"], facts)
    factors = [facts["multiplier_bp"], facts.get("voucher_bp", WHOLE_BP)]
    for factor in [*factors, *(rule["value"] for rule in applied if rule["gives"] == "factor")]:
        total *= Fraction(factor, WHOLE_BP)
    return _shown(total)


def _shown(exact: Fraction) -> Decimal:
    """With three digits at most; never shown as more than it is."""
    shown = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.001"), ROUND_DOWN)
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()
