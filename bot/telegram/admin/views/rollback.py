"""Going back to an earlier version of the programme: what it would change, and that it is done."""

from bot.i18n import Html, Texts, lines
from bot.rules.program_fields import FieldChange
from bot.telegram.admin.callbacks import ShowVersions
from bot.telegram.admin.planning_callbacks import RestoreVersion
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import label, shown
from bot.usecases.program import Rules
from bot.usecases.program_rollback import Restored, Rollback


def ask(found: Rollback, t: Texts) -> Screen:
    rules = found.rules
    day = t.date(found.later_at.astimezone(rules.zone).date()) if found.later_at else ""
    text = lines(
        t("↩️ <b>Back to version {version}?</b>", version=str(found.version)),
        "",
        *([t("At once:"), *(_line(change, rules, t) for change in found.now)] if found.now else []),
        *([t("From {date}, for it gives members less:", date=day)] if found.later else []),
        *(_line(change, rules, t) for change in found.later),
        t("Changes that were announced are taken back.") if not found.now and not found.later else None,
        "",
        t("Points members have earned keep their rules."),
    )
    sure = RestoreVersion(version=found.version, newest=found.newest, sure=1)
    yes = Button(t.plain("Yes, go back"), sure, style="success")
    return Screen(text, rows=((yes,), keys.back(t, ShowVersions())))


def _line(change: FieldChange, rules: Rules, t: Texts) -> Html:
    what, currency = label(t, change.field), rules.program.currency
    if change.field == "words":
        return t("{rule}", rule=what)
    old, new = shown(t, change.field, change.old, currency), shown(t, change.field, change.new, currency)
    return t("{rule}: {old} → <b>{new}</b>", rule=what, old=old, new=new)


def restored(done: Restored, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>Back to version {version}</b>", version=str(done.back_to)),
        t("It is version {version} now.", version=str(done.version)),
        t.plural("{n} member is being told.", "{n} members are being told.", done.told) if done.later_at else None,
    )
    return Screen(text, rows=(keys.back(t, ShowVersions()),))
