"""Whatever people send besides what was asked: a kind sentence, a way out, and nothing has changed."""

from typing import Any

import pytest

from bot.usecases.actor import read
from tests.support.guests import NOON, guest, member, open_shop
from tests.support.talk import Person, Talk

ANN = 21
FILE = {"file_id": "f", "file_unique_id": "f"}


@pytest.fixture
async def ann(talk: Talk) -> Person:
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann")
    return talk.person("Ann", id=ANN)


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {**FILE, "duration": 1}},
        {"video_note": {**FILE, "length": 1, "duration": 1}},
        {"photo": [{**FILE, "width": 1, "height": 1}]},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 1}},
        {"document": FILE},
        {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_cannot_be_read_is_told_kindly(ann: Person, content: dict[str, Any]) -> None:
    await ann.sends(**content)
    assert ann.text.startswith("I can only read")
    assert ann.buttons == ["💬 Help", "Home"]


async def test_news_of_the_chat_itself_is_nobodys_question(talk: Talk, ann: Person) -> None:
    await ann.sends(message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    assert not ann.messages


async def test_words_and_commands_nobody_knows(ann: Person) -> None:
    await ann.says("Hello there")
    assert ann.text.startswith("I didn't get that")
    await ann.says("/nonsense")
    assert ann.text.startswith("I don't know this command")


@pytest.mark.parametrize("command", ["broadcast", "staff", "orders", "member", "audit", "deliveries", "stats", "sale"])
async def test_the_staffs_commands_are_refused_to_customers(ann: Person, command: str) -> None:
    await ann.says(f"/{command}")
    assert "for the shop's staff" in ann.text


async def test_a_guest_is_always_shown_the_way_in(talk: Talk) -> None:
    await open_shop(talk.db)
    bob = talk.person("Bob")
    await bob.says("hi")
    assert "You have no card yet" in bob.text
    await bob.presses("Get my card")
    assert "Before we begin" in bob.text


@pytest.mark.parametrize("data", ["old:1", "card:extra", "his:no-number", "", "🤷", "x" * 64])
async def test_old_and_forged_buttons_lead_home(ann: Person, data: str) -> None:
    await ann.says("/help")
    await ann.presses_data(data)
    assert ann.toast == "That button has grown old. Here is everything as it is now."
    assert ann.text.startswith("Hello, Ann!")


async def test_a_press_without_its_message_is_answered(talk: Talk, ann: Person) -> None:
    user = ann.user.model_dump(exclude_none=True)
    for number, shape in enumerate(
        (
            {},
            {"inline_message_id": "1"},
            {"message": {"message_id": 5, "date": 0, "chat": {"id": ANN, "type": "private"}}},
        )
    ):
        query = f"odd{number}"
        talk.session.presses[query] = ANN
        press = {"id": query, "from": user, "chat_instance": "1", "data": "set", **shape}
        await talk.feed({"callback_query": press})
        answered = [call.callback_query_id for call in talk.calls if type(call).__name__ == "AnswerCallbackQuery"]
        assert answered[-1:] == [query]


async def says_in(talk: Talk, chat: dict[str, Any], text: str, *, is_bot: bool = False) -> None:
    user = {"id": ANN, "is_bot": is_bot, "first_name": "Ann", "language_code": "en"}
    await talk.feed({"message": {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": text}})


GROUP = {"id": -100, "type": "supergroup", "title": "Sushi lovers"}


@pytest.mark.parametrize("text", ["/start", "/start r_ABCDEFGH", "/card@okaeri_test_bot", "/privacy", "/broadcast"])
async def test_in_a_group_a_command_is_answered_with_the_way_to_the_chat(talk: Talk, ann: Person, text: str) -> None:
    await says_in(talk, GROUP, text)
    (sent,) = talk.calls
    assert sent.chat_id == -100
    assert "private chat" in sent.text
    assert sent.reply_markup.inline_keyboard[0][0].url == "https://t.me/okaeri_test_bot"


@pytest.mark.parametrize("text", ["hello", "/start@another_bot", "my phone is +48600100200", "/"])
async def test_in_a_group_other_peoples_talk_is_none_of_ours(talk: Talk, ann: Person, text: str) -> None:
    await says_in(talk, GROUP, text)
    assert [call for call in talk.calls if text != "/"] == []


async def test_being_added_to_a_group_says_where_to_go(talk: Talk, ann: Person) -> None:
    await talk.feed({"my_chat_member": moved(GROUP, "left", "member")})
    (sent,) = talk.calls
    assert (sent.chat_id, "private chat" in sent.text) == (-100, True)
    await talk.feed({"my_chat_member": moved(GROUP, "member", "kicked")})
    assert len(talk.calls) == 1


async def test_a_post_in_a_channel_is_not_answered_unless_it_calls(talk: Talk) -> None:
    channel = {"id": -200, "type": "channel", "title": "News"}
    await talk.feed({"channel_post": {"message_id": 1, "date": 1, "chat": channel, "text": "news"}})
    assert not talk.calls
    await talk.feed({"channel_post": {"message_id": 2, "date": 1, "chat": channel, "text": "/start"}})
    assert talk.calls[0].chat_id == -200


async def test_a_bot_is_nobody(talk: Talk, ann: Person) -> None:
    await says_in(talk, {"id": 99, "type": "private", "first_name": "Bot"}, "/start", is_bot=True)
    assert not talk.calls
    assert (await read(talk.db, 99, NOON)).known is False


def moved(chat: dict[str, Any], before: str, after: str, who: int = ANN) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Okaeri"}
    kicked = {"until_date": 0}
    person = {"id": who, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    return {
        "chat": chat,
        "from": person,
        "date": 1,
        "old_chat_member": {"status": before, "user": bot, **(kicked if before == "kicked" else {})},
        "new_chat_member": {"status": after, "user": bot, **(kicked if after == "kicked" else {})},
    }


async def test_who_blocks_the_bot_is_out_of_reach_until_they_are_back(talk: Talk) -> None:
    await guest(talk.db, ANN, "Ann")
    private = {"id": ANN, "type": "private", "first_name": "Ann"}
    await talk.feed({"my_chat_member": moved(private, "member", "kicked")})
    assert (await read(talk.db, ANN, NOON)).reachable is False
    await talk.feed({"my_chat_member": moved(private, "kicked", "member")})
    assert (await read(talk.db, ANN, NOON)).reachable is True
