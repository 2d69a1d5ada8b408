"""Would you recommend us? Asked of a share of members in each quarter, as advertising with the topic of tips; answered
once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import feedback, timing
from bot.rules import nps as rule
from bot.usecases import contact, program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import Lane, Topic
from db.ledger import accounts
from db.models.automations import JobMark
from db.models.feedback import NpsAnswer
from db.queries import nps as queries
from db.session import Database, insert_once, upsert

MARK = "nps.asked"
PAGE = 500
HOUR = 12  # of the shop's day, when it is looked whose day it is
RECENT = timedelta(days=180)  # who has ordered since then can tell
STILL_GOOD = timedelta(days=7)
MAY_ANSWER = timedelta(days=45)


@dataclass(frozen=True)
class Answered:
    """The score stands; `already`: it did before, whatever was pressed now. `unhappy`: the shop should talk to them."""

    score: int
    unhappy: bool
    words: str
    already: bool


async def ask(db: Database, at: datetime) -> int:
    """Everybody of the quarter's share whose day has come is asked, once, unless the contact policy is against it (then
    tomorrow again, for two weeks); returns how many. Looks once a local day of the shop."""
    async with db.read() as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
    today = timing.local_date(at, rules.zone)
    if rules.version == 0 or at < timing.at_local(today, HOUR, rules.zone) or (mark and mark.done_through >= today):
        return 0
    done: int = 0
    after: int | None = 0 if rules.program.nps_share_bp else None
    while after is not None:
        asked, after = await _page(db, today, after, at, rules)
        done += asked
    async with db.begin() as session:
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
    return done


async def _page(db: Database, today: date, after: int, at: datetime, rules: Rules) -> tuple[int, int | None]:
    """A page of members; how many were asked, and after whom the next page begins."""
    name, share = rule.quarter(today), rules.program.nps_share_bp
    async with db.read() as session:
        rows = await queries.could_be_asked(session, name, at - RECENT, after=after, limit=PAGE)
    last = rows[-1].id if len(rows) == PAGE else None
    due = {row.id: row for row in rows if rule.is_asked(row.number, today, share)}
    if not due:
        return 0, last
    async with db.begin() as session:
        reasons = await contact.may_plan(session, list(due), at, rules, topic=Topic.TIPS)
        willing = [due[member_id] for member_id, reason in reasons.items() if reason is None]
        asked = [await _ask(session, row.id, row.time_zone, name, at, rules) for row in willing]
        return sum(asked), last


async def _ask(session: AsyncSession, member_id: int, zone: str | None, name: str, at: datetime, rules: Rules) -> bool:
    row = {"member_id": member_id, "quarter": name, "asked_at": at}
    if not await insert_once(session, NpsAnswer, row, index=["member_id", "quarter"]):
        return False
    notice = Notice(
        "nps.asked",
        {"quarter": name},
        key=f"nps:{member_id}:{name}",
        lane=Lane.BULK,
        advertising=True,
        topic=Topic.TIPS,
        due_at=timing.next_allowed(at, zones.named(zone, rules), rules.program),
        until=at + STILL_GOOD,
    )
    return await tell_member(session, member_id, notice, at=at)


async def answer(db: Database, actor: Actor, quarter: str, score: int, *, at: datetime) -> Answered:
    """The member's first score in that quarter stands. Refuses `member.needed`, `nps.over` (not asked, or too long
    ago); raises BadScore."""
    rule.check(score)
    member_id = member_of(actor)
    async with db.begin() as session:
        await accounts.lock_members(session, [member_id])
        row = await _asked(session, member_id, quarter, at)
        already = row.score is not None
        if row.score is None:
            row.score, row.answered_at = score, at
        return Answered(row.score, rule.unhappy(row.score), row.words or "", already)


async def explain(db: Database, actor: Actor, quarter: str, words: str, *, at: datetime) -> Answered:
    """Why that score, in the member's words; later ones take the place of earlier ones. Refuses what `answer` refuses;
    raises BadRating for empty or endless words."""
    told = feedback.tidy(words)
    member_id = member_of(actor)
    async with db.begin() as session:
        await accounts.lock_members(session, [member_id])
        row = await _asked(session, member_id, quarter, at)
        if row.score is None:
            raise Refused("nps.over")
        row.words = told
        return Answered(row.score, rule.unhappy(row.score), told, already=True)


async def _asked(session: AsyncSession, member_id: int, quarter: str, at: datetime) -> NpsAnswer:
    row = await queries.of_member(session, member_id, quarter)
    if row is None or at > row.asked_at + MAY_ANSWER:
        raise Refused("nps.over")
    return row
