"""One invitation, passed on in three ways: each friend is Ann's, and she sees which way brings them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from bot.pictures.read_qr import read_qr
from db.models.members import Member
from db.models.referrals import Referral
from tests.support.guests import member, open_shop
from tests.support.talk import Person, Talk

ANN = 21


@pytest.fixture
async def ann(talk: Talk) -> Person:
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann")
    return talk.person("Ann", id=ANN)


def payload(link: str) -> str:
    return parse_qs(urlsplit(link).query)["start"][0]


async def links(ann: Person) -> dict[str, str]:
    """Her invitation's payloads, as a friend would get them."""
    await ann.says("/invite")
    buttons = [button for row in ann.messages[-1].reply_markup.inline_keyboard for button in row]  # type: ignore[union-attr]
    copied = next(button.copy_text.text for button in buttons if button.copy_text)
    passed_on = parse_qs(urlsplit(next(button.url for button in buttons if button.url) or "").query)["url"][0]
    await ann.presses("As a picture")
    (scanned,) = read_qr([call for call in ann.talk.calls if hasattr(call, "photo")][-1].photo.data)
    return {"link": payload(copied), "button": payload(passed_on), "picture": payload(scanned)}


async def joins(talk: Talk, number: int, link: str) -> None:
    friend = talk.person(f"Friend {number}", id=700 + number)
    await friend.opens(link)
    await friend.presses("English")
    await friend.presses("I agree")
    await friend.shares_contact(f"+4860020030{number}")


async def test_ann_sees_which_way_of_passing_it_on_brings_friends(talk: Talk, ann: Person) -> None:
    mine = await links(ann)
    assert len(set(mine.values())) == 3
    for number, way in enumerate(("picture", "picture", "button", "link")):
        await joins(talk, number, mine[way])
    async with talk.db.read() as session:
        bound = await session.scalars(select(Member.source).join(Referral, Referral.friend_id == Member.id))
    assert sorted(map(str, bound)) == ["friend:button", "friend:link", "friend:picture", "friend:picture"]
    await ann.says("/invite")
    assert "4 friends have joined.\nBy the link: 1, by “Send to a friend”: 1, by the picture: 2." in ann.text


async def test_where_somebody_was_found_first_stays(talk: Talk, ann: Person) -> None:
    mine = await links(ann)
    bob = talk.person("Bob")
    await bob.opens("s_leaflet")
    await joins(talk, 1, mine["picture"])
    await bob.opens(mine["picture"])
    await bob.presses("English")
    await bob.presses("I agree")
    await bob.shares_contact("+48600200309")
    async with talk.db.read() as session:
        sources = set(await session.scalars(select(Member.source).where(Member.source.is_not(None))))
        assert len(list(await session.scalars(select(Referral.id)))) == 2
    assert sources == {"leaflet", "friend:picture"}


@pytest.mark.parametrize("ending", ["-z", "-qq", "-b-q"])
async def test_a_link_with_an_ending_of_somebodys_own_is_no_link(talk: Talk, ann: Person, ending: str) -> None:
    mine = await links(ann)
    await joins(talk, 1, mine["link"] + ending)
    async with talk.db.read() as session:
        assert list(await session.scalars(select(Referral.id))) == []
