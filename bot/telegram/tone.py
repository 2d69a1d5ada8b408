"""The shop's tone of voice: warm as our sentences are written, or plain: the same sentences without pictograms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.i18n import Texts

# Pictograms and what joins or colours them; arrows and signs that carry meaning (→, ±, №) stay.
PICTOGRAMS = re.compile("[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u21a9\u21aa\ufe0f\u200d]+ ?")


def spoken(t: Texts, tone: str) -> Texts:
    """*t* in this tone. Names and sums that fill a sentence's gaps are not touched."""
    return t if tone != "plain" else _plain(_ById(t))


@cache
def calm(sentence: str) -> str:
    """The sentence without pictograms; one that is nothing else stays."""
    return PICTOGRAMS.sub("", sentence).strip(" ") or sentence


class _ById:
    """Texts hold dictionaries and can't be hashed; there is one per language, for as long as the process lives."""

    def __init__(self, t: Texts) -> None:
        self.t = t

    def __hash__(self) -> int:
        return id(self.t)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.t is other.t


@cache
def _plain(key: _ById) -> Texts:
    return replace(key.t, sentences=_Calm(key.t.sentences), plurals=_CalmForms(key.t.plurals))


class _Calm(Mapping[str, str]):
    """Every sentence, calmed; one without a translation is its own."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said

    def __getitem__(self, msgid: str) -> str:
        return calm(self._said.get(msgid, msgid))

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)


class _CalmForms(Mapping[tuple[str, str], Sequence[str]]):
    """The same for plurals; without a translation, English serves for every form a language may ask for."""

    def __init__(self, said: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self._said = said

    def __getitem__(self, msgids: tuple[str, str]) -> Sequence[str]:
        one, many = msgids
        return [calm(form) for form in self._said.get(msgids, (one, many, many, many, many, many))]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)
