"""What the bell sets off, in this order: each asks the database what is due, and doing it again changes nothing."""

from datetime import datetime, timedelta

from bot.jobs.bell import Job
from bot.usecases import (
    automation_rounds,
    broadcast_endings,
    broadcast_rounds,
    claim_steps,
    conversation_rounds,
    digest,
    feedback_weekly,
    gifts,
    habits,
    holidays,
    inbox,
    last_days,
    lots,
    nps,
    outside_events,
    points,
    rfm,
    roots,
    spendings,
    tiers,
    vouchers,
)
from db.session import Database

FORGET_EVERY = timedelta(hours=1)


async def expire_lots(db: Database, at: datetime) -> int:
    return await lots.expire_lots(db, at=at)


async def forget_updates(db: Database, at: datetime) -> int:
    """Words that are forgotten leave the database's files, too, and so does what an erasing could not take out."""
    forgotten = sum(await inbox.forget(db, at=at))
    await db.scrub()
    return forgotten


ROUNDS: dict[str, Job] = {
    "orders.points_released": points.release_due,
    "lots.expired": expire_lots,
    "claims.settled": claim_steps.settle,
    "gifts.returned": gifts.end_due,  # before vouchers: what comes back may have ended meanwhile
    "vouchers.expired": vouchers.expire,
    "spendings.expired": spendings.expire,
    "points.announced": last_days.announce,
    "rules.filled_up": automation_rounds.fill_up,
    "habits.filled": habits.fill,  # before the rules: some of them ask for a rhythm
    "rules.fired": automation_rounds.fire_due,
    "holidays.drafted": holidays.draft,
    "broadcasts.turned": broadcast_rounds.turn,
    "broadcasts.ending": broadcast_endings.remind,
    "digest.written": digest.send,
    "feedback.weekly": feedback_weekly.send,
    "nps.asked": nps.ask,
    "conversations.late": conversation_rounds.remind,
    "conversations.silent": conversation_rounds.close_silent,
    "tiers.reviewed": tiers.review,
    "rfm.recounted": rfm.recount,
    "roots.sealed": roots.seal,
    "inbox.forgotten": forget_updates,
    "events.forgotten": outside_events.forget,
}
