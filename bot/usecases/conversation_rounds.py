"""What the bell does about talks: an answer that is late is called out once, a talk nobody goes on with is closed."""

from datetime import datetime, timedelta

from bot.usecases import conversation_steps as steps
from bot.usecases import program
from bot.usecases.notify import Notice, tell_staff
from db.queries import conversations as queries
from db.session import Database

AT_ONCE = 100
SILENCE = timedelta(days=3)  # after the shop's answer: then all is said


async def remind(db: Database, at: datetime) -> int:
    """Everybody who may answer knows of each talk whose answer is late, once for each promise; returns how many are
    told of now."""
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        late = await queries.late(session, at, limit=AT_ONCE)
        for talk in late:
            talk.reminded_at = at
            who = await queries.who(session, talk.member_id)
            if who is not None:
                key = f"conversation:{talk.id}:late:{at.isoformat()}"
                notice = Notice("conversation.late", steps.about(talk, who, rules), key=key)
                await tell_staff(session, steps.ANSWER, notice, at=at, but=[who.chat_id])
        return len(late)


async def close_silent(db: Database, at: datetime) -> int:
    """Talks the shop has answered in which nothing was said for three days are closed; returns how many. Nobody is
    told: what the member writes later opens it again."""
    async with db.begin() as session:
        quiet = await queries.silent(session, at - SILENCE, limit=AT_ONCE)
        for talk in quiet:
            steps.closed(talk, at)
        return len(quiet)
