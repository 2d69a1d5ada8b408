"""How it was: stars, reasons, words, a picture, the three things apart. Thanked for once, whatever is said; three stars
or fewer open a talk with the shop."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import feedback as rule
from bot.usecases import conversations, lots, outside_events, outside_facts, program
from bot.usecases.actor import Actor, member_of
from bot.usecases.conversation_steps import Said
from bot.usecases.conversations import Promised
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import AccountKind, Channel, EntryKind
from db.ledger import accounts
from db.ledger.post import Because
from db.models.feedback import Rating
from db.queries import conversations as queries
from db.session import Database


@dataclass(frozen=True)
class Review:
    """A rating as it stands. `stars` 0: none yet. `points`: what this very act has brought. `delivered`: somebody
    brought it, so that there is a courier to speak of. `promised`: the talk it opened, while the shop owes an
    answer."""

    order_id: int
    stars: int = 0
    food: int | None = None
    courier: int | None = None
    speed: int | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""
    photo: bool = False
    points: int = 0
    delivered: bool = True
    promised: Promised | None = None

    def part(self, name: str) -> int | None:
        """The stars of "food", "courier" or "speed"."""
        return {"food": self.food, "courier": self.courier, "speed": self.speed}[name]


async def look(db: Database, actor: Actor, order_id: int, *, at: datetime) -> Review:
    """What the member said of an order so far. Refuses `member.needed` and `order.unknown` (also for somebody else's,
    or one that is not delivered)."""
    member_id = member_of(actor)
    async with db.read() as session:
        order = await _order(session, order_id, member_id)
        row = await session.scalar(select(Rating).where(Rating.order_id == order_id))
        return _review(row, order_id, order) if row else Review(order_id, delivered=_brought(order))


async def rate(db: Database, actor: Actor, order_id: int, stars: int, *, at: datetime) -> Review:
    """The order has so many stars; for the first ones the member has their points. With three or fewer a talk is open
    and the staff know, once for an order. Refuses what `look` refuses; raises BadRating."""
    rule.check_stars(stars)

    async def change(session: AsyncSession, row: Rating, rules: Rules) -> None:
        row.reasons = [each for each in row.reasons if each in rule.reasons_for(stars)]
        row.stars = stars
        outside_events.tell(session, outside_facts.rated(row, at), at=at)

    return await _changed(db, actor, order_id, at, change, stars)


async def reason(db: Database, actor: Actor, order_id: int, word: str, *, at: datetime) -> Review:
    """That reason is among those given, or no longer is. Refuses what `look` refuses, and `feedback.unrated`; raises
    BadRating."""

    async def change(session: AsyncSession, row: Rating, rules: Rules) -> None:
        row.reasons = rule.toggled(row.reasons, word, row.stars)

    return await _changed(db, actor, order_id, at, change)


async def part(db: Database, actor: Actor, order_id: int, name: str, stars: int, *, at: datetime) -> Review:
    """Food, courier or speed has stars of its own. Refuses what `reason` refuses; raises BadRating."""
    rule.check_stars(stars)
    if name not in rule.PARTS:
        raise rule.BadRating("feedback.reason")

    async def change(session: AsyncSession, row: Rating, rules: Rules) -> None:
        setattr(row, name, stars)

    return await _changed(db, actor, order_id, at, change)


async def write(db: Database, actor: Actor, order_id: int, said: Said, *, at: datetime) -> Review:
    """The words and the picture are part of the rating, in the place of earlier ones; of a bad one the staff read them.
    Refuses what `reason` refuses; raises BadRating."""
    told = rule.tidy(said.text, photo=said.photo is not None)

    async def change(session: AsyncSession, row: Rating, rules: Rules) -> None:
        row.words, row.photo = told or row.words, said.photo or row.photo
        await conversations.rating_words(session, row, at=at, rules=rules)

    return await _changed(db, actor, order_id, at, change)


Change = Callable[[AsyncSession, Rating, Rules], Awaitable[None]]


async def _changed(
    db: Database, actor: Actor, order_id: int, at: datetime, change: Change, first: int | None = None
) -> Review:
    """One act on a rating, and what follows from it. *first*: the stars of a rating that may have to begin."""
    member_id = member_of(actor)
    async with db.begin() as session:
        await accounts.lock_members(session, [member_id])  # one tap after the other; nobody erases themselves meanwhile
        order, rules = await _order(session, order_id, member_id), await program.in_force(session, at)
        rule.check_in_time(order.delivered_at, at)
        row = await session.scalar(select(Rating).where(Rating.order_id == order_id))
        points = 0
        if row is None:
            if first is None:
                raise Refused("feedback.unrated")
            row, points = await _begun(session, member_id, order_id, first, at, rules)
        await change(session, row, rules)
        row.changed_at = at
        promised = await conversations.for_rating(session, row, at=at, rules=rules)
        return _review(row, order_id, order, points, promised)


async def _begun(
    session: AsyncSession, member_id: int, order_id: int, stars: int, at: datetime, rules: Rules
) -> tuple[Rating, int]:
    """A new rating, and the points it brought."""
    order = await _order(session, order_id, member_id)
    row = Rating(
        order_id=order_id,
        member_id=member_id,
        outlet_id=order.outlet_id,
        courier_id=order.courier_id,
        stars=stars,
        reasons=[],
        points=rules.program.review_points,
        at=at,
        changed_at=at,
    )
    session.add(row)
    await session.flush()
    if row.points:
        because = Because(f"review:{order_id}", EntryKind.GIFT, at, "feedback.thanks", {"order": order_id})
        await lots.give(session, member_id, row.points, AccountKind.FEEDBACK, because, rules)
    return row, row.points


async def _order(session: AsyncSession, order_id: int, member_id: int) -> queries.Delivered:
    order = await queries.of_order(session, order_id, member_id)
    if order is None:
        raise Refused("order.unknown", order=order_id)
    return order


def _brought(order: queries.Delivered) -> bool:
    return order.channel is not Channel.TILL


def _review(
    row: Rating, order_id: int, order: queries.Delivered, points: int = 0, promised: Promised | None = None
) -> Review:
    return Review(
        order_id=order_id,
        stars=row.stars,
        food=row.food,
        courier=row.courier,
        speed=row.speed,
        reasons=tuple(row.reasons),
        words=row.words or "",
        photo=row.photo is not None,
        points=points,
        delivered=_brought(order),
        promised=promised,
    )
