"""Offers that come by themselves: all rules with what they did, and one rule's card."""

from collections.abc import Mapping, Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.rules import automation_fields as fields
from bot.rules import segments as rules
from bot.rules.automations import SERVICE
from bot.telegram.admin.automation_callbacks import AddRule, RuleDo
from bot.telegram.admin.cadence_callbacks import ShowCadence
from bot.telegram.admin.callbacks import ChangeNumber, ShowAutomations, SwitchAutomation
from bot.telegram.admin.planning_callbacks import ShowHolidays
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import automation_words as words
from bot.telegram.shared import keys, segments
from bot.telegram.shared.automation_names import automation_name
from bot.telegram.shared.segments import Naming
from bot.usecases.automation_remarks import Remark
from bot.usecases.automations import AutomationLine, Rule
from db.enums import AutomationKind as Kind
from db.enums import OfferKind

GROUPS: Sequence[tuple[str, tuple[Kind, ...]]] = (
    (N_("📅 Dates"), (Kind.BIRTHDAY, Kind.MEMORABLE_DATE, Kind.MEMBERSHIP, Kind.FIRST_ORDER, Kind.HOLIDAY)),
    (N_("👋 Coming back"), (Kind.INACTIVITY, Kind.CATEGORY_LAPSED)),
    (N_("🐣 First steps"), (Kind.WELCOME, Kind.EDUCATION, Kind.SECOND_ORDER)),
    (N_("📈 Progress"), (Kind.SPEND_MILESTONE, Kind.ORDER_MILESTONE, Kind.TIER_NEAR)),
    (N_("🛵 After an order"), (Kind.AFTER_DELIVERY,)),
    (N_("⏳ Reminders"), (Kind.VOUCHER_ENDING, Kind.POINTS_ENDING)),
)


def name(rule: Rule, t: Texts) -> str:
    """Its kind's name; a rule the shop added has its number, or its category, besides."""
    if rule.spec.moment.category and rule.own:
        return f"{automation_name(t, rule.kind)}: {rule.spec.moment.category}"
    number = t.plain("№ {number}", number=str(rule.id))
    return f"{automation_name(t, rule.kind)} {number}" if rule.own else automation_name(t, rule.kind)


def _mark(rule: Rule) -> str:
    return "🟢" if rule.enabled else "⚪"


def listed(found: Sequence[AutomationLine], t: Texts, *, may_add: bool) -> Screen:
    """A button for every rule; words only about those that did something in the last 30 days, or are odd."""
    names = {line.rule.id: name(line.rule, t) for line in found}
    parts: list[Html | str] = [t("⏰ <b>Automatic offers</b>"), t("🟢 on · ⚪ off · numbers of the last 30 days")]
    for title, kinds in GROUPS:
        told = [one for line in found if line.rule.kind in kinds for one in _line(line, names, t)]
        if told:
            parts += ["", t("<b>{group}</b>", group=t.plain(title)), *told]
    parts += _silent(found, names, t)
    order = [kind for _, kinds in GROUPS for kind in kinds]
    sorted_ = sorted(found, key=lambda line: order.index(line.rule.kind))
    buttons = [_open(line.rule, t) for line in sorted_]
    add = (Button(t.plain("➕ Add a rule"), AddRule()),) if may_add else ()
    often = (Button(t.plain("🎚 How often to write"), ShowCadence()),) if may_add else ()
    return Screen(lines(*parts), rows=(*keys.in_rows(buttons), add, often, keys.home(t)))


def _open(rule: Rule, t: Texts) -> Button:
    return Button(f"{_mark(rule)} {name(rule, t)}"[:60], RuleDo(do="show", rule=rule.id))


def _line(line: AutomationLine, names: Mapping[int, str], t: Texts) -> list[Html]:
    odd = [t("   ⚠️ {remark}", remark=_remark(each, names, t)) for each in line.remarks if each.what != "silent"]
    if line.fired or line.skipped or line.missed or line.held_out:
        return [t("{mark} {name}: {did}", mark=_mark(line.rule), name=names[line.rule.id], did=_did(line, t)), *odd]
    return [t("{mark} {name}", mark=_mark(line.rule), name=names[line.rule.id]), *odd] if odd else []


def _silent(found: Sequence[AutomationLine], names: Mapping[int, str], t: Texts) -> list[Html | str]:
    """All that say nothing, said once."""
    theirs = [names[line.rule.id] for line in found if Remark("silent") in line.remarks]
    told = t.plain("on, and it has not fired for 60 days")
    return ["", t("{mark} {name}: {did}", mark="⚠️", name=told, did=", ".join(theirs))] if theirs else []


def _did(line: AutomationLine, t: Texts) -> str:
    counts = (
        (N_("fired {n}"), line.fired),
        (N_("passed over {n}"), line.skipped),
        (N_("held out {n}"), line.held_out),
        (N_("missed {n}"), line.missed),
    )
    return ", ".join(t.plain(words_, n=number) for words_, number in counts if number)


def _remark(remark: Remark, names: Mapping[int, str], t: Texts) -> str:
    if remark.what == "stops":
        return t.plain_plural(
            "{n} member said stop within a day of it", "{n} members said stop within a day of it", remark.number
        )
    return t.plain("tells the same people the same as: {rule}", rule=names.get(remark.number, "—"))


def nothing(t: Texts) -> Screen:
    text = lines(
        t("⏰ <b>Automatic offers</b>"),
        t("They begin when the shop is set up. Send /start to go on with that."),
    )
    return Screen(text, rows=((Button(t.plain("Look again"), ShowAutomations()),), keys.home(t)))


def card(rule: Rule, naming: Naming, t: Texts, toast: str | None = None) -> Screen:
    """One rule: what it does, and a button for every part of it."""
    if rule.kind is Kind.POINTS_ENDING:
        return by_programme(rule, t)
    spec, currency = rule.spec, rule.currency
    text = lines(
        t("⏰ <b>{name}</b>", name=name(rule, t)),
        t("🟢 On") if rule.enabled else t("⚪ Off"),
        "",
        t("Waits for: <b>{trigger}</b>", trigger=words.trigger(spec, t, currency)),
        t("Comes: <b>{moment}</b>", moment=words.when(spec, t)),
        t("For whom: <b>{segment}</b>", segment=segments.said(rules.from_json(rule.segment), t, naming)),
        _brings(rule, t) if rule.kind in fields.GIVING else None,
        t("Words: <b>{whose}</b>", whose=_whose(rule, t)),
        t("At most in 30 days: <b>{cap}</b>", cap=words.value("month_cap", spec.month_cap, t, currency)),
        t("Held out, to compare: <b>{share}</b>", share=t.percent(spec.holdout_bp)),
        t("It is no advertising, so it comes without consent to offers.") if rule.kind in SERVICE else None,
    )
    return Screen(text, rows=_buttons(rule, t), toast=toast)


def by_programme(rule: Rule, t: Texts) -> Screen:
    """Warnings before points expire are promised to members: the programme sets their days, and nobody is left out."""
    text = lines(
        t("⏰ <b>{name}</b>", name=name(rule, t)),
        t("Every member is warned before points expire, with what the points can still have."),
        t("It is a promise of the programme: its days are among the programme's numbers."),
    )
    days = Button(t.plain("✏️ Days of warning"), ChangeNumber(field="expiry_warnings"))
    return Screen(text, rows=((days,), keys.back(t, ShowAutomations())))


def _brings(rule: Rule, t: Texts) -> Html:
    offer = rule.spec.offer
    gift, valid = words.offer(offer, t, rule.currency), words.valid(offer.valid_days, t)
    if offer.kind is OfferKind.WORDS:
        return t("Brings: <b>{gift}</b>", gift=gift)
    if rule.kind is Kind.BIRTHDAY:
        last = rule.spec.moment.after_days
        return t.plural(
            "Brings: <b>{gift}</b>, up to {n} day after the birthday",
            "Brings: <b>{gift}</b>, up to {n} days after the birthday",
            last,
            gift=gift,
        )
    # NOTE: {gift} is like "150 points" or "voucher: 10% off", {valid} like "valid for 14 days".
    return t("Brings: <b>{gift}</b>, {valid}", gift=gift, valid=valid)


def _whose(rule: Rule, t: Texts) -> str:
    spoken = [segments.language(t, code) for code in rule.spec.texts]
    return t.plain("your own ({languages}), else ours", languages=", ".join(spoken)) if spoken else t.plain("ours")


def _buttons(rule: Rule, t: Texts) -> Rows:
    def to(label: str, do: str, value: str = "") -> Button:
        return Button(label, RuleDo(do=do, rule=rule.id, edition=rule.edition, value=value))

    switch = SwitchAutomation(automation=rule.id, on=int(not rule.enabled))
    on = Button(t.plain("Switch it off"), switch) if rule.enabled else Button(t.plain("Switch it on"), switch)
    gift = (to(t.plain("🎁 What it brings"), "gifts"),) if rule.kind in fields.GIVING else ()
    edit = [to(f"✏️ {words.part_name(part, t)}"[:60], "ask", part) for part in _parts(rule)]
    return (
        (on,),
        (to(t.plain("👥 For whom"), "segment"), *gift),
        (to(t.plain("✍️ Words"), "texts"), to(t.plain("👀 Send it to me"), "trial")),
        *keys.fitting(edit),
        (Button(t.plain("All holidays"), ShowHolidays()),) if rule.kind is Kind.HOLIDAY else (),
        (to(t.plain("📊 Last 30 days"), "report"), to(t.plain("📆 Next 7 days"), "next")),
        (to(t.plain("📜 Changes"), "history"), *((to(t.plain("🗑 Remove"), "remove"),) if rule.own else ())),
        keys.back(t, ShowAutomations()),
    )


def _parts(rule: Rule) -> list[str]:
    """Words alone are never out of date."""
    silent = "offer.valid_days" if rule.spec.offer.kind is OfferKind.WORDS else ""
    return [part for part in fields.parts(rule.kind) if part != silent]


def choose_kind(t: Texts) -> Screen:
    """Of which kind one more rule is to be."""
    text = lines(
        t("➕ <b>One more rule</b>"),
        t("Of these kinds you may have several: with other numbers, for another category, for other people."),
    )
    kinds = [Button(automation_name(t, kind), AddRule(kind=kind.value)) for kind in fields.TWICE]
    return Screen(text, rows=(*keys.in_rows(kinds, 1), keys.back(t, ShowAutomations())))


def sure_to_remove(rule: Rule, t: Texts) -> Screen:
    text = lines(t("🗑 <b>{name}</b>", name=name(rule, t)), t("Remove this rule? Its changes are forgotten with it."))
    yes = Button(t.plain("Yes, remove"), RuleDo(do="removed", rule=rule.id), style="danger")
    return Screen(text, rows=((yes,), keys.back(t, RuleDo(do="show", rule=rule.id))))


def trial(message: str, t: Texts) -> Html:
    """The message, marked so that nobody takes it for a real one."""
    return lines(t("🧪 <i>A trial: only you see this, with invented numbers.</i>"), "", Html(message))
