"""Olga invites Carl by a one-time link; he opens it, she says yes; later he goes."""

import re
from datetime import timedelta

import pytest

from bot.usecases import chats, invites, orders, staff
from bot.usecases.actor import read
from db.enums import Role
from tests.support.orders import CARL, NOON, OLGA, opened
from tests.support.talk import Person, Talk


async def a_link(olga: Person, role: str = "courier") -> str:
    """The payload of a new invitation."""
    await olga.says("/staff")
    await olga.presses("➕ Invite somebody")
    await olga.presses(role)
    found = re.search(r"start=(i_[\w-]{22})", olga.text)
    assert found, olga.text
    return found[1]


@pytest.fixture
async def olga(talk: Talk) -> Person:
    await opened(talk.db)
    return talk.person("Olga", id=OLGA)


async def test_a_courier_comes_by_a_link_and_two_yeses(talk: Talk, olga: Person) -> None:
    link = await a_link(olga)
    eve = talk.person("Eve", id=50)
    await eve.opens(link)
    assert "invited to work at Sushi Okaeri" in eve.text
    assert "courier" in eve.text
    await eve.says("Eve <b>Brown</b>")
    assert "Eve <b>Brown</b>" in eve.text
    await eve.presses("Yes, I'll join")
    assert "on its way" in eve.text
    assert await talk.deliver() == 1
    assert "Eve <b>Brown</b>" in olga.text
    assert "id: 50, no username" in olga.text
    await olga.presses("Approve")
    assert "works here now" in olga.text
    await talk.deliver()
    assert "Welcome to the team of Sushi Okaeri!" in eve.text
    await eve.presses("Open my deliveries")
    assert "eliveries" in eve.text
    assert (await read(talk.db, 50, NOON)).role == Role.COURIER
    await olga.presses_data("sd:refuse:4")
    assert "answered before" in olga.text
    assert (await read(talk.db, 50, NOON)).role == Role.COURIER


async def test_a_refused_newcomer_is_told_and_works_nowhere(talk: Talk, olga: Person) -> None:
    link, eve = await a_link(olga), talk.person("Eve", id=50)
    await eve.opens(link)
    await eve.presses("Yes, I'll join")
    await talk.deliver()
    await olga.presses("Refuse")
    await talk.deliver()
    assert "wasn't approved" in eve.text
    assert (await read(talk.db, 50, NOON)).role is None


async def test_every_wrong_link_has_its_sentence(talk: Talk, olga: Person) -> None:
    eve, dan = talk.person("Eve", id=50), talk.person("Fred", id=51)
    link = await a_link(olga)
    await olga.opens(link)
    assert "your own invitation" in olga.text
    await eve.opens("i_" + "x" * 22)
    assert "doesn't exist" in eve.text
    talk.clock.advance(timedelta(hours=1))
    await eve.opens(link)
    assert "has expired: it was valid for 1 hour" in eve.text
    link = await a_link(olga)
    await eve.opens(link)
    await eve.presses("Yes, I'll join")
    await dan.opens(link)
    assert "has been used" in dan.text
    await eve.opens(link)
    assert "please wait for the answer" in eve.text
    carl = talk.person("Carl", id=CARL)
    await carl.opens(await a_link(olga))
    assert "already work here" in carl.text
    link = await a_link(olga, "cashier")
    await olga.says("/staff")
    await olga.presses("Withdraw the link: cashier")
    await dan.opens(link)
    assert "withdrawn" in dan.text


async def test_no_thanks_leaves_the_link_open_for_another_try(talk: Talk, olga: Person) -> None:
    link, eve = await a_link(olga), talk.person("Eve", id=50)
    await eve.opens(link)
    await eve.presses("No, thanks")
    await eve.presses_data("tj")
    assert "doesn't exist" in eve.toast
    await eve.opens(link)
    await eve.presses("Yes, I'll join")
    assert "on its way" in eve.text


async def test_dismissing_takes_two_presses_and_works_at_once(talk: Talk, olga: Person) -> None:
    carl = talk.person("Carl", id=CARL)
    await carl.says("/deliveries")
    await olga.says("/staff")
    await olga.presses("Carl")
    await olga.presses("🚪 Dismiss")
    assert "Dismiss Carl?" in olga.text
    await olga.presses("Yes, dismiss")
    assert "no longer works here" in olga.text
    await talk.deliver()
    assert "You no longer work at Sushi Okaeri" in carl.text
    before = carl.text
    await carl.says("/deliveries")
    assert "Carl" not in [line.name for line in await staff.couriers(talk.db)]
    assert carl.text != before


async def test_a_manager_sees_and_invites_only_below_the_own_role(talk: Talk, olga: Person) -> None:
    link, mary = await a_link(olga, "manager"), talk.person("Mary", id=60)
    await mary.opens(link)
    await mary.presses("Yes, I'll join")
    await talk.deliver()
    await olga.presses("Approve")
    await mary.says("/staff")
    await mary.presses("➕ Invite somebody")
    assert [label.split()[-1] for label in mary.buttons[:3]] == ["cashier", "courier", "support"]
    await mary.presses_data("si:manager")
    assert "What will they do here?" in mary.text
    await mary.presses_data("sd:dismissed:1")
    assert "Your role can't decide" in mary.toast
    await mary.says("/program")
    assert "🎨 Brand" not in mary.buttons
    await mary.presses_data("pn:earn_rate_bp")
    await mary.says("9")
    assert "your role doesn't include it" in mary.text


async def test_the_log_names_roles_and_reasons_in_the_readers_language(talk: Talk) -> None:
    shop, olga = await opened(talk.db), talk.person("Olga", id=OLGA)
    await chats.choose_language(talk.db, OLGA, "ru")
    await invites.invite(talk.db, await shop.actor(OLGA), Role.COURIER, at=NOON, new=talk.makers)
    placed = await shop.place()
    await orders.cancel(talk.db, await shop.actor(OLGA), placed.order_id, "sold_out", at=NOON)
    await olga.says("/audit")
    assert "создано приглашение, роль: курьер" in olga.text
    assert "«Что-то закончилось»" in olga.text


async def test_a_cashier_only_finds_members(talk: Talk, olga: Person) -> None:
    made = await invites.invite(talk.db, await read(talk.db, OLGA, NOON), Role.CASHIER, at=NOON, new=talk.makers)
    dana = talk.person("Dana", id=70)
    await dana.opens(f"i_{made.token}")
    await dana.presses("Yes, I'll join")
    await talk.deliver()
    await olga.presses("Approve")
    await dana.says("/start")
    assert "cashier" in dana.text
    await dana.says("/member Bob")
    assert "Bob Stone" in dana.text
    assert "± Points" not in dana.buttons
    await dana.presses_data("aj:1")
    await dana.says("/audit")
    assert "Who did what" not in dana.text
