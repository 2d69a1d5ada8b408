"""People and a bot, over real HTTP: what one does, the other sees."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from tests.sandbox.conftest import done, drain
from tests.support.telegram import FakeTelegram, Person

KEYS = {"inline_keyboard": [[{"text": "Balance", "callback_data": "b"}, {"text": "Site", "url": "https://a.pl"}]]}


def picture(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 320), colour).save(out, "PNG")
    return out.getvalue()


async def test_ann_writes_and_reads_the_answer(tg: FakeTelegram) -> None:
    ann = tg.person("Ann", language="pl")
    await ann.says("/start hello")
    (update,) = await drain(tg)
    assert update["message"]["text"] == "/start hello"
    assert update["message"]["from"]["language_code"] == "pl"
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello <b>Ann</b>", parse_mode="HTML")
    await ann.sees("Hello Ann")
    assert (await ann.screen()).html == "Hello <b>Ann</b>"
    await ann.does_not_see("Bob")


async def test_an_old_message_is_not_news(tg: FakeTelegram, ann: Person) -> None:
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    await ann.says("again")
    with pytest.raises(AssertionError, match="Ann does not see"):
        await ann.sees("Hello", seconds=0.01)
    await ann.sees("Hello", anywhere=True)


async def test_waiting_ends_as_soon_as_something_happens(tg: FakeTelegram, ann: Person) -> None:
    waits = asyncio.create_task(ann.sees("Hello", seconds=30))
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    assert (await waits)["text"] == "Hello"


async def test_buttons_are_pressed_by_their_words(tg: FakeTelegram, ann: Person) -> None:
    await done(tg, "sendMessage", chat_id=ann.id, text="old", reply_markup=KEYS)
    new = await done(tg, "sendMessage", chat_id=ann.id, text="new", reply_markup=KEYS)
    assert (await ann.presses("balan"))["kind"] == "callback"
    (update,) = await drain(tg)
    assert update["callback_query"]["message"] == new
    assert await ann.presses("Site") == {"kind": "url", "value": "https://a.pl", "update_id": None}
    with pytest.raises(AssertionError, match="has no button"):
        await ann.presses("Nothing of the kind")


async def test_a_reply_keyboard_stays_below_until_it_is_used_or_removed(tg: FakeTelegram, ann: Person) -> None:
    contact = {"text": "Share my phone", "request_contact": True}
    below = {"keyboard": [[contact, "Later"]], "one_time_keyboard": True}
    sent = await done(tg, "sendMessage", chat_id=ann.id, text="Your phone?", reply_markup=below)
    assert "reply_markup" not in sent
    await ann.presses("Share my phone")
    (update,) = await drain(tg)
    assert update["message"]["contact"]["user_id"] == ann.id
    assert (await ann.chat())["keyboard"] is None
    await done(tg, "sendMessage", chat_id=ann.id, text="Well?", reply_markup={"keyboard": [["Later"]]})
    await ann.presses("Later")
    assert (await ann.chat())["keyboard"] == [[{"text": "Later", "kind": "text", "style": None}]]
    await done(tg, "sendMessage", chat_id=ann.id, text="Fine", reply_markup={"remove_keyboard": True})
    assert (await ann.chat())["keyboard"] is None


async def test_contacts_own_foreign_and_forwarded(tg: FakeTelegram, ann: Person) -> None:
    bob = tg.person("Bob", phone="+48600100200")
    await ann.shares_contact("+48512345678")
    await ann.shares_contact(plus=False)
    await ann.shares_contact_of(bob)
    await ann.shares_contact_of(bob, forwarded=True)
    await ann.shares_stranger("+48511222333")
    messages = [update["message"] for update in await drain(tg)]
    assert [(m["contact"]["phone_number"], m["contact"].get("user_id")) for m in messages] == [
        ("+48512345678", ann.id),
        ("48512345678", ann.id),
        ("+48600100200", bob.id),
        ("+48600100200", bob.id),
        ("+48511222333", None),
    ]
    assert ["forward_origin" in message for message in messages] == [False, False, False, True, False]


async def test_a_deep_link_opens_this_bot_only(tg: FakeTelegram, ann: Person) -> None:
    await ann.opens(tg.link("r_ANN42"))
    (update,) = await drain(tg)
    assert update["message"]["text"] == "/start r_ANN42"
    with pytest.raises(AssertionError, match="does not open"):
        await ann.opens("https://t.me/some_other_bot?start=x")


async def test_a_blocked_bot_hears_nothing_until_a_link_is_opened(tg: FakeTelegram, ann: Person) -> None:
    await ann.blocks()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await ann.says("hello")
    await ann.opens(tg.link("x"))
    kinds = [next(kind for kind in update if kind != "update_id") for update in await drain(tg)]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_a_picture_on_one_phone_is_photographed_by_another(tg: FakeTelegram, ann: Person) -> None:
    await ann.sends_photo(picture())
    (update,) = await drain(tg)
    photo = update["message"]["photo"][-1]["file_id"]
    await done(tg, "sendPhoto", chat_id=ann.id, photo=photo, caption="Your card")
    olga = tg.person("Olga")
    await olga.photographs(ann)
    (update,) = await drain(tg)
    found = await done(tg, "getFile", file_id=update["message"]["photo"][-1]["file_id"])
    assert await tg.download(f"/file/bot{tg.token}/{found['file_path']}") == picture()
    assert await ann.picture() == picture()


async def test_commands_come_in_the_narrowest_scope_and_ones_own_language(tg: FakeTelegram) -> None:
    ann, olga = tg.person("Ann", language="pl"), tg.person("Olga")
    for person in (ann, olga):
        await person.says("/start")
    chat = {"type": "chat", "chat_id": olga.id}
    for text, where in (
        ("all", {}),
        ("wszystkie", {"language_code": "pl"}),
        ("hers", {"scope": chat}),
    ):
        await done(tg, "setMyCommands", commands=[{"command": "help", "description": text}], **where)
    menus = [(await person.chat())["commands"][0]["description"] for person in (ann, olga)]
    assert menus == ["wszystkie", "hers"]
    await done(tg, "deleteMyCommands", scope=chat)
    assert (await olga.chat())["commands"][0]["description"] == "all"


async def test_the_clock_dates_messages_and_tells_its_listeners(tg: FakeTelegram, ann: Person) -> None:
    moved: list[bool] = []
    tg.clock.on_move(lambda: moved.append(True))
    before = (await done(tg, "sendMessage", chat_id=ann.id, text="now"))["date"]
    await tg.moves_clock(days=30)
    after = (await done(tg, "sendMessage", chat_id=ann.id, text="later"))["date"]
    assert 30 * 86400 <= after - before <= 30 * 86400 + 60
    assert moved == [True]


async def test_reset_forgets_and_tells_the_program_around(tg: FakeTelegram, ann: Person) -> None:
    told: list[str] = []

    async def start_over() -> None:
        told.append("shop")

    tg.app.state.on_reset.append(start_over)
    await tg.post("reset")
    assert (told, await tg.get("users"), await tg.calls()) == (["shop"], [], [])


async def test_the_same_people_live_in_a_server_elsewhere(tg: FakeTelegram, ann: Person) -> None:
    async with FakeTelegram.at(tg.url) as elsewhere:
        same = await elsewhere.somebody("Ann")
        await same.says("hello")
    assert (await drain(tg))[0]["message"]["from"]["id"] == ann.id


async def test_the_description_of_sim_is_a_page_of_its_own(tg: FakeTelegram) -> None:
    page = (await tg.download("/sim/docs")).decode()
    assert "/sim/users/{user_id}/press" in page
    assert "http://" not in page
    assert "https://" not in page


async def test_who_started_the_bot_before_this_server_began_can_be_written_to(tg: FakeTelegram) -> None:
    bob = await tg.person("Bob").exists()
    assert (await tg.call("sendMessage", chat_id=bob.id, text="Hello"))[0] == 400
    tg.app.state.world.acquaint([bob.id])
    assert (await tg.call("sendMessage", chat_id=bob.id, text="Hello"))[0] == 200
    assert (await bob.screen()).text == "Hello"


async def test_who_is_away_can_be_written_to_and_is_not_on_the_page(tg: FakeTelegram) -> None:
    tg.app.state.world.acquaint([7_000])
    assert (await tg.call("sendMessage", chat_id=7_000, text="Hello"))[0] == 200
    assert 7_000 not in [each["id"] for each in await tg.get("users")]
