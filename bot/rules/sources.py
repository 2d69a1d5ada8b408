"""Tags of links that tell where people come from: "flyer-november"."""

import re

from bot.rules.errors import RuleBroken

LONGEST = 32
TAKEN = frozenset({"gift"})  # what the programme itself writes where no tag is


class BadSource(RuleBroken):
    """ "source.unfit" (with `longest`): nothing a link can carry."""


def clean_source(text: str) -> str:
    """The tag as a link carries it: small Latin letters, digits, "_" and "-"; spaces become "-". Raises BadSource."""
    tag = re.sub(r"\s+", "-", text.strip().lower())
    if re.fullmatch(rf"[a-z0-9_-]{{1,{LONGEST}}}", tag, re.ASCII) is None or tag in TAKEN:
        raise BadSource("source.unfit", longest=LONGEST)
    return tag
