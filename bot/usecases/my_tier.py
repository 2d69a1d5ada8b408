"""A member's own tier: what it brings, how far the next one is, how long it is theirs, and how it came about."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules import tiers as rule
from bot.rules.discounts import Discount
from bot.rules.program import TierRule
from bot.rules.stamps import StampCard, card
from bot.rules.tiers import Progress
from bot.usecases import tiers
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.queries import tiers as queries
from db.queries.tiers import ChangeLine as ChangeLine
from db.session import Database

CHANGES_SHOWN = 6


@dataclass(frozen=True)
class MyTier:
    """`now` and `next` (None at the top) are the tiers with what they bring. `drops_on`: told that it will be lost on
    this day unless `keeps_minor` more is spent. `until`: the last day of one given by the shop."""

    now: TierRule
    next: TierRule | None
    way: Progress
    spent_minor: int
    drops_on: date | None
    keeps_minor: int
    until: date | None
    discount: Discount
    stamps: StampCard | None
    changes: tuple[ChangeLine, ...]


async def look(db: Database, member_id: int, at: datetime, rules: Rules) -> MyTier:
    """All about the member's tier at *at*. Changes nothing. Refuses `member.needed` for the erased."""
    program = rules.program
    async with db.read() as session:
        line = await queries.line(session, member_id)
        if line is None:
            raise Refused("member.needed")
        standing = await tiers.standing(session, member_id, at, rules)
        changes = await queries.changes(session, member_id, limit=CHANGES_SHOWN)
    spent = standing.spent_minor
    now, way = rule.rule_of(line.tier, program), rule.progress(spent, line.tier, program)
    return MyTier(
        now=now,
        next=rule.rule_of(way.next, program) if way.next else None,
        way=way,
        spent_minor=spent,
        drops_on=line.drops_on,
        keeps_minor=max(0, now.from_minor - spent),
        until=line.until,
        discount=tiers.discount_of(standing, rules),
        stamps=card(standing.stamps, program),
        changes=tuple(changes),
    )
