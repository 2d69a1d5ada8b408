"""The texts in the code against the catalogues: `python -m tests.support.texts update` and `… check`.

Extraction happens in this process by Babel, so that no template file lies about; catalogues are kept sorted by the file
a sentence comes from, without line numbers and dates, so that a change of code changes only the sentences it touches.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import polib  # type: ignore[import-untyped]
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "bot"
LOCALES = ROOT / "locales"
# The sandbox is no part of the programme: it speaks of Telegram, in English.
METHODS = [("sandbox/**", "ignore"), ("**.py", "python")]
KEYWORDS = {"t": None, "plain": None, "N_": None, "plural": (1, 2), "plain_plural": (1, 2)}
# What Telegram's HTML knows and the programme uses.
TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})

Key = tuple[str, str]  # msgid and its plural, "" for a sentence without one


@dataclass(frozen=True)
class Sentence:
    key: Key
    file: str
    note: str


def extract(sources: Path = SOURCES) -> list[Sentence]:
    """Every sentence in the code once, in order of the first file that says it."""
    found: dict[Key, Sentence] = {}
    rows = extract_from_dir(sources, METHODS, keywords=KEYWORDS, comment_tags=("NOTE:",))
    for file, _line, message, notes, _context in sorted(rows, key=lambda row: (row[0], row[1])):
        one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        note = " ".join(note.removeprefix("NOTE:").strip() for note in notes)
        if one:
            found.setdefault((one, many), Sentence((one, many), f"{sources.name}/{file}", note))
    return list(found.values())


def said(sources: Path = SOURCES) -> Iterator[Sentence]:
    """Every sentence written out in a call, as Python reads it: Babel loses one with another `t` among its gaps."""
    for file in sorted(sources.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if not isinstance(call, ast.Call) or file.is_relative_to(sources / "sandbox"):
                continue
            keyword = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = call.args[: len(KEYWORDS[keyword] or (1,))] if keyword in KEYWORDS else []
            words = [arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if words and len(words) == len(given):
                yield Sentence((words[0], "".join(words[1:])), f"{sources.name}/{file.relative_to(sources)}", "")


def lost(found: list[Sentence], sources: Path = SOURCES) -> list[str]:
    """The sentences in the code that were not extracted: nobody could translate them."""
    known = {sentence.key for sentence in found}
    return [f"{each.file}: is not extracted: {each.key[0]!r}" for each in said(sources) if each.key not in known]


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgid, entry.msgid_plural


def catalogues(locales: Path = LOCALES) -> dict[str, polib.POFile]:
    """The catalogue of each language there is a folder for."""
    files = sorted(locales.glob("*/LC_MESSAGES/messages.po"))
    return {file.parent.parent.name: polib.pofile(str(file), wrapwidth=120) for file in files}


def forms_of(catalogue: polib.POFile) -> int:
    return int(re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata["Plural-Forms"])[1])  # type: ignore[index]


def gaps(text: str) -> Counter[str]:
    """The names of the gaps in a sentence, each as often as it stands there."""
    return Counter(name for _literal, name, _format, _conversion in Formatter().parse(text) if name is not None)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.fault: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        self.open.append(tag)
        if tag not in TAGS:
            self.fault = f"Telegram knows no <{tag}>"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fault = f"</{tag}> closes nothing"


def tags(text: str) -> tuple[Counter[str], str | None]:
    """The tags of a sentence, and what is wrong with them if anything is."""
    parser = _Tags()
    parser.feed(text)
    parser.close()
    return parser.seen, parser.fault or (f"<{parser.open[-1]}> is left open" if parser.open else None)


def faults_of_sentence(text: str) -> Iterator[str]:
    """What is wrong with a sentence of the code itself."""
    try:
        gaps(text)
    except ValueError as wrong:
        yield f"the gaps cannot be read: {wrong}"
    if wrong_tags := tags(text)[1]:
        yield wrong_tags


def faults_of_translation(source: str, translated: str, *, may_drop: frozenset[str] = frozenset()) -> Iterator[str]:
    """Where *translated* says something *source* does not: gaps and tags must be the same, as often as there. One form
    of a plural may leave out the number ("one point")."""
    try:
        ours, theirs = gaps(source), gaps(translated)
    except ValueError as wrong:
        yield f"the gaps cannot be read: {wrong}"
        return
    if any(theirs[name] != ours[name] and not (name in may_drop and theirs[name] == 0) for name in ours | theirs):
        yield f"gaps {sorted(theirs)} instead of {sorted(ours)}"
    seen, wrong_tags = tags(translated)
    if wrong_tags:
        yield wrong_tags
    elif seen != tags(source)[0]:
        yield f"tags {sorted(seen)} instead of {sorted(tags(source)[0])}"


def faults_of_entry(entry: polib.POEntry, forms: int) -> Iterator[str]:
    if entry.fuzzy:
        yield "is fuzzy"
    if not entry.msgid_plural:
        yield from ["is not translated"] if not entry.msgstr else faults_of_translation(entry.msgid, entry.msgstr)
        return
    if len(entry.msgstr_plural) != forms or not all(entry.msgstr_plural.values()):
        yield f"needs {forms} plural forms"
    for form in filter(None, entry.msgstr_plural.values()):
        yield from faults_of_translation(entry.msgid_plural, form, may_drop=frozenset({"n"}))


def faults(sentences: list[Sentence], languages: dict[str, polib.POFile]) -> list[str]:
    """Every fault of every catalogue, each a line a translator can act on; English may be left empty."""
    found = [f"{s.file}: {fault}: {text!r}" for s in sentences for text in s.key for fault in faults_of_sentence(text)]
    known = {sentence.key for sentence in sentences}
    for language, catalogue in languages.items():
        entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
        found += [f"{language}: is missing: {key[0]!r}" for key in known - entries.keys()]
        found += [f"{language}: is no longer said: {key[0]!r}" for key in entries.keys() - known]
        found += [f"{language}: is obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
        for key in known & entries.keys():
            if language == "en" and not entries[key].translated():
                continue
            found += [
                f"{language}: {fault}: {key[0]!r}" for fault in faults_of_entry(entries[key], forms_of(catalogue))
            ]
    return sorted(found)


def updated(catalogue: polib.POFile, sentences: list[Sentence]) -> polib.POFile:
    """The catalogue with exactly the sentences of the code; translations that are still said are kept."""
    before = {key_of(entry): entry for entry in catalogue}
    after = polib.POFile(wrapwidth=120)
    after.metadata = catalogue.metadata
    for sentence in sentences:
        one, many = sentence.key
        old = before.get(sentence.key) or polib.POEntry(msgid=one, msgid_plural=many)
        empty = dict.fromkeys(range(forms_of(catalogue)), "") if many else {}
        after.append(
            polib.POEntry(
                msgid=one,
                msgid_plural=many,
                msgstr=old.msgstr,
                msgstr_plural=empty | old.msgstr_plural,
                comment=sentence.note,
                tcomment=old.tcomment,
                occurrences=[(sentence.file, "")],
                flags=[flag for flag in old.flags if flag == "fuzzy"],
            )
        )
    return after


def main(command: str) -> int:
    sentences, languages = extract(), catalogues()
    if command == "update":
        for language, catalogue in languages.items():
            updated(catalogue, sentences).save(str(LOCALES / language / "LC_MESSAGES" / "messages.po"))
        languages = catalogues()
    found = [*lost(sentences), *faults(sentences, languages)]
    print("\n".join([*found, f"{len(sentences)} sentences, {len(languages)} languages, {len(found)} faults"]))
    return int(bool(found)) if command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
