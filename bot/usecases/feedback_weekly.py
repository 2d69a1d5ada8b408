"""Monday's message to the owners: what members said last week, what they wrote about, and who still waits."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import feedback_insights as insights
from bot.usecases import nps_insights, program
from bot.usecases.notify import Notice, tell_staff
from bot.usecases.program import Rules
from db.models.automations import JobMark
from db.queries import conversations
from db.session import Database, upsert

ACT = "digest.read"
MARK = "feedback.weekly"
MOST_TOPICS = 3
MAY_BE_LATE = timedelta(hours=12)
WEEK = timedelta(days=7)


async def send(db: Database, at: datetime) -> int:
    """On Monday, from the hour of the digest on, the owners have last week's figures and examples, once, unless nobody
    said anything; 1 when it was looked at now. After twelve hours' lateness it is left out."""
    async with db.read(long=True) as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
        today = timing.local_date(at, rules.zone)
        monday = today - timedelta(days=today.weekday())
        due = timing.at_local(monday, rules.program.digest_hour, rules.zone)
        if rules.version == 0 or at < due or (mark and mark.done_through >= monday):
            return 0
        facts = await _facts(session, rules, monday, at) if at < due + MAY_BE_LATE else {}
    async with db.begin() as session:  # the key keeps it one message, whoever else is at it
        if facts:
            notice = Notice("feedback.weekly", facts, key=f"feedback:weekly:{monday.isoformat()}")
            await tell_staff(session, ACT, notice, at=at)
        await upsert(session, JobMark, {"name": MARK, "done_through": monday, "at": at}, index=["name"])
    return 1


async def _facts(session: AsyncSession, rules: Rules, monday: date, at: datetime) -> dict[str, Any]:
    """Empty when there is nothing to tell."""
    until = timing.at_local(monday, 0, rules.zone)
    since, earlier = until - WEEK, until - 2 * WEEK
    now = await insights.ratings_between(session, since, until)
    said = await insights.words_between(session, since, until)
    talks = await insights.talks_between(session, rules, since, until)
    if not (now.every.number or said.texts or talks.opened):
        return {}
    before = await insights.ratings_between(session, earlier, since)
    nps = (await nps_insights.recommended_at(session, rules, at)).quarters[0][1]
    return {
        "until": (monday - timedelta(days=1)).isoformat(),
        "ratings": now.every.number,
        "stars": _text(now.every.stars),
        "stars_before": _text(before.every.stars),
        "parts": {name: _text(getattr(now.every, name)) for name in ("food", "courier", "speed")},
        "nps": nps.score,
        "nps_answers": nps.answers,
        "topics": [[line.topic, line.texts, list(line.examples[:1])] for line in said.topics[:MOST_TOPICS]],
        "opened": talks.opened,
        "in_time": talks.in_time,
        "waiting": await conversations.how_many(session),
        "complaints": talks.complaints,
        "came_back": talks.came_back,
    }


def _text(mean: Any) -> str | None:
    return None if mean is None else str(mean)
