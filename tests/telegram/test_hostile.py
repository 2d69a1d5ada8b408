"""Every button in everybody's hands, every command everywhere, updates of all kinds: no exception, no undue effect."""

import itertools
import random
import secrets
from typing import Any

import pytest

from bot.sandbox.marking import HtmlReader
from bot.telegram import menus
from bot.usecases.actor import read
from db.models import Base
from tests.support.crowd import NOON, Crowd, buttons, effects, gathered, hostile_names, pressed
from tests.support.talk import Person, Talk

ROUNDS = 3
ERASES = "ery"  # a member may erase themselves: told by its own tests
COMMANDS = sorted(
    {name for menu in (*menus.OF_ROLE.values(), menus.CUSTOMER) for name, _ in menu} | {"rules", "verify"}
)


@pytest.fixture
async def crowd(talk: Talk) -> Crowd:
    return await gathered(talk)


@pytest.fixture
def chance() -> random.Random:
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    return random.Random(seed)


def shapes(person: Person) -> tuple[dict[str, Any], ...]:
    """The message under a pressed button: there, no longer reachable, of an inline result, or missing."""
    chat = {"id": person.id, "type": "private", "first_name": person.user.first_name}
    said = {"message_id": 7, "date": 1_800_000_000, "chat": chat, "text": "…"}
    return {"message": said}, {"message": {"message_id": 7, "date": 0, "chat": chat}}, {"inline_message_id": "1"}, {}


async def press(person: Person, data: str, shape: dict[str, Any]) -> None:
    session = person.talk.session
    query = f"hostile{session.next_id()}"
    session.presses[query] = person.id
    user = person.user.model_dump(exclude_none=True)
    await person.talk.feed({"callback_query": {"id": query, "from": user, "chat_instance": "1", "data": data, **shape}})


def read_as_telegram(talk: Talk) -> int:
    """Every text the bot sent is HTML that Telegram takes; returns how many there were."""
    sent = [call for call in talk.calls if getattr(call, "parse_mode", None) == "HTML"]
    texts = [getattr(call, "text", None) or getattr(call, "caption", None) or "" for call in sent]
    for text in texts:
        HtmlReader(text.encode()).read()
    return len(texts)


@pytest.mark.parametrize("who", ["stranger", "guest", "dismissed", "member", "another"])
async def test_a_button_without_the_right_to_it_changes_nothing(crowd: Crowd, chance: random.Random, who: str) -> None:
    """Whoever has no role reaches nobody's things; members none but their own."""
    person, db = crowd.everybody[who], crowd.talk.db
    before = await effects(db, but_of=person.id)
    kinds = [kind for kind in buttons() if kind.__prefix__ != ERASES or who not in crowd.members]
    for number, kind in enumerate(kinds, 1):
        for shape in shapes(person) * ROUNDS:
            await press(person, pressed(kind, chance), shape)
        if number % 10 == 0 or number == len(kinds):
            assert await effects(db, but_of=person.id) == before, f"{kind.__name__} or one of the nine before it"
    assert read_as_telegram(crowd.talk)


LEDGER = {"accounts", "entries", "postings", "balances", "lots"}
EVERY_TABLE = set(Base.metadata.tables)
WITHIN_REACH = {
    "owner": EVERY_TABLE,
    "manager": EVERY_TABLE - {"outlets", "program_versions", "brand_files"},
    "support": {
        "audit",
        "kitchens",
        "member_notes",
        "member_tags",
        "members",  # a new card
        "vouchers",
        "outbox",
        "conversations",
        *LEDGER,
    },  # an apology
    "cashier": {"audit", "vouchers", "outbox"},
    "courier": {"orders", "order_events", "outbox", "audit"},
}


@pytest.mark.parametrize("who", list(WITHIN_REACH))
async def test_buttons_in_the_hands_of_the_staff_reach_what_is_theirs(
    crowd: Crowd, chance: random.Random, who: str
) -> None:
    before = await effects(crowd.talk.db)
    for kind in buttons():
        for shape in shapes(crowd.staff[who]) * ROUNDS:
            await press(crowd.staff[who], pressed(kind, chance), shape)
    after = await effects(crowd.talk.db)
    assert {name for name in before if before[name] != after[name]} <= WITHIN_REACH[who]
    assert read_as_telegram(crowd.talk)


async def test_the_same_buttons_do_change_things_in_olgas_hands(crowd: Crowd, chance: random.Random) -> None:
    """So that the test above would notice."""
    before = await effects(crowd.talk.db)
    for kind in buttons():
        for shape in shapes(crowd.staff["owner"]) * ROUNDS:
            await press(crowd.staff["owner"], pressed(kind, chance), shape)
    after = await effects(crowd.talk.db)
    assert {name for name in before if before[name] != after[name]} >= {"audit", "orders"}


CHATS: list[dict[str, Any]] = [
    {"id": -100, "type": "group", "title": "Sushi lovers"},
    {"id": -1001, "type": "supergroup", "title": "Sushi lovers", "is_forum": True},
    {"id": -1002, "type": "channel", "title": "News"},
]
VOICES: list[dict[str, Any]] = [
    {"id": 1, "is_bot": False, "first_name": "Olga"},
    {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
    {"id": 777000, "is_bot": False, "first_name": "Telegram"},
    {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
]


@pytest.mark.parametrize("chat", CHATS, ids=lambda chat: chat["type"])
async def test_a_command_outside_the_private_chat_only_shows_the_way(crowd: Crowd, chat: dict[str, Any]) -> None:
    before = await effects(crowd.talk.db)
    for command in COMMANDS:
        for number, voice in enumerate(VOICES):
            said = {"message_id": number + 1, "date": 1, "chat": chat, "from": voice, "text": f"/{command} r_AAAAAAAA"}
            await crowd.talk.feed({"message": said})
        post = {"message_id": 9, "date": 1, "chat": chat, "sender_chat": chat, "text": f"/{command}"}
        await crowd.talk.feed({"channel_post" if chat["type"] == "channel" else "message": post})
    assert await effects(crowd.talk.db) == before
    told = [call.text for call in crowd.talk.calls if hasattr(call, "text")]
    assert told
    assert [text for text in told if "private chat" not in text] == []


async def test_a_command_is_answered_to_whoever_says_it(crowd: Crowd) -> None:
    for command, person in itertools.product(COMMANDS, crowd.everybody.values()):
        seen = len(crowd.talk.calls)
        for tail in ("", " 17", " <b>", " -1", f"@{crowd.talk.bot.id}"):
            await person.says(f"/{command}{tail}")
        assert len(crowd.talk.calls) >= seen + 4, f"{person.user.first_name} hears nothing of /{command}"
    read_as_telegram(crowd.talk)


FILE = {"file_id": "f", "file_unique_id": "f"}
CONTENTS: list[dict[str, Any]] = [
    {"text": "x"},
    {"text": "1e9"},
    {"text": "-5"},
    {"text": "12,50"},
    {"text": "31.02"},
    {"text": "🍣" * 2048},
    {"text": "/start " + "r_" * 40},
    {"text": "/start i_" + "A" * 30},
    {"text": "\u202e<b>&"},
    {"voice": {**FILE, "duration": 1}},
    {"document": {**FILE, "file_name": "<b>.png", "mime_type": "image/png"}},
    {"contact": {"phone_number": "1", "first_name": "<b>"}},
    {"contact": {"phone_number": "+48600100200", "first_name": "A", "user_id": 5}},
    {"contact": {"phone_number": "٣" * 12, "first_name": "A", "user_id": 12_006}},
    {"location": {"latitude": 1.0, "longitude": 1.0}},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
              "is_anonymous": True,
              "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
              "members_only": False}},
    {"new_chat_title": "x"},
    {"left_chat_member": {"id": 9, "is_bot": False, "first_name": "x"}},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 1}]}},
    {"write_access_allowed": {}},
    {"successful_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "x",
                            "telegram_payment_charge_id": "1", "provider_payment_charge_id": "1"}},
]  # fmt: skip
KINDS = ("message", "edited_message", "business_message", "channel_post", "edited_channel_post")


async def test_eight_hundred_updates_of_all_kinds_and_no_exception(crowd: Crowd, chance: random.Random) -> None:
    """Anything at any step of any dialogue: people begin one, and then what comes is not what was asked."""
    people = list(crowd.everybody.values())
    for _ in range(800):
        person = chance.choice(people)
        if chance.random() < 0.4:
            data = pressed(chance.choice([kind for kind in buttons() if kind.__prefix__ != ERASES]), chance)
            await press(person, data, chance.choice(shapes(person)))
            continue
        await crowd.talk.feed(_update(person, chance))
    assert read_as_telegram(crowd.talk) > 200  # most presses are answered by a word above the screen


def _update(person: Person, chance: random.Random) -> dict[str, Any]:
    user = person.user.model_dump(exclude_none=True)
    private = {"id": person.id, "type": "private", "first_name": "x"}
    chat = private if chance.random() < 0.8 else chance.choice(CHATS)
    said = {"message_id": chance.randrange(1, 99), "date": 1, "chat": chat, **chance.choice(CONTENTS)}
    if chance.random() < 0.9:
        said["from"] = user
    if chance.random() < 0.1:
        said |= {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}
    others = {
        "inline_query": {"id": "1", "from": user, "query": "x", "offset": ""},
        "poll_answer": {"poll_id": "1", "user": user, "option_ids": [0], "option_persistent_ids": ["0"]},
        "pre_checkout_query": {"id": "1", "from": user, "currency": "XTR", "total_amount": 1, "invoice_payload": "x"},
        "chat_join_request": {"chat": CHATS[1], "from": user, "user_chat_id": person.id, "date": 1},
        "message_reaction": {
            "chat": private,
            "message_id": 1,
            "user": user,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [],
        },
    }
    if chance.random() < 0.15:
        kind = chance.choice(list(others))
        return {kind: others[kind]}
    return {"message" if chance.random() < 0.8 else chance.choice(KINDS): said}


async def test_five_hundred_hostile_names_harm_no_screen(crowd: Crowd, chance: random.Random) -> None:
    """They join by Bob's link under such a name; Bob, and Olga at her desk, see them listed."""
    olga, bob = crowd.staff["owner"], crowd.members["member"]
    await bob.says("/invite")
    code = bob.text.split("start=")[1].split()[0]
    for number, name in enumerate(hostile_names(chance, 500)):
        person = Person(crowd.talk, bob.user.model_copy(update={"id": 20_000 + number, "first_name": name}))
        await person.opens(code)
        for data in ("jl:en", "ja:0"):
            await person.presses_data(data)
        await person.shares_contact(f"+7905{number:07d}")
        actor = await read(crowd.talk.db, person.id, NOON)
        assert actor.member_id, name
        if number % 20 == 0:
            await person.says("/settings")
            await bob.says("/invite")
            await olga.says(f"/member {number:07d}")
            await olga.presses_data(f"mb:{actor.member_id}")
            await olga.says("/audit")
    await crowd.talk.deliver()
    assert read_as_telegram(crowd.talk) > 1_900
