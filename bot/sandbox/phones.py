"""What people do with their phones: each function changes the chat and sends the bot the update Telegram would send."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.keyboards import Json, button_rows
from bot.sandbox.links import start_payload
from bot.sandbox.mailbox import Update
from bot.sandbox.methods.content import document_fields, photo_sizes
from bot.sandbox.paying import begin
from bot.sandbox.records import Kept, Phone, StoredFile
from bot.sandbox.till import Checkout
from bot.sandbox.wording import trimmed, with_found
from bot.sandbox.world import World


class Impossible(Exception):
    """A person cannot do that: there is no such button, the bot is blocked, the link opens something else."""


@dataclass(frozen=True)
class Pressed:
    """What a press did: an update for the bot, or something that stays in the phone."""

    kind: str
    value: str
    update: Update | None = None


def say(world: World, phone: Phone, text: str) -> Kept:
    """The person types *text* and sends it."""
    words = with_found(*trimmed(text, []))
    if not words.text:
        raise Impossible("there is nothing to send")
    entities = {"entities": list(words.entities)} if words.entities else {}
    return _send(world, phone, {"text": words.text, **entities})


def press(world: World, phone: Phone, text: str, message_id: int | None = None) -> Pressed:
    """Presses the button whose text contains *text*: in the newest message that has it, or below the chat."""
    for number, kept in sorted(phone.messages.items(), reverse=True):
        if message_id in (None, number):
            button = _find(kept.body.get("reply_markup"), text)
            if button is not None:
                return _press_inline(world, phone, kept, button)
    button = _find(phone.keyboard, text) if message_id is None else None
    if button is None:
        raise Impossible(f"{phone.person.first_name} sees no button with “{text}”")
    return _press_below(world, phone, button)


def press_at(world: World, phone: Phone, message_id: int, row: int, column: int) -> Pressed:
    """The person presses exactly this button."""
    try:
        kept = phone.messages[message_id]
        button = button_rows(kept.body["reply_markup"])[row][column]
    except (KeyError, IndexError):
        raise Impossible("this button is gone") from None
    return _press_inline(world, phone, kept, button)


def _find(markup: Json | None, text: str) -> Json | None:
    buttons = [button for row in button_rows(markup) for button in row]
    exact = (button for button in buttons if button["text"] == text)
    return next(exact, next((button for button in buttons if text.casefold() in button["text"].casefold()), None))


def _press_inline(world: World, phone: Phone, kept: Kept, button: Json) -> Pressed:
    if "url" in button:
        return Pressed("url", button["url"])
    if "pay" in button:
        pay(world, phone, kept)
        return Pressed("pay", button["text"])
    if "callback_data" not in button:
        copied = button.get("copy_text", {}).get("text")
        return Pressed("copy", copied) if copied else Pressed("other", button["text"])
    _able(phone)
    query = world.press(phone.person.id)
    phone.toast = None
    body = {
        "id": query,
        "from": phone.user,
        "message": kept.body,
        "chat_instance": f"{phone.person.id}77",
        "data": button["callback_data"],
    }
    return Pressed("callback", query, world.mailbox.post("callback_query", body))


def pay(world: World, phone: Phone, kept: Kept | None = None, link: str = "") -> Checkout:
    """The person pays an invoice: *kept*, the one behind *link*, or else the newest in their chat."""
    _able(phone)
    if link and link not in world.till.links:
        raise Impossible(f"{link} is no invoice of this bot")
    number = kept.body["message_id"] if kept else max(world.till.invoices.keys() & phone.messages.keys(), default=0)
    terms = world.till.links[link] if link else world.till.invoices.get(number)
    if terms is None:
        raise Impossible(f"{phone.person.first_name} has no invoice to pay")
    return begin(world, phone, terms, None if link else phone.messages[number])


def _press_below(world: World, phone: Phone, button: Json) -> Pressed:
    own = button.get("request_contact")
    kept = contact(world, phone, Card.of(phone)) if own else say(world, phone, button["text"])
    if phone.keyboard and phone.keyboard.get("one_time_keyboard"):
        phone.keyboard = None
    return Pressed("message", str(kept.body["message_id"]))


@dataclass(frozen=True)
class Card:
    """A contact: *user_id* is there when the number belongs to somebody on Telegram."""

    phone_number: str
    first_name: str
    user_id: int | None = None

    @classmethod
    def of(cls, phone: Phone, *, plus: bool = True) -> "Card":
        number = phone.phone_number if plus else phone.phone_number.lstrip("+")
        return cls(number, phone.person.first_name, phone.person.id)


def contact(world: World, phone: Phone, card: Card, *, forwarded_from: Phone | None = None) -> Kept:
    """The person shares *card*: their own or somebody's; a forwarded one names its first sender."""
    owner = {"user_id": card.user_id} if card.user_id else {}
    content: Json = {"contact": {"phone_number": card.phone_number, "first_name": card.first_name, **owner}}
    if forwarded_from:
        content["forward_origin"] = {
            "type": "user",
            "date": world.now(),
            "sender_user": forwarded_from.user,
        }
    return _send(world, phone, content)


def photo(world: World, phone: Phone, file: StoredFile, caption: str = "") -> Kept:
    """The person sends a picture."""
    words = {"caption": caption} if caption else {}
    return _send(world, phone, {"photo": photo_sizes(world, file), **words})


def document(world: World, phone: Phone, file: StoredFile, caption: str = "") -> Kept:
    """The person sends a file."""
    words = {"caption": caption} if caption else {}
    return _send(world, phone, {"document": document_fields(file), **words})


def picture_in(world: World, phone: Phone, message_id: int) -> StoredFile:
    """The picture of a message, to be photographed from somebody's screen."""
    kept = phone.messages.get(message_id)
    if kept is None or "photo" not in kept.body:
        raise Impossible(f"message {message_id} has no picture")
    return world.files[kept.body["photo"][-1]["file_id"]]


def open_link(world: World, phone: Phone, link: str) -> Kept:
    """The person opens a deep link to this bot and presses Start."""
    payload = start_payload(link, world.identity.username)
    if payload is None:
        raise Impossible(f"{link} does not open @{world.identity.username}")
    if phone.blocked:
        unblock(world, phone)
    return say(world, phone, f"/start {payload}".strip())


def block(world: World, phone: Phone) -> None:
    """The person blocks the bot; Telegram tells it."""
    _membership(world, phone, blocked=True)


def unblock(world: World, phone: Phone) -> None:
    """The person lets the bot write again."""
    _membership(world, phone, blocked=False)


def _membership(world: World, phone: Phone, *, blocked: bool) -> None:
    if phone.blocked == blocked:
        return
    phone.blocked = blocked
    kicked = {"status": "kicked", "user": world.bot, "until_date": 0}
    member = {"status": "member", "user": world.bot}
    old, new = (member, kicked) if blocked else (kicked, member)
    body: dict[str, Any] = {
        "chat": phone.chat,
        "from": phone.user,
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.mailbox.post("my_chat_member", body)
    world.changed(phone)


def _able(phone: Phone) -> None:
    if phone.deactivated:
        raise Impossible(f"{phone.person.first_name}'s account is deleted")
    if phone.blocked:
        raise Impossible(f"{phone.person.first_name} has blocked the bot")


def _send(world: World, phone: Phone, content: Json) -> Kept:
    _able(phone)
    phone.started = True
    phone.toast = None
    kept = world.put(phone, content, by_bot=False)
    world.mailbox.post("message", kept.body)
    return kept
