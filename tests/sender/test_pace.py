"""The pace, on a clock that jumps: never over the rate in any second, hardly under it, people first."""

import asyncio
import random

import pytest

from bot.sender.pace import CHAT, GROUP, Pace
from db.enums import Lane
from tests.support.virtual_time import in_virtual_time

ANN, BOB, CARL = 1, 2, 3


def now() -> float:
    return asyncio.get_running_loop().time()


def most_in_a_second(moments: list[float]) -> int:
    """The most of *moments* that any window of one second holds."""
    most = start = 0
    for end, moment in enumerate(moments):
        while moments[start] <= moment - 1 + 1e-9:  # the last digit of a float is no haste
            start += 1
        most = max(most, end - start + 1)
    return most


@pytest.mark.parametrize("rate", [1, 25, 30, 1000])
def test_a_broadcast_uses_the_rate_and_never_more(rate: int) -> None:
    async def story() -> list[float]:
        pace, moments = Pace(rate), []

        async def writes(chat: int) -> None:
            await pace.turn(Lane.BULK, chat)
            moments.append(now())

        await asyncio.gather(*(writes(chat) for chat in range(rate * 20)))
        return moments

    moments = in_virtual_time(story())
    assert most_in_a_second(moments) <= rate
    assert len(moments) / (moments[-1] + 1 / rate) >= 0.95 * rate


def test_any_mixture_of_lanes_and_chats_stays_within_the_rate() -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    chance = random.Random(seed)

    async def story() -> list[tuple[float, int, Lane]]:
        pace, moments = Pace(25), []

        async def writes(lane: Lane, chat: int, when: float) -> None:
            await asyncio.sleep(when)
            await pace.turn(lane, chat)
            moments.append((now(), chat, lane))

        calls = [(chance.choice(list(Lane)), chance.randrange(100), chance.uniform(0, 40)) for _ in range(1500)]
        await asyncio.gather(*(writes(*call) for call in calls))
        return moments

    moments = in_virtual_time(story())
    assert len(moments) == 1500
    assert most_in_a_second([at for at, _, _ in moments]) <= 25
    for chat in range(100):
        assert most_in_a_second([at for at, to, _ in moments if to == chat]) <= 10  # the burst a person may have
        bulk = [at for at, to, lane in moments if to == chat and lane is not Lane.PERSON]
        assert most_in_a_second(bulk) <= 1


def test_people_go_before_a_broadcast_that_has_long_been_waiting() -> None:
    async def story() -> list[str]:
        pace, order = Pace(10), []

        async def writes(lane: Lane, chat: int, said: str) -> None:
            await pace.turn(lane, chat)
            order.append(said)

        bulk = [asyncio.create_task(writes(Lane.BULK, 100 + n, "bulk")) for n in range(30)]
        await asyncio.sleep(1.05)
        order.clear()
        people = [asyncio.create_task(writes(Lane.PERSON, n, "person")) for n in range(3)]
        service = asyncio.create_task(writes(Lane.SERVICE, 50, "service"))
        await asyncio.gather(*people, service, *bulk)
        return order

    order = in_virtual_time(story())
    assert order[:4] == ["person", "person", "person", "service"]
    assert order.count("bulk") >= 15


def test_while_people_write_a_broadcast_keeps_to_its_share() -> None:
    async def story() -> tuple[list[float], list[float]]:
        pace, bulk, people = Pace(20), [], []

        async def writes(lane: Lane, chat: int, moments: list[float]) -> None:
            await pace.turn(lane, chat)
            moments.append(now())

        sending = [asyncio.create_task(writes(Lane.BULK, 1000 + n, bulk)) for n in range(400)]
        waits = []
        for n in range(40):
            asked = now()
            await writes(Lane.PERSON, n, people)
            waits.append(now() - asked)
            await asyncio.sleep(0.25)
        for task in sending:
            task.cancel()
        return bulk, waits

    bulk, waits = in_virtual_time(story())
    assert max(waits) <= 0.1
    assert most_in_a_second([at for at in bulk if at > 2]) <= 17


def test_a_person_may_get_ten_answers_at_once_and_then_one_a_second() -> None:
    async def story() -> list[float]:
        pace, moments = Pace(25), []
        for _ in range(13):
            await pace.turn(Lane.PERSON, ANN)
            moments.append(round(now(), 2))
        return moments

    assert in_virtual_time(story()) == [0] * 10 + [1, 2, 3]


def test_after_many_answers_news_waits_a_second_and_not_for_all_of_them() -> None:
    async def story() -> float:
        pace = Pace(25)
        for _ in range(8):
            await pace.turn(Lane.PERSON, ANN)
        await pace.turn(Lane.SERVICE, ANN)
        return now()

    assert in_virtual_time(story()) == pytest.approx(CHAT)


def test_a_group_gets_no_more_than_twenty_messages_a_minute() -> None:
    async def story() -> float:
        pace = Pace(25)
        for _ in range(21):
            await pace.turn(Lane.SERVICE, -100)
        return now()

    assert in_virtual_time(story()) == pytest.approx(20 * GROUP)


def test_a_refused_chat_rests_and_nobody_else() -> None:
    async def story() -> tuple[float, float]:
        pace = Pace(25)
        pace.refused(ANN, 35)
        await pace.turn(Lane.BULK, BOB)
        bob = now()
        await pace.turn(Lane.SERVICE, ANN)
        return bob, now()

    assert in_virtual_time(story()) == (0, 35)


def test_a_second_refusal_in_another_chat_rests_and_halves_bulk_which_then_climbs() -> None:
    async def story() -> tuple[float, float, int, int]:
        pace, moments = Pace(20), []
        pace.refused(ANN, 35)
        pace.refused(BOB, 5)
        pace.refused(CARL, 5)
        await pace.turn(Lane.PERSON, 7)
        person = now()
        for chat in range(100, 1300):
            await pace.turn(Lane.BULK, chat)
            moments.append(now())
        early = [at for at in moments if at < 55]
        return person, moments[0], most_in_a_second(early), most_in_a_second(moments)

    person, first, early, later = in_virtual_time(story())
    assert person == 0
    assert first >= 35
    assert early <= 10
    assert 10 < later <= 12


def test_whoever_gives_up_waiting_is_not_counted() -> None:
    async def story() -> float:
        pace = Pace(1)
        await pace.turn(Lane.PERSON, ANN)
        given_up = asyncio.create_task(pace.turn(Lane.PERSON, BOB))
        await asyncio.sleep(0.1)
        given_up.cancel()
        await pace.turn(Lane.PERSON, CARL)
        return now()

    assert in_virtual_time(story()) < 1.1
