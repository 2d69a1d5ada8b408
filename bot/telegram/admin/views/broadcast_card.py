"""A draft of a message to members: its first words, what is set, and where to go on."""

from dataclasses import dataclass

from bot.i18n import Html, Texts, html, lines
from bot.rules.broadcasts import Words
from bot.telegram.admin.broadcast_callbacks import ComposeDo, ShowBroadcasts
from bot.telegram.screen import Button, Rows, Screen, Style
from bot.telegram.shared import broadcast_faults as faults
from bot.telegram.shared import broadcast_words as words
from bot.telegram.shared import keys, segments
from bot.telegram.shared.segments import Naming
from bot.usecases.broadcast_drafts import Draft

BUTTON_LETTERS = 30


@dataclass(frozen=True)
class Look:
    """A draft, and what the shop calls the things it names: in its segment, and the promo code or reward it brings."""

    draft: Draft
    naming: Naming
    gift: str = ""


def to(draft: Draft, do: str, value: str = "") -> ComposeDo:
    """A button of this draft as it was seen."""
    return ComposeDo(do=do, draft=draft.id, edition=draft.edition, value=value)


def press(draft: Draft, label: str, do: str, value: str = "", *, style: Style | None = None) -> Button:
    return Button(label, to(draft, do, value), style=style)


def back(draft: Draft, t: Texts, do: str = "show", value: str = "") -> tuple[Button, ...]:
    return keys.back(t, to(draft, do, value))


def card(look: Look, t: Texts, toast: str | None = None) -> Screen:
    """Everything that is set, a line each; what is not set and needs no word is left out."""
    draft = look.draft
    text = lines(
        t("📝 <b>Draft: {name}</b>", name=draft.name) if _named(draft) else t("📝 <b>Draft</b>"),
        first_words(draft, t),
        "",
        *_what(look, t),
        *_whom(look, t),
        *_faults(draft, t),
    )
    return Screen(text, rows=(*_rows(draft, t), keys.back(t, ShowBroadcasts())), toast=toast)


def _named(draft: Draft) -> bool:
    """Whether somebody named it: else it is called by how it begins, which the card says anyway."""
    theirs = draft.plan.content.get("A", {}).values()
    begins = [words.first_words(each.text or "") for each in theirs]
    return bool(draft.name) and not any(each.startswith(draft.name.removesuffix("…")) for each in begins)


def first_words(draft: Draft, t: Texts) -> Html:
    """How the first version begins, and how many parts are sent on."""
    chosen = first(draft, t.language)
    copied = words.copied(chosen, t)
    said = html(words.first_words(chosen.text)) if chosen.text else None
    if copied is None and said is None:
        return t("Nothing is written yet: press “Message”.")
    return Html(f"<blockquote>{lines(copied, said)}</blockquote>")


def first(draft: Draft, language: str) -> Words:
    """The words somebody of that language gets, or else most members."""
    theirs = draft.plan.content.get("A", {})
    return theirs.get(language) or theirs.get("*") or next(iter(theirs.values()), Words())


def _what(look: Look, t: Texts) -> list[Html | None]:
    draft, plan = look.draft, look.draft.plan
    languages = {code for theirs in plan.content.values() for code in theirs if code != "*"}
    named = sorted(segments.language(t, code) for code in languages)
    return [
        # NOTE: texts of a message in languages of their own: "Also in: Polish, Russian".
        t("🌍 Also in: {languages}", languages=", ".join(named)) if named else None,
        t("🔠 Versions: {versions}", versions=", ".join(plan.variants)) if len(plan.variants) > 1 else None,
        t("🔘 Buttons: {labels}", labels=", ".join(labels(draft, t))) if plan.buttons else None,
        t("🔕 Arrives without a sound") if plan.silent else None,
        *brings(look, t),
    ]


def brings(look: Look, t: Texts) -> list[Html | None]:
    """What it gives, how many there are and until when."""
    draft, plan = look.draft, look.draft.plan
    limits = words.limits(plan, draft.rules, t)
    gift = words.gift(plan.offer, look.gift, draft.rules.program.currency, t)
    return [
        t("🎁 Brings: <b>{gift}</b>", gift=gift) if plan.offer else None,
        t("⏳ {limits}", limits=limits) if limits else None,
    ]


def labels(draft: Draft, t: Texts) -> list[str]:
    """What stands on the buttons, for the staff."""
    return [words.button_label(button, t)[:BUTTON_LETTERS] for button in draft.plan.buttons]


def _whom(look: Look, t: Texts) -> list[Html | None]:
    draft, plan = look.draft, look.draft.plan
    who = segments.said(draft.segment, t, look.naming)
    ways = words.pace(plan, t)
    return [
        t("👥 For: <b>{segment}</b>", segment=who),
        t("🕒 Goes: <b>{when}</b>", when=words.when(plan, draft.rules.zone, t)),
        t("🌊 {ways}", ways=ways) if ways else None,
        t("🧪 {share} get nothing, to compare with", share=t.percent(plan.control_bp)) if plan.control_bp else None,
    ]


def _faults(draft: Draft, t: Texts) -> list[Html | str]:
    told = faults.told(draft.faults, t)
    return ["", *told] if told else []


def _rows(draft: Draft, t: Texts) -> Rows:
    buttons = (
        press(draft, t.plain("👀 How it looks"), "look"),
        press(draft, t.plain("✍️ Message"), "words"),
        press(draft, t.plain("🔘 Buttons"), "buttons"),
        press(draft, t.plain("🎁 Offer"), "gift"),
        press(draft, t.plain("👥 For whom"), "whom"),
        press(draft, t.plain("🕒 When"), "when"),
        press(draft, t.plain("🧪 Compare"), "compare"),
        press(draft, t.plain("🗑 Delete"), "drop"),
    )
    check = press(draft, t.plain("✅ Check and send"), "check", style="primary")
    return (*keys.in_rows(list(buttons)), (check,))


def ask_drop(draft: Draft, t: Texts) -> Screen:
    text = lines(t("🗑 <b>Delete this draft?</b>"), first_words(draft, t), t("Nobody has got it."))
    yes = press(draft, t.plain("Delete it"), "dropped", style="danger")
    return Screen(text, rows=(keys.yes_no(yes, press(draft, t.plain("Keep it"), "show")), keys.home(t)))


def no_draft(t: Texts) -> Screen:
    """What was a draft is none any more."""
    text = lines(t("📝 <b>Draft</b>"), t("This draft is gone: it was sent, or deleted."))
    return Screen(text, rows=(keys.back(t, ShowBroadcasts()),))
