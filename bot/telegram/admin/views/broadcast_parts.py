"""What a message to members says: writing it, its texts by language and version, its buttons."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, html, lines
from bot.rules import markup
from bot.rules.broadcasts import DOES, GAPS, VARIANTS, Words
from bot.telegram.admin.broadcast_callbacks import ShowBroadcasts
from bot.telegram.admin.views.broadcast_card import back, labels, press
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import broadcast_words as words
from bot.telegram.shared import keys, segments
from bot.usecases.broadcast_drafts import Draft
from db.enums import Topic


def ask_new(t: Texts) -> Screen:
    """The first question: anything at all can be the answer."""
    text = lines(
        t("📣 <b>A message to members</b>"),
        t("Write it here, just as it should arrive, or forward anything: a photo, an album, a video, a file, a poll."),
        "",
        _gaps(t),
        t("Nobody gets it before you have seen it and said yes."),
    )
    return Screen(text, rows=(keys.back(t, ShowBroadcasts()),))


def ask_words(draft: Draft, place: str, t: Texts) -> Screen:
    text = lines(
        t("✍️ <b>{place}</b>", place=place_name(place, t)),
        t("Send the text, or forward anything: a photo, an album, a video, a file, a poll."),
        "",
        _gaps(t),
    )
    return Screen(text, rows=(back(draft, t, "words"),))


def _gaps(t: Texts) -> Html:
    # NOTE: {gaps} is a list such as {name}, {balance}.
    return t("Filled in for each member: {gaps}", gaps=" ".join("{" + name + "}" for name in GAPS))


def place_name(place: str, t: Texts) -> str:
    """Which text it is, whole: "Version A, every language"."""
    version, _, language = place.partition(".")
    if language == "*":
        return t.plain("Version {version}, for everybody", version=version)
    return t.plain("Version {version}: {language}", version=version, language=segments.language(t, language))


def texts(draft: Draft, languages: Sequence[str], t: Texts) -> Screen:
    """Every text there is, and those that could be."""
    plan = draft.plan
    text = lines(
        t("✍️ <b>The message</b>"),
        t("Who speaks a language with a text of its own gets that one, everybody else the one for everybody."),
        t("✍️ marks what is written.") if plan.content else None,
    )
    several = len(plan.variants) > 1
    codes, versions = ("*", *languages), plan.variants or [VARIANTS[0]]
    rows = [keys.in_rows([_place(draft, each, code, t, several) for code in codes]) for each in versions]
    return Screen(text, rows=(*(row for part in rows for row in part), *_more(draft, t), back(draft, t)))


def _place(draft: Draft, version: str, code: str, t: Texts, several: bool) -> Button:
    written = code in draft.plan.content.get(version, {})
    name = words.place(version, code, segments.language(t, code), t, several=several)
    return press(draft, f"✍️ {name}" if written else f"＋ {name}", "place", f"{version}.{code}")


def _more(draft: Draft, t: Texts) -> Rows:
    plan = draft.plan
    free = [each for each in VARIANTS if each not in plan.variants]
    compare = t.plain("＋ Another version, to compare")
    version = (press(draft, compare, "write", f"{free[0]}.*"),) if free and plan.variants else ()
    sound = t.plain("🔕 Without a sound: yes") if plan.silent else t.plain("🔔 Without a sound: no")
    quiet = press(draft, sound, "set", f"silent={int(not plan.silent)}")
    about = t.plain(words.TOPICS[plan.topic])
    name = press(draft, t.plain("✏️ Called: {name}", name=draft.name or "—"), "ask", "name")
    return (version, (quiet,), (name,), (press(draft, t.plain("🏷 About: {topic}", topic=about), "topics"),))


def topics(draft: Draft, t: Texts) -> Screen:
    """What it is about, so that who left that out is left in peace."""
    text = lines(t("🏷 <b>What is it about?</b>"), t("Members who left such messages out do not get it."))
    every = list(Topic)
    choices = [press(draft, t.plain(words.TOPICS[each]), "set", f"topic={n}") for n, each in enumerate(every)]
    return Screen(text, rows=(*keys.in_rows(choices), back(draft, t, "words")))


def place(draft: Draft, where: str, written: Words, t: Texts) -> Screen:
    """One text that is there, whole: to be written anew, or taken away."""
    text = lines(
        t("✍️ <b>{place}</b>", place=place_name(where, t)),
        words.copied(written, t),
        Html(f"<blockquote>{_readable(written.text)}</blockquote>") if written.text else None,
    )
    anew = press(draft, t.plain("✏️ Write anew"), "write", where)
    clear = press(draft, t.plain("✕ Take away"), "clear", where)
    return Screen(text, rows=((anew, clear), back(draft, t, "words")))


def _readable(text: str) -> str:
    """As it will look, or as it was typed where Telegram would not read it."""
    return text if markup.broken_at(text) is None else html(text)


def buttons(draft: Draft, t: Texts) -> Screen:
    """Those under the message, to be taken away, and those that could be added."""
    there = [button.do for button in draft.plan.buttons]
    text = lines(
        t("🔘 <b>Buttons under the message</b>"),
        t("“Fewer” and “Stop” are always below them."),
        t("How often a link is opened nobody can count; every other button is counted.") if "link" in there else None,
    )
    taken = [press(draft, f"✕ {label}", "take", str(n)) for n, label in enumerate(labels(draft, t))]
    free = [do for do in DOES if do not in there or do == "link"]
    added = [press(draft, f"＋ {t.plain(words.BUTTONS[do])}", "add", do) for do in free]
    return Screen(text, rows=(*keys.in_rows(taken, 1), *keys.fitting(added), back(draft, t)))


def ask_link(draft: Draft, t: Texts) -> Screen:
    text = lines(
        t("🔗 <b>A link</b>"), t("Send the words on the button and its address: Our menu https://sushi.example")
    )
    return Screen(text, rows=(back(draft, t, "buttons"),))
