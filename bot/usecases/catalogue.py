"""The catalogue in the hands of those who keep it: every change is checked, signed in the audit log, and refused when
a colleague changed the same reward meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import catalogue as rule
from bot.rules.benefits import named
from bot.rules.rewards import Terms, over
from bot.usecases import audit
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.reward_shelf import terms_of
from db.enums import RewardKind
from db.models.rewards import Reward, RewardPicture
from db.queries import outlets
from db.queries import rewards as queries
from db.queries.outlets import OutletLine
from db.queries.rewards import Figure as Figure
from db.session import Database, upsert

PAGE = 8
FIGURES_DAYS = 90

EditField = Literal[rule.TypedField, "tier", "name", "text", "allergens", "outlets", "paused", "removed"]


@dataclass(frozen=True)
class CatalogueLine:
    """A reward in the list; `over`: its window or its evening has passed."""

    terms: Terms
    over: bool


@dataclass(frozen=True)
class CataloguePage:
    """A page of the catalogue, the newest first."""

    lines: list[CatalogueLine]
    page: int
    more: bool


@dataclass(frozen=True)
class RewardCard:
    """One reward as its keepers see it: `promised` vouchers are or were good for it; `outlets` are all there are."""

    terms: Terms
    texts: dict[str, str]
    cost_minor: int
    promised: int
    outlets: list[OutletLine]
    picture: bytes | None
    edition: int

    @property
    def seats(self) -> int | None:
        """Of an experience: all there are."""
        return None if self.terms.stock is None else self.terms.stock + self.promised


async def listed(db: Database, actor: Actor, page: int, *, at: datetime) -> CataloguePage:
    """Page *page* of all rewards. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "catalogue.change")
        found = await queries.page(session, offset=page * PAGE, limit=PAGE + 1)
    shown = [terms_of(reward) for reward in found[:PAGE]]
    return CataloguePage([CatalogueLine(terms, over(terms, at)) for terms in shown], page, len(found) > PAGE)


async def show(db: Database, actor: Actor, reward_id: int) -> RewardCard:
    """Refuses `access.denied`, `reward.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "catalogue.change")
        reward = await session.get(Reward, reward_id)
        if reward is None or reward.removed:
            raise Refused("reward.unknown")
        return await _card(session, reward)


async def figures(db: Database, actor: Actor, *, at: datetime) -> list[Figure]:
    """What became of the vouchers of the last 90 days, by kind. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "catalogue.change")
        return await queries.figures(session, at - timedelta(days=FIGURES_DAYS))


@dataclass(frozen=True)
class Draft:
    """A reward that is to be; names and texts by language, the picture as pictures.photo.normal_photo made it."""

    kind: RewardKind
    names: Mapping[str, str]
    price: int
    texts: Mapping[str, str] = field(default_factory=dict)
    picture: bytes | None = None


async def add(db: Database, actor: Actor, draft: Draft, *, at: datetime) -> RewardCard:
    """The reward is in the catalogue, for everybody, at once. Refuses `access.denied`, `reward.too_many`; raises
    BadReward."""
    names = {language: rule.name(name) for language, name in draft.names.items()}
    texts = {language: words for language, text in draft.texts.items() if (words := rule.words(text))}
    if not names:
        raise rule.BadReward("reward.name_empty")
    rule.check(Terms(0, draft.kind, names, draft.price))
    async with db.begin() as session:
        staff = await allow(session, actor, "catalogue.change")
        if await queries.count(session) >= rule.MOST_REWARDS:
            raise Refused("reward.too_many", most=rule.MOST_REWARDS)
        reward = Reward(kind=draft.kind, names=names, texts=texts, price=draft.price, created_at=at)
        session.add(reward)
        await session.flush()
        if draft.picture:
            await _hang(session, reward, draft.picture, at)
        name = named(names, "en")
        await audit.write(session, staff, "catalogue.add", f"reward:{reward.id}", at=at, name=name, price=draft.price)
        return await _card(session, reward)


@dataclass(frozen=True)
class Switch:
    """One of several that are on or off: an allergen, an outlet."""

    each: Any
    on: bool


@dataclass(frozen=True)
class Edit:
    """A new value for one property of the reward, as it looked in *edition*; `language` for its name and text; a
    Switch for its allergens and outlets; `saw`: the stock it had then; what members took since is off the new one,
    too."""

    reward_id: int
    edition: int
    field: EditField
    value: Any
    language: str = ""
    saw: int | None = None


async def change(db: Database, actor: Actor, edit: Edit, *, at: datetime) -> RewardCard:
    """The reward has this property. What it has already changes nothing; vouchers already promised stay as they are.

    Refuses `access.denied`, `reward.unknown`, `reward.changed_meanwhile`; raises BadReward.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "catalogue.change")
        reward = await _locked(session, edit.reward_id)
        values = await _values(session, reward, edit)
        old = {column: getattr(reward, column) for column in values}
        if old == values:
            return await _card(session, reward)
        _same_edition(reward, edit.edition)
        for column, value in values.items():
            setattr(reward, column, value)
        rule.check(terms_of(reward))
        act = {
            ("paused", True): "catalogue.pause",
            ("paused", False): "catalogue.resume",
            ("removed", True): "catalogue.remove",
        }.get((edit.field, edit.value), "catalogue.change")
        told: dict[str, Any] = {"field": f"reward.{edit.field}", "old": _plain(old), "new": _plain(values)}
        await audit.write(session, staff, act, f"reward:{reward.id}", at=at, name=named(reward.names, "en"), **told)
        return await _card(session, reward)


async def set_picture(
    db: Database, actor: Actor, reward_id: int, edition: int, jpeg: bytes | None, *, at: datetime
) -> RewardCard:
    """The reward bears this picture (pictures.photo.normal_photo made it); None takes it away. Refuses as `change`."""
    async with db.begin() as session:
        staff = await allow(session, actor, "catalogue.change")
        reward = await _locked(session, reward_id)
        _same_edition(reward, edition)
        if jpeg:
            await _hang(session, reward, jpeg, at)
        else:
            reward.has_picture = False
            await session.execute(delete(RewardPicture).where(RewardPicture.reward_id == reward_id))
        name = named(reward.names, "en")
        await audit.write(
            session, staff, "catalogue.picture", f"reward:{reward.id}", at=at, name=name, there=bool(jpeg)
        )
        return await _card(session, reward)


async def _locked(session: AsyncSession, reward_id: int) -> Reward:
    reward = await session.get(Reward, reward_id, with_for_update=True, populate_existing=True)
    if reward is None or reward.removed:
        raise Refused("reward.unknown")
    return reward


def _same_edition(reward: Reward, edition: int) -> None:
    if reward.edition != edition:
        raise Refused("reward.changed_meanwhile")
    reward.edition += 1


async def _values(session: AsyncSession, reward: Reward, edit: Edit) -> dict[str, Any]:
    """The columns that are to change, and what they become."""
    match edit.field, edit.value:
        case "seats", seats:
            return {"stock": rule.left_of(seats, await queries.promised(session, reward.id))}
        case "stock", int(left) if left and edit.saw is not None and reward.stock is not None:
            return {"stock": max(0, left - (edit.saw - reward.stock))}
        case "name", name:
            return {"names": {**reward.names, edit.language: rule.name(name)}}
        case "text", text:
            told = {**reward.texts, edit.language: rule.words(text)}
            return {"texts": {language: words for language, words in told.items() if words}}
        case ("allergens" | "outlets") as column, Switch(each, on):
            others = [one for one in getattr(reward, column) if one != each]
            return {column: sorted([*others, each] if on else others)}
    return {edit.field: edit.value}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


async def _hang(session: AsyncSession, reward: Reward, jpeg: bytes, at: datetime) -> None:
    reward.has_picture = True
    row = {"reward_id": reward.id, "content": jpeg, "changed_at": at}
    await upsert(session, RewardPicture, row, index=["reward_id"])


async def _card(session: AsyncSession, reward: Reward) -> RewardCard:
    return RewardCard(
        terms=terms_of(reward),
        texts=dict(reward.texts),
        cost_minor=reward.cost_minor,
        promised=await queries.promised(session, reward.id),
        outlets=await outlets.every(session),
        picture=await queries.picture(session, reward.id) if reward.has_picture else None,
        edition=reward.edition,
    )
