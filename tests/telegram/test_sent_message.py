"""What somebody wrote or forwarded, as words for members: said anew, or sent on by copy."""

from typing import Any

import pytest
from aiogram.types import Message

from bot.rules.broadcasts import Words
from bot.telegram.shared.sent_message import called, sent
from bot.usecases.errors import Refused

FILE = {"file_id": "f", "file_unique_id": "f"}
PHOTO = {"photo": [{**FILE, "width": 640, "height": 480}]}
POLL = {"id": "1", "question": "Which roll next?", "options": [], "total_voter_count": 0, "is_closed": False}
POLL |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
POLL |= {"allows_revoting": False, "members_only": False}


def message(**content: Any) -> Message:
    chat = {"id": 1, "type": "private", "first_name": "Olga"}
    return Message.model_validate({"message_id": 7, "date": 1, "chat": chat, **content})


def entity(kind: str, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": 0, "length": length, **more}


PREMIUM = [entity("custom_emoji", 2, custom_emoji_id="5")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "2 > 1 & so on"}, Words("2 &gt; 1 &amp; so on")),
        ({"text": "Rolls today", "entities": [entity("bold", 5)]}, Words("<b>Rolls</b> today")),
        ({"text": "<b>Rolls</b> today"}, Words("<b>Rolls</b> today")),
        ({"text": "Rolls <3", "entities": [entity("bold", 5)]}, Words("<b>Rolls</b> &lt;3")),
        (
            {"text": "🍣 today", "entities": PREMIUM},
            Words(None, 1, (7,), "text"),
        ),
        ({"text": "🍣 for {name}", "entities": PREMIUM}, Words("🍣 for {name}")),
        (PHOTO, Words(None, 1, (7,), "photo")),
        ({**PHOTO, "caption": "🍣 for you", "caption_entities": PREMIUM}, Words(None, 1, (7,), "photo")),
        ({**PHOTO, "caption": "🍣 for {name}", "caption_entities": PREMIUM}, Words("🍣 for {name}", 1, (7,), "photo")),
        ({**PHOTO, "caption": "Rolls", "caption_entities": [entity("bold", 5)]}, Words(None, 1, (7,), "photo")),
        ({**PHOTO, "caption": "Rolls, {name}"}, Words("Rolls, {name}", 1, (7,), "photo")),
        (
            {**PHOTO, "caption": "Rolls, {name}", "caption_entities": [entity("bold", 5)]},
            Words("<b>Rolls</b>, {name}", 1, (7,), "photo"),
        ),
        ({"document": FILE}, Words(None, 1, (7,), "document")),
        ({"poll": POLL}, Words(None, 1, (7,), "poll")),
    ],
)
def test_words_are_said_anew_and_all_else_is_sent_on(content: dict[str, Any], words: Words) -> None:
    assert sent(message(**content)) == words


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"contact": {"phone_number": "1", "first_name": "Ann"}}, "broadcast.not_copied"),
        ({"new_chat_title": "x"}, "broadcast.not_copied"),
        ({"poll": {**POLL, "type": "quiz"}}, "broadcast.quiz"),
    ],
)
def test_what_telegram_does_not_copy_is_refused(content: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        sent(message(**content))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"text": "Rolls\n\nfor   everybody <today>"}, "Rolls for everybody <today>"),
        ({"text": "<b>Rolls</b> today"}, "Rolls today"),
        ({"text": "x" * 50}, "x" * 40 + "…"),
        ({"poll": POLL}, "Which roll next?"),
        (PHOTO, ""),
    ],
)
def test_it_is_called_by_how_it_begins(content: dict[str, Any], name: str) -> None:
    assert called(message(**content)) == name
