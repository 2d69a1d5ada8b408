"""The shop's own words: a few texts the owner may say differently, each with the gaps that may stand in it."""

import re
from collections.abc import Mapping

from bot.rules.errors import RuleBroken
from bot.rules.program import Program

LONGEST = 300
TEXTS: Mapping[str, frozenset[str]] = {
    "greeting": frozenset({"shop"}),  # what a guest reads first
    "invite": frozenset({"shop", "points"}),  # what a member's friend reads above the link
    "thanks": frozenset({"shop", "points"}),  # after a delivery
}
GAP = re.compile(r"\{([^{}]*)\}")


class BadWords(RuleBroken):
    """ "words.empty", "words.too_long" (with `longest`), "words.unknown_gap" (with `gap`, and `gaps` that there are) or
    "words.brace" (one without its partner)."""


def own(program: Program, language: str, name: str) -> str | None:
    """What the shop itself says there in *language*; None: the programme's usual words."""
    return program.words.get(language, {}).get(name)


def every(program: Program, name: str) -> dict[str, str]:
    """The shop's own text by language, where it has one."""
    return {language: texts[name] for language, texts in program.words.items() if name in texts}


def filled(text: str, **gaps: str) -> str:
    """*text* with its gaps filled; a brace in what fills them stays a brace. Gaps nobody fills stay as they are."""
    return GAP.sub(lambda gap: gaps.get(gap[1], gap[0]), text)


def checked(name: str, text: str) -> str:
    """*text* fit to be kept for *name*: spaces tidied line by line, only gaps that will be filled. Raises BadWords."""
    lines = [" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines()]
    tidy = "\n".join(lines).strip()
    if not tidy:
        raise BadWords("words.empty")
    if len(tidy) > LONGEST:
        raise BadWords("words.too_long", longest=LONGEST)
    for gap in GAP.findall(tidy):
        if gap not in TEXTS[name]:
            raise BadWords("words.unknown_gap", gap="{" + gap + "}", gaps=gaps_of(name))
    if re.search(r"[{}]", GAP.sub("", tidy)):
        raise BadWords("words.brace", gaps=gaps_of(name))
    return tidy


def gaps_of(name: str) -> str:
    """The gaps of a text, to be shown: "{name}, {shop}"."""
    return ", ".join("{" + gap + "}" for gap in sorted(TEXTS[name]))


def replaced(program: Program, language: str, name: str, text: str | None) -> dict[str, dict[str, str]]:
    """The programme's words with this one put in; None takes it out."""
    words = {spoken: dict(texts) for spoken, texts in program.words.items()}
    theirs = words.setdefault(language, {})
    if text is None:
        theirs.pop(name, None)
    else:
        theirs[name] = text
    return {spoken: texts for spoken, texts in words.items() if texts}
