"""What members and dishes call things in this shop: names a question of a segment can be answered with."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.clients import SiteEvent
from db.models.members import Member, MemberTag, Person
from db.models.orders import Dish
from db.queries.referral import BY_A_FRIEND

BUTTONS, FEW, SPELLED = 12, 5, 500


def _frequent(column: Any, most: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The words of a column, the most frequent first."""
    found = select(column).where(column.is_not(None), *conditions).group_by(column)
    return found.order_by(func.count().desc(), column).limit(most)


def _named(question: str, most: int) -> Select[Any] | None:
    match question:
        case "city":
            return _frequent(Person.city, most)
        case "source":  # who came by a friend is asked for by friends
            return _frequent(Member.source, most, Member.source.not_like(f"{BY_A_FRIEND}%"))
        case "tag":
            return _frequent(MemberTag.tag, most)
        case "category" | "favourite" | "lapsed":
            return _frequent(Dish.category, most)
        case "event":
            return _frequent(SiteEvent.kind, min(most, FEW))  # each is several answers
        case "item":
            return select(Dish.name).order_by(Dish.id).limit(most)  # to count pieces is to read every order
    return None


async def of(session: AsyncSession, question: str, most: int = BUTTONS) -> list[str]:
    """Names that answer *question*, the most frequent first (dishes the oldest); none for a question without names."""
    found = _named(question, most)
    return [] if found is None else list(await session.scalars(found))


async def spelled(session: AsyncSession) -> tuple[str, ...]:
    """Cities, sources, tags and categories as the shop writes them."""
    found = [await of(session, question, SPELLED) for question in ("city", "source", "tag", "category")]
    return tuple(dict.fromkeys(name for names in found for name in names))
