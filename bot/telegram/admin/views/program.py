"""The programme's numbers: by groups, one to change, what a change does, and the versions there were."""

from decimal import Decimal

from aiogram.filters.callback_data import CallbackData

from bot.i18n import N_, Html, Texts, lines
from bot.rules import deep_links
from bot.rules import program_fields as fields
from bot.rules.program import Program
from bot.rules.stamps import lacks_present
from bot.telegram.admin.callbacks import (
    ChangeNumber,
    PublishChange,
    ShowBrand,
    ShowOutlets,
    ShowProgram,
    ShowVersions,
    ShowVoice,
)
from bot.telegram.admin.earning_callbacks import AskWhatIf, ShowDishes, ShowEarning
from bot.telegram.admin.perk_callbacks import PickReward
from bot.telegram.admin.planning_callbacks import AskAdvice, RestoreVersion, ShowLaunch, ShowMechanics, ShowOwed
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import brief, label, shown
from bot.usecases.program import Rules
from bot.usecases.program_changes import ProgramSeen, Proposal, Published
from bot.usecases.program_versions import VersionLine

GROUPS = {
    "points": N_("💰 Points"),
    "spending": N_("🛒 Spending"),
    "tiers": N_("🏅 Levels"),
    "perks": N_("👑 What levels bring"),
    "stamps": N_("🔖 Stamps and discount"),
    "vouchers": N_("🎟 Vouchers and gifts"),
    "referral": N_("🎁 Friends"),
    "birthday": N_("🎂 Birthday"),
    "comeback": N_("👋 “We miss you”"),
    "contact": N_("📨 Offers"),
    "till": N_("🧾 The till"),
    "late": N_("⏱ Late deliveries"),
    "certificates": N_("🎁 Gift certificates"),
    "feedback": N_("💬 Feedback"),
    "staff": N_("🛡 Staff limits"),
}
EXAMPLES = {
    "money": "1500",
    "days_list": "30, 7, 1",
    "hour": "10:00",
    "points": "100",
    # NOTE: a time zone your readers may live in, by its international name, such as Europe/Moscow.
    "zone": N_("Europe/Warsaw"),
    # NOTE: an invented name of a shop.
    "name": N_("Sakura Sushi"),
    "colour": "#22304a",
    "steps": "10 000: 3 %; 30 000: 5 %",
    "country": "PL",
}


def overview(seen: ProgramSeen, username: str, t: Texts) -> Screen:
    """Name, version, what is announced, and the groups."""
    rules = seen.rules
    text = lines(
        t("⚙️ <b>{shop}</b>", shop=rules.program.name),
        t("Version {version} of the rules is in force.", version=str(rules.version)),
        *_upcoming(seen, t),
        "",
        t("Your customers' link: <code>{url}</code>", url=deep_links.url(username)),
    )
    groups = [Button(t.plain(said), ShowProgram(group=group)) for group, said in GROUPS.items()]
    brand = (Button(t.plain("🎨 Brand"), ShowBrand()), Button(t.plain("✍️ Voice"), ShowVoice()))
    earning = (Button(t.plain("⭐ Earning rules"), ShowEarning()), Button(t.plain("🔮 What if?"), AskWhatIf()))
    more = (Button(t.plain("🏠 Outlets"), ShowOutlets()), Button(t.plain("🗂 Versions"), ShowVersions()))
    rows = (*keys.in_rows(groups), earning, *((brand, *_tuning(t)) if seen.may_change else ()), more, keys.home(t))
    return Screen(text, rows)


def _tuning(t: Texts) -> Rows:
    return (
        (Button(t.plain("🧩 Its parts"), ShowMechanics()), Button(t.plain("🧭 What suits me?"), AskAdvice())),
        (Button(t.plain("🚀 Launch kit"), ShowLaunch()), Button(t.plain("💼 Points out there"), ShowOwed())),
    )


def _upcoming(seen: ProgramSeen, t: Texts) -> list[Html]:
    before, told = seen.rules.program, []
    for later in seen.upcoming:
        day = t.date(later.effective_at.astimezone(seen.rules.zone).date())
        told += [_from(change, day, before.currency, t) for change in fields.differences(before, later.program)]
        before = later.program
    return told


def _from(change: fields.FieldChange, day: str, currency: str, t: Texts) -> Html:
    what, new = label(t, change.field), shown(t, change.field, change.new, currency)
    return t("📅 From {date}: {rule}: <b>{new}</b>", date=day, rule=what, new=new)


def group(seen: ProgramSeen, name: str, t: Texts) -> Screen:
    """The live numbers of one group; for the owner each is a button."""
    program = seen.rules.program
    names = [field for field in fields.GROUPS[name] if _has(program, field)]
    text = lines(
        t("<b>{group}</b>", group=t.plain(GROUPS[name])),
        "",
        *(t("{rule}: <b>{value}</b>", rule=label(t, field), value=_value(program, field, t)) for field in names),
        _no_present(t) if name == "stamps" and lacks_present(program) else None,
        "",
        t("Press one to change it.") if seen.may_change else t("Only the owner changes these."),
    )
    buttons = [_to_change(field, t) for field in names]
    rows = keys.in_rows(buttons, 1) if seen.may_change else ()
    return Screen(text, rows=(*rows, keys.back(t, ShowProgram())))


def _no_present(t: Texts) -> Html:
    return t("⚠️ A full card has no present yet, so members don't see it: choose points or a reward.")


def _to_change(field: str, t: Texts) -> Button:
    """A number is typed, a reward is picked from the catalogue."""
    if fields.KINDS[field] == "reward":
        return Button(f"🎟 {brief(t, field)}", PickReward(field=field))
    return Button(f"✏️ {brief(t, field)}", ChangeNumber(field=field))


def _has(program: Program, field: str) -> bool:
    tier = field.split(".")[1] if field.startswith("tiers.") else None
    return tier is None or any(rule.tier == tier for rule in program.tiers)


def _value(program: Program, field: str, t: Texts) -> str:
    return shown(t, field, fields.value_of(program, field), program.currency)


def ask(program: Program, field: str, t: Texts) -> Screen:
    """What is the new value? With the old one, an example, and the limits."""
    kind, limits = fields.KINDS[field], fields.limits_of(field)
    text = lines(
        t("✏️ <b>{rule}</b>", rule=label(t, field)),
        t("Now: <b>{value}</b>", value=_value(program, field, t)),
        "",
        t("Send the new value. Example: <i>{example}</i>", example=example(kind, t)),
        _limits(program, field, limits, t) if limits else None,
    )
    return Screen(text, rows=(keys.cancel(t),))


def example(kind: str, t: Texts) -> str:
    match kind:
        case "percent":
            return t.percent(750)
        case "factor":
            return t.number(Decimal("1.2"))
    return t.plain(EXAMPLES[kind]) if kind in EXAMPLES else "7"


def _limits(program: Program, field: str, limits: tuple[int, int], t: Texts) -> Html:
    low, high = (shown(t, field, limit, program.currency) for limit in limits)
    return t("From {low} to {high}.", low=low, high=high)


def proposal(found: Proposal, t: Texts) -> Screen:
    """Old and new, whom it touches, from when."""
    change, currency = found.change, found.rules.program.currency
    text = lines(
        t("⚙️ <b>{rule}</b>", rule=label(t, change.field)),
        t(
            "<b>{old}</b> → <b>{new}</b>",
            old=shown(t, change.field, change.old, currency),
            new=shown(t, change.field, change.new, currency),
        ),
        "",
        *(_stricter(found, t) if found.stricter else (t("It takes effect at once, for everything from now on."),)),
    )
    yes = Button(t.plain("Yes, publish"), PublishChange(), style="success")
    return Screen(text, rows=((yes,), keys.cancel(t)))


def _stricter(found: Proposal, t: Texts) -> tuple[Html, ...]:
    day = t.date(found.effective_at.astimezone(found.rules.zone).date())
    return (
        t("This gives members less, so it takes effect on <b>{date}</b>.", date=day),
        t("Points earned until then keep the rules they were earned under."),
        t.plural("{n} member will be told.", "{n} members will be told.", found.members),
    )


def published(done: Published, rules: Rules, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>Version {version} is published</b>", version=str(done.version)),
        t(
            "{rule}: <b>{new}</b>",
            rule=label(t, done.change.field),
            new=shown(t, done.change.field, done.change.new, rules.program.currency),
        ),
        t("It takes effect on {date}.", date=t.date(done.effective_at.astimezone(rules.zone).date()))
        if done.stricter
        else t("It is in effect now."),
        t.plural("{n} member is being told.", "{n} members are being told.", done.told) if done.stricter else None,
    )
    return Screen(text, rows=(keys.back(t, _from_where(done.change.field)),))


def _from_where(field: str) -> CallbackData:
    """The screen on which the number is changed."""
    head, _, part = field.partition(".")
    if part and head in ("earning_rules", "excluded_categories"):
        return ShowEarning() if head == "earning_rules" else ShowDishes()
    group = fields.GROUP_OF.get(field)
    return ShowProgram(group=group) if group else ShowBrand()


def versions(found: list[VersionLine], rules: Rules, t: Texts, *, may_change: bool) -> Screen:
    """Who changed what, newest first."""
    text = lines(t("🗂 <b>Versions of the rules</b>"), *(part for line in found for part in _version(line, rules, t)))
    older = found[-1].version if found and found[-1].version > 1 else 0
    backs = [_back_to(line.version, t) for line in found if may_change and line.version < rules.version]
    rows: Rows = (*keys.in_rows(backs), (Button(t.plain("Older ›"), ShowVersions(before=older)),) if older else ())
    return Screen(text, rows=(*rows, keys.back(t, ShowProgram())))


def _back_to(version: int, t: Texts) -> Button:
    return Button(t.plain("↩️ Back to {version}", version=str(version)), RestoreVersion(version=version))


def _version(line: VersionLine, rules: Rules, t: Texts) -> list[Html]:
    day = t.moment(line.published_at, rules.zone)
    told = [
        lines("", t("<b>{version}</b> · {date} · {name}", version=str(line.version), date=day, name=line.by or "—"))
    ]
    if line.effective_at > line.published_at:
        told.append(t("in effect from {date}", date=t.moment(line.effective_at, rules.zone)))
    if line.version == 1:
        told.append(t("the shop opened"))
    for change in line.changes:
        told.append(_changed(change, line.currency, t))
    return told


def _changed(change: fields.FieldChange, currency: str, t: Texts) -> Html:
    if change.field == "words":
        return t("{rule}: changed", rule=label(t, "words"))
    old, new = (shown(t, change.field, value, currency) for value in (change.old, change.new))
    return t("{rule}: {old} → {new}", rule=label(t, change.field), old=old, new=new)
