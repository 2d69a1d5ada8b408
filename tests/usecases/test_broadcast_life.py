"""Whatever happens to a broadcast and its members in whatever order: its six states add up to its audience at every
moment, nobody gets it twice, and nobody who must not. A run that fails names its seed."""

import os
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.rules.broadcasts import Words
from bot.usecases import broadcast_rounds, broadcasts, outbox, privacy
from bot.usecases.actor import Actor
from bot.usecases.attempts import Outcome, Outgoing, failed, in_doubt, postponed, sent
from bot.usecases.errors import Refused
from bot.usecases.outbox import Wish
from db.enums import BroadcastState, Lane
from db.models.members import Member, Person
from db.session import Database
from tests.support.broadcasts import FIRST_CHAT, broadcast, crowd
from tests.support.mailings import mailed
from tests.support.orders import NOON, OLGA, opened

SEEDS = range(200) if os.environ.get("OKAERI_SOAK") else range(8)
STEPS, MEMBERS = 80, 20
HOME, PLACES = "Europe/Moscow", (None, "Asia/Tokyo", "America/Los_Angeles", "Europe/Warsaw")
TWO = {"A": {"*": Words("Salmon")}, "B": {"*": Words("Salmon!")}}
WAYS: tuple[dict[str, Any], ...] = (
    {"spread_minutes": 120},
    {"wave_size": 7, "wave_minutes": 30},
    {"content": TWO, "test_bp": 4_000, "winner_hours": 2},
    {"content": TWO, "test_bp": 4_000, "control_bp": 2_000},
)
ACTS = ("claim", "claim", "claim", "settle", "settle", "settle", "turn", "turn", "rest", "resume", "again", "winner")
OF_MEMBERS = ("erase", "opt_out", "hold_out")


@dataclass
class Life:
    """One broadcast, and what happens to it."""

    db: Database
    olga: Actor
    people: list[int]
    rng: random.Random
    number: int
    until: datetime | None
    at: datetime = NOON
    under_way: list[Outgoing] = field(default_factory=list)
    got: Counter[int] = field(default_factory=Counter)

    async def step(self, act: str) -> None:
        db, at, number = self.db, self.at, self.number
        match act:
            case "claim":
                await self.claim()
            case "settle":
                settled, self.under_way = self.under_way[:4], self.under_way[4:]
                await outbox.settle(db, [self.outcome(row) for row in settled], at=at)
            case "turn":
                await broadcast_rounds.turn(db, at)
            case "winner":
                await broadcast_rounds.choose_winner(db, self.olga, number, "B", at=at)
            case "erase":
                member = self.rng.choice(self.people)
                await privacy.erase(db, Actor(chat_id=FIRST_CHAT + member, member_id=member), at=at)
            case "opt_out":
                await self.changed(Person, Person.member_id, advertising=False)
            case "hold_out":
                await self.changed(Member, Member.id, holdout=True)
            case _:
                by_hand = {"rest": broadcasts.rest, "resume": broadcasts.resume, "again": broadcasts.send_again}
                await by_hand.get(act, broadcasts.stop)(db, self.olga, number, at=at)

    async def changed(self, model: Any, number: Any, **values: Any) -> None:
        async with self.db.begin() as session:
            await session.execute(update(model).where(number == self.rng.choice(self.people)).values(**values))

    async def claim(self) -> None:
        """What leaves, leaves while the broadcast runs, by day, to who agreed."""
        claim = await outbox.claim(self.db, Wish("me", {Lane.BULK: 5, Lane.SERVICE: 5}), at=self.at)
        self.under_way += claim.leaving
        mine = [row for row in claim.leaving if row.broadcast_id == self.number]
        state = (await broadcast(self.db, self.number)).state
        assert not mine or (state is BroadcastState.RUNNING and (self.until is None or self.at < self.until))
        async with self.db.read() as session:
            for row in mine:
                assert row.member_id
                person = await session.get_one(Person, row.member_id)
                assert person.advertising
                assert not (await session.get_one(Member, row.member_id)).holdout
                assert 9 <= self.at.astimezone(ZoneInfo(person.time_zone or HOME)).hour < 22
                assert row.variant

    def outcome(self, row: Outgoing) -> Outcome:
        what = self.rng.choice(("sent", "sent", "sent", "failed", "doubt", "back"))
        if what == "sent" and row.broadcast_id == self.number:
            assert row.member_id
            self.got[row.member_id] += 1
        made = {"sent": sent(row, 1), "failed": failed(row, "blocked", unreachable=True)}
        return made.get(what) or (in_doubt(row, "lost", at=self.at) if what == "doubt" else postponed(row, self.at))


@pytest.mark.parametrize("seed", SEEDS)
async def test_its_six_states_add_up_whatever_happens(sqlite_db: Database, seed: int) -> None:
    rng, shop = random.Random(seed), await opened(sqlite_db)
    olga, people = await shop.actor(OLGA), await crowd(sqlite_db, MEMBERS)
    async with sqlite_db.begin() as session:
        for member in people:
            lives = {"advertising": True, "time_zone": rng.choice(PLACES)}
            await session.execute(update(Person).where(Person.member_id == member).values(**lives))
    until = rng.choice((None, NOON + timedelta(hours=20)))
    report = await mailed(sqlite_db, olga, at=NOON, deadline=until, **WAYS[seed % len(WAYS)])
    life = Life(sqlite_db, olga, people, rng, report.id, until)
    for step in range(STEPS):
        life.at += timedelta(minutes=rng.choice((1, 5, 20, 60)))
        act = rng.choice((*ACTS, *OF_MEMBERS, *(("stop",) if step > STEPS // 2 else ())))
        with suppress(Refused):
            await life.step(act)
        now = await broadcasts.report(sqlite_db, olga, report.id, at=life.at)
        assert now.progress.audience == MEMBERS, f"seed {seed}, step {step}: {act}"
        assert sum(now.reasons.values()) == now.progress.skipped
    assert set(life.got.values()) <= {1}, f"seed {seed}"
    await broadcasts.stop(sqlite_db, olga, report.id, at=life.at)
    assert (await broadcasts.report(sqlite_db, olga, report.id, at=life.at)).progress.planned == 0
