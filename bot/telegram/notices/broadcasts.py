"""A message the shop sends to its members, as each of them reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import Html, lines
from bot.rules import broadcasts
from bot.rules.benefits import named
from bot.telegram.notices import broadcast_news
from bot.telegram.notices.broadcast_rows import rows
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Copied, Screen
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier


def sent(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """`facts` are the words of the broadcast and what fills their gaps for this member, put in by the sender."""
    text, gaps = facts["text"], _gaps(reader, facts)
    said = broadcasts.filled(text, gaps) if text else ""
    copied = Copied(facts["chat"], tuple(facts["copy"])) if facts.get("copy") else None
    if gaps["deadline"] and text and not copied and "{deadline" not in text:
        said = lines(Html(said), "", reader.t("⏳ Until {moment}", moment=gaps["deadline"]))
    return Screen(said, rows=(*rows(reader, facts), *offer_rows(reader)), copy=copied, fresh=True)


def _gaps(reader: Reader, facts: Mapping[str, Any]) -> dict[str, str | None]:
    """In the reader's language; None where this member has nothing of the kind."""
    t, known = reader.t, facts.get("gaps") or {}
    reward, deadline = known.get("reward"), facts.get("deadline")
    return {
        "name": known.get("name"),
        "balance": t.points(known["balance"]) if "balance" in known else None,
        "tier": tier_name(t, Tier(known["tier"])) if "tier" in known else None,
        "favourite": known.get("favourite"),
        "reward": named(reward, t.language, reader.rules.program.language) if reward else None,
        "deadline": t.moment(datetime.fromisoformat(deadline), reader.rules.zone) if deadline else None,
    }


WORDINGS = {"broadcast.sent": sent, **broadcast_news.WORDINGS}
