"""Every refusal in Telegram's own words."""

from typing import Any

import pytest

from tests.sandbox.conftest import Pulse, done, drain, refused
from tests.support.telegram import FakeTelegram, Person


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


LONG = "x" * 4097
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize(
    ("method", "fields", "refusal"),
    [
        ("sendMessage", {"text": "x", "chat_id": None}, "chat_id is empty"),
        ("sendMessage", {"text": "x", "chat_id": 777}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ("sendMessage", {}, "message text is empty"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": "  \n "}, "text must be non-empty"),
        ("sendMessage", {"text": LONG}, "message is too long"),
        ("sendMessage", {"text": "🎉" * 2049}, "message is too long"),
        ("sendMessage", {"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"text": "x", "reply_markup": "[1]"}, "object expected as reply markup"),
        ("sendMessage", {"text": "x", "entities": "{"}, "can't parse entities"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "attach://missing"}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "x", "caption": "x" * 1025}, "message caption is too long"),
        ("sendDocument", {}, "there is no document in the request"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("copyMessage", {"from_chat_id": 777, "message_id": 1}, "chat not found"),
        ("getFile", {"file_id": "unknown"}, "invalid file_id"),
        ("setMyCommands", {"commands": [{"command": "Up", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyName", {"name": "x" * 65}, "name must be 0-64 characters long"),
        (
            "setWebhook",
            {"url": "http://example.com/hook"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.com", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_call_is_refused(
    tg: FakeTelegram, ann: Person, method: str, fields: dict[str, Any], refusal: str
) -> None:
    fields = {"chat_id": ann.id} | fields
    said = await refused(tg, method, **{name: value for name, value in fields.items() if value is not None})
    assert said == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"url": "https://a.pl"}, 'can\'t parse inline keyboard button: Can\'t find field "text"'),
        ({"text": 1, "pay": True}, 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "callback_data": "ы" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "nonsense"}, "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"),
        ({"text": "x", "callback_data": "x", "style": "pink"}, "BUTTON_STYLE_INVALID"),
        ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)  # fmt: skip
async def test_a_wrong_button_is_refused(tg: FakeTelegram, ann: Person, button: dict[str, Any], refusal: str) -> None:
    said = await refused(tg, "sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard(button))
    assert said == f"Bad Request: {refusal}"


async def test_lengths_are_counted_as_telegram_counts(tg: FakeTelegram, ann: Person) -> None:
    await done(tg, "sendMessage", chat_id=ann.id, text="x" * 4096)
    await done(tg, "sendMessage", chat_id=ann.id, text=f"<b>{'🎉' * 2048}</b>", parse_mode="HTML")
    sixty_four = keyboard({"text": "x", "callback_data": "ы" * 32})
    await done(tg, "sendMessage", chat_id=ann.id, text="x", reply_markup=sixty_four)


async def test_what_telegram_swallows_silently_is_a_warning(tg: FakeTelegram, ann: Person) -> None:
    two = keyboard({"text": "Both", "url": "https://a.pl", "callback_data": "x", "colour": "red"})
    await done(tg, "sendMessage", chat_id=ann.id, text="x", reply_markup=two, chat="typo")
    warnings = (await tg.calls("sendMessage"))[-1]["warnings"]
    assert warnings == [
        "chat: not a parameter of sendMessage",
        'button "Both" has several actions (url, callback_data): the first one wins',
        'button "Both".colour: not a Bot API field',
    ]


async def test_a_blocked_bot_and_a_deleted_account_are_forbidden(tg: FakeTelegram, ann: Person) -> None:
    await ann.blocks()
    assert await refused(tg, "sendMessage", chat_id=ann.id, text="x") == "Forbidden: bot was blocked by the user"
    await ann.unblocks()
    await done(tg, "sendMessage", chat_id=ann.id, text="x")
    await tg.post(f"users/{ann.id}/deactivate")
    assert await refused(tg, "sendMessage", chat_id=ann.id, text="x") == "Forbidden: user is deactivated"


async def test_nobody_can_be_written_to_before_they_write(tg: FakeTelegram) -> None:
    bob = await tg.person("Bob").exists()
    assert await refused(tg, "sendMessage", chat_id=bob.id, text="x") == "Bad Request: chat not found"


async def test_unknown_methods_tokens_and_unplayed_methods(tg: FakeTelegram, ann: Person) -> None:
    assert await refused(tg, "sendNonsense") == "Not Found: method not found"
    assert await refused(tg, "getMyStarBalance") == "Sandbox: getMyStarBalance is not played here"
    assert (await done(tg, "GETME"))["is_bot"] is True
    tg.token = "43:wrong"
    assert await refused(tg, "getMe") == "Unauthorized"


async def test_an_edit_that_changes_nothing_is_refused(tg: FakeTelegram, ann: Person) -> None:
    same = {"chat_id": ann.id, "text": "Hello", "reply_markup": keyboard({"text": "A", "callback_data": "a"})}
    sent = await done(tg, "sendMessage", **same)
    said = await refused(tg, "editMessageText", message_id=sent["message_id"], **same)
    assert said == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    edited = await done(tg, "editMessageText", message_id=sent["message_id"], chat_id=ann.id, text="Hello")
    assert "reply_markup" not in edited


async def test_text_and_caption_are_edited_only_where_they_are(tg: FakeTelegram, ann: Person) -> None:
    sent = await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    place = {"chat_id": ann.id, "message_id": sent["message_id"]}
    said = await refused(tg, "editMessageCaption", caption="x", **place)
    assert said == "Bad Request: there is no caption in the message to edit"


async def test_a_message_is_deletable_for_two_days(tg: FakeTelegram, ann: Person) -> None:
    sent = await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    await tg.moves_clock(days=3)
    place = {"chat_id": ann.id, "message_id": sent["message_id"]}
    said = await refused(tg, "deleteMessage", **place)
    assert said == "Bad Request: message can't be deleted for everyone"


async def test_a_press_is_answered_once_in_time_and_briefly() -> None:
    pulse = Pulse()
    async with FakeTelegram(pulse=pulse) as tg:
        ann = tg.person("Ann")
        await ann.says("/start")
        await done(
            tg, "sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard({"text": "A", "callback_data": "a"})
        )
        first, late = (await ann.presses("A"))["value"], (await ann.presses("A"))["value"]
        assert await refused(tg, "answerCallbackQuery", callback_query_id=first, text="x" * 201) == (
            "Bad Request: MESSAGE_TOO_LONG"
        )
        await done(tg, "answerCallbackQuery", callback_query_id=first, text="Done", show_alert=True)
        assert (await ann.sees("Done"))["alert"] is True
        assert await refused(tg, "answerCallbackQuery", callback_query_id=first) == TOO_OLD
        pulse.now = 151
        assert await refused(tg, "answerCallbackQuery", callback_query_id=late) == TOO_OLD
        assert await refused(tg, "answerCallbackQuery", callback_query_id="unknown") == TOO_OLD
        assert [update["callback_query"]["data"] for update in (await drain(tg))[1:]] == ["a", "a"]
