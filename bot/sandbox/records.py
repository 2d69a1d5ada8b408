"""What the sandbox keeps: people, their phones, messages, files, presses."""

from dataclasses import dataclass, field

from bot.sandbox.keyboards import Json


@dataclass(frozen=True)
class Person:
    """Somebody with a phone; *note* stands under the name. The bot can write to who is `away`, but the page does not
    show them."""

    id: int
    first_name: str
    language_code: str = "en"
    note: str = "customer"
    away: bool = False


@dataclass
class Kept:
    """A message in a chat: as Telegram knows it, and what only the phone sees."""

    body: Json
    by_bot: bool
    taken: bool = False
    edited: bool = False
    paid: bool = False
    seq: int = 0


@dataclass
class Phone:
    """One person's private chat with the bot."""

    person: Person
    phone_number: str
    messages: dict[int, Kept] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    keyboard: Json | None = None
    toast: Json | None = None
    typing: Json | None = None
    menu_button: Json | None = None
    seq: int = 0

    @property
    def user(self) -> Json:
        person = self.person
        return {
            "id": person.id,
            "is_bot": False,
            "first_name": person.first_name,
            "language_code": person.language_code,
        }

    @property
    def chat(self) -> Json:
        return {"id": self.person.id, "type": "private", "first_name": self.person.first_name}


@dataclass(frozen=True)
class StoredFile:
    """A file Telegram keeps; its path is what ``getFile`` tells."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes


@dataclass
class Query:
    """A press waiting for its answer."""

    chat: int
    pressed_at: float
    answered: bool = False


@dataclass(frozen=True)
class Identity:
    """The bot as Telegram knows it."""

    token: str
    username: str

    @property
    def id(self) -> int:
        head = self.token.partition(":")[0]
        return int(head) if head.isdigit() else 1


def number_of(person: Person) -> str:
    """A telephone number that exists in form only, the same for the same person."""
    if person.language_code == "ru":
        return f"+7916{person.id % 10_000_000:07d}"
    return f"+48512{person.id % 1_000_000:06d}"
