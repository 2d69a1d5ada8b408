"""What if: choose a number, say another value, and read what the last ninety days would have been."""

from bot.i18n import Html, Texts, lines
from bot.rules import program_fields as fields
from bot.rules.codes import format_number
from bot.rules.whatif import Moved
from bot.telegram.admin.callbacks import PublishChange, ShowProgram
from bot.telegram.admin.earning_callbacks import AskWhatIf, PublishWhatIf, ShowWhatIf
from bot.telegram.admin.views.program import GROUPS, example
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import brief, label, shown
from bot.usecases.program_changes import ProgramSeen
from bot.usecases.whatif import WhatIf

TYPED = frozenset({"points", "percent", "money", "factor", "days", "hours", "minutes", "months", "orders", "friends"})


def groups(t: Texts) -> Screen:
    """Which number? By groups, in the reader's words."""
    text = lines(
        t("🔮 <b>What if?</b>"),
        t("I take the orders of the last 90 days and reckon them with another number. Nothing is changed."),
        "",
        t("Which number should be another?"),
    )
    buttons = [Button(t.plain(said), AskWhatIf(group=group)) for group, said in GROUPS.items() if numbers(group)]
    return Screen(text, rows=(*keys.fitting(buttons), keys.back(t, ShowProgram())))


def numbers(group: str) -> list[str]:
    """The numbers of a group for which another value can be typed."""
    return [field for field, kind in fields.GROUPS.get(group, {}).items() if kind in TYPED]


def group(seen: ProgramSeen, name: str, t: Texts) -> Screen:
    """The numbers of one group as they are now, and a button for each."""
    program = seen.rules.program
    names = numbers(name)
    text = lines(
        t("🔮 <b>What if?</b> · {group}", group=t.plain(GROUPS[name])),
        t("Which number should be another?"),
        "",
        *(
            t(
                "{rule}: <b>{value}</b>",
                rule=label(t, field),
                value=shown(t, field, fields.value_of(program, field), program.currency),
            )
            for field in names
        ),
    )
    buttons = [Button(brief(t, field), AskWhatIf(group=name, field=field)) for field in names]
    return Screen(text, rows=(*keys.in_rows(buttons, 1), keys.back(t, AskWhatIf())))


def ask(seen: ProgramSeen, field: str, t: Texts) -> Screen:
    """What should it be?"""
    program = seen.rules.program
    now = shown(t, field, fields.value_of(program, field), program.currency)
    text = lines(
        t("🔮 <b>What if: {rule}</b>", rule=label(t, field)),
        t("Now: <b>{value}</b>", value=now),
        "",
        t("Send the value to try. Example: <i>{example}</i>", example=example(fields.KINDS[field], t)),
    )
    return Screen(text, rows=(keys.cancel(t),))


def result(found: WhatIf, t: Texts, *, proposed: bool = False) -> Screen:
    """Before and after, who gains and who loses. *proposed*: it is about to be published."""
    change, currency = found.change, found.currency
    text = lines(
        t("🔮 <b>What if: {rule}</b>", rule=label(t, change.field)),
        t(
            "<b>{old}</b> → <b>{new}</b>",
            old=shown(t, change.field, change.old, currency),
            new=shown(t, change.field, change.new, currency),
        ),
        "",
        *_told(found, t),
    )
    again = Button(t.plain("Another number"), AskWhatIf())
    propose = Button(t.plain("📤 Propose this change"), PublishWhatIf(), style="primary")
    if proposed:
        yes = Button(t.plain("Yes, publish"), PublishChange(), style="success")
        return Screen(text, rows=((yes,), keys.back(t, PublishWhatIf())))
    acts = (propose, again) if found.may_change else (again,)
    return Screen(text, rows=(acts, keys.back(t, ShowProgram())))


def _told(found: WhatIf, t: Texts) -> list[Html | None]:
    if not found.outcome.orders:
        return [t("There are no orders of the last {n} days to try it on.", n=found.days), *_owed(found, t)]
    return [
        _orders(found, t),
        None if found.outcome.touched else t("So nobody would notice it in their points."),
        *_sums(found, t),
        *_owed(found, t),
        *_members(found, t),
    ]


def _orders(found: WhatIf, t: Texts) -> Html:
    return t.plural(
        "{n} order of the last 90 days; {touched} would have earned something else.",
        "{n} orders of the last 90 days; {touched} would have earned something else.",
        found.outcome.orders,
        touched=t.number(found.outcome.touched),
    )


def _sums(found: WhatIf, t: Texts) -> list[Html]:
    difference = found.points_then - found.points_now
    return [
        # NOTE: points given out: before → after (difference).
        t(
            "⭐ Given: {old} → <b>{new}</b> ({difference})",
            old=t.points(found.points_now),
            new=t.points(found.points_then),
            difference=t.points(difference, signed=True),
        ),
        # NOTE: what these points may come to cost the shop: before → after.
        t(
            "💸 What they may cost: {old} → <b>{new}</b>",
            old=t.money(found.cost_now.expected_minor, found.currency),
            new=t.money(found.cost_then.expected_minor, found.currency),
        ),
    ]


def _owed(found: WhatIf, t: Texts) -> list[Html]:
    old = t.money(found.owed_now.expected_minor, found.currency)
    new = t.money(found.owed_then.expected_minor, found.currency)
    # NOTE: what all unspent points may come to cost the shop: before → after.
    return [t("🏦 Owed for unspent points: {old} → <b>{new}</b>", old=old, new=new)]


def _members(found: WhatIf, t: Texts) -> list[Html | None]:
    outcome = found.outcome
    return [
        t.plural("👍 {n} member would have more", "👍 {n} members would have more", outcome.gain),
        _most(outcome.most_gain, t) if outcome.most_gain else None,
        t.plural("👎 {n} member would have less", "👎 {n} members would have less", outcome.lose),
        _most(outcome.most_lose, t) if outcome.most_lose else None,
    ]


def _most(most: tuple[Moved, ...], t: Texts) -> Html:
    each = [(t.plain("№ {number}", number=format_number(one.member)), one.points) for one in most]
    told = [f"{member} {t.points(points, signed=True)}" for member, points in each]
    # NOTE: {members} is a list like "№ 1042 7 +312 points".
    return t("   most of all: {members}", members=t.join(told))


def under_proposal(screen: Screen, field: str, found: WhatIf | None, t: Texts) -> Screen:
    """A proposal with what it would have done, where that is quickly told; else with the way to it."""
    if field not in fields.GROUP_OF and field in fields.KINDS:
        return screen  # a colour or a name: nothing to reckon
    more = (Button(t.plain("🔮 What if?"), ShowWhatIf()),)
    told = ("", t("🔮 In the last 90 days:"), *_sums(found, t), *_members(found, t)) if found else ()
    return Screen(lines(screen.text, *told), rows=(screen.rows[0], more, *screen.rows[1:]))
