"""Everything the sandbox remembers: the bot, the people, their chats, the files. One event loop owns it; no locks."""

import asyncio
import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from bot.clock import MovableClock
from bot.sandbox.faults import FaultBook, Pace
from bot.sandbox.keyboards import Json
from bot.sandbox.mailbox import Mailbox
from bot.sandbox.records import Identity, Kept, Person, Phone, Query, StoredFile, number_of
from bot.sandbox.refusal import BLOCKED, CHAT_NOT_FOUND, DEACTIVATED, bad_request, forbidden
from bot.sandbox.till import Till

_CALLS_KEPT = 20_000


class World:
    """The state behind the Bot API and the phones."""

    def __init__(
        self,
        clock: MovableClock,
        identity: Identity,
        people: Sequence[Person],
        pulse: Callable[[], float],
        first: int = 0,
    ) -> None:
        self.clock = clock
        self.identity = identity
        self.pulse = pulse
        self.strict = False
        self.closing = False
        self._first_people = tuple(people)
        self._seq = 0
        self._changed = asyncio.Event()
        self._listeners: set[asyncio.Queue[Json]] = set()
        clock.on_move(lambda: self.tell({"kind": "clock", "now": clock.now().isoformat()}))
        self.mailbox = Mailbox(self._was_taken, first)
        self._last_message = first
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self._begin()

    def _begin(self) -> None:
        self.phones: dict[int, Phone] = {}
        self.groups: dict[int, Json] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.calls: deque[Json] = deque(maxlen=_CALLS_KEPT)
        self.deliveries: Counter[tuple[int, str]] = Counter()
        self.faults = FaultBook()
        self.pace = Pace(self.pulse)
        self.till = Till()
        self._last_query = 0
        self._call_number = 0
        for person in self._first_people:
            self.add(person)

    def reset(self) -> None:
        """Forgets all but the people it began with and what the bot said of itself; webhook or poll stay connected."""
        self.mailbox.clear()
        self.commands = {key: value for key, value in self.commands.items() if not key[0].startswith("chat")}
        self._begin()
        self.tell({"kind": "reset"})

    # People and chats

    def add(self, person: Person, phone_number: str = "") -> Phone:
        """A new phone; the same id again replaces the old one."""
        phone = Phone(person, phone_number or number_of(person))
        self.phones[person.id] = phone
        self.tell({"kind": "people"})
        return phone

    def acquaint(self, people: Iterable[int]) -> None:
        """These have started the bot before this server began, as Telegram would remember; who is not here is away."""
        for person in people:
            if person not in self.phones:
                self.phones[person] = Phone(Person(person, "?", away=True), "")
            self.phones[person].started = True

    def present(self) -> list[Person]:
        """Those whose phones are here."""
        return [phone.person for phone in self.phones.values() if not phone.person.away]

    def new_person_id(self) -> int:
        return max([*self.phones, 1000]) + 1

    def reachable(self, chat_id: int | str) -> Phone:
        """The phone the bot may write to now; raises Telegram's refusal otherwise."""
        phone = self.known(chat_id)
        if phone.deactivated:
            raise forbidden(DEACTIVATED)
        if phone.blocked:
            raise forbidden(BLOCKED)
        return phone

    def known(self, chat_id: int | str) -> Phone:
        """The phone of somebody who has written to the bot; nobody else exists for it."""
        phone = self.phones.get(chat_id) if isinstance(chat_id, int) else None
        if phone is None or not phone.started:
            raise bad_request(CHAT_NOT_FOUND)
        return phone

    # Messages

    @property
    def bot(self) -> Json:
        name = self.profile.get(("name", ""), self.identity.username)
        return {
            "id": self.identity.id,
            "is_bot": True,
            "first_name": name,
            "username": self.identity.username,
        }

    def now(self) -> int:
        return int(self.clock.now().timestamp())

    def put(self, phone: Phone, content: Json, *, by_bot: bool) -> Kept:
        """A new message at the end of *phone*'s chat."""
        self._last_message += 1
        head = {
            "message_id": self._last_message,
            "from": self.bot if by_bot else phone.user,
            "chat": phone.chat,
            "date": self.now(),
        }
        kept = Kept({**head, **content}, by_bot)
        phone.messages[self._last_message] = kept
        if by_bot:
            phone.typing = None
            self.deliveries[phone.person.id, content.get("text") or content.get("caption") or ""] += 1
        kept.seq = self.changed(phone)
        return kept

    def press(self, chat: int) -> str:
        """A new press in *chat*; returns the id under which it must be answered once."""
        self._last_query += 1
        query_id = f"{chat}{self._last_query:09d}"
        self.queries[query_id] = Query(chat, self.pulse())
        return query_id

    def _was_taken(self, update: Json) -> None:
        """The bot has confirmed *update*: the person's message gets its tick."""
        message = update.get("message")
        phone = self.phones.get(message["chat"]["id"]) if message and "chat" in message else None
        kept = phone.messages.get(message["message_id"]) if phone and message else None
        if phone and kept and not kept.taken:
            kept.taken = True
            self.changed(phone)

    # Files

    def keep_file(self, content: bytes, name: str, mime: str) -> StoredFile:
        """Stores *content*; the same bytes under the same name are the same file."""
        unique = hashlib.blake2b(content + name.encode(), digest_size=12).hexdigest()
        folder = "photos" if mime.startswith("image/") else "documents"
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = StoredFile(f"AgAC{unique}", f"AQAD{unique[:12]}", f"{folder}/{unique}.{suffix}", name, mime, content)
        self.files[file.file_id] = file
        return file

    # What happens, for those who watch

    def log(self, line: Json, text_shown: int) -> None:
        """Adds a call to the log, numbered and dated."""
        self._call_number += 1
        text = line["text"]
        line |= {"seq": self._call_number, "time": self.clock.now().isoformat(), "text": text[:text_shown]}
        self.calls.append(line)
        if self._listeners:
            self.tell({"kind": "call", **line})

    def changed(self, phone: Phone) -> int:
        """Something in *phone*'s chat is new; returns the number of this change."""
        self._seq += 1
        phone.seq = self._seq
        self.tell({"kind": "chat", "user": phone.person.id, "seq": phone.seq})
        return phone.seq

    def tell(self, event: Json) -> None:
        """Wakes everybody who waits and hands *event* to the pages."""
        self._changed.set()
        self._changed = asyncio.Event()
        for listener in self._listeners:
            listener.put_nowait(event)

    async def until(self, happened: Callable[[], bool], seconds: float) -> bool:
        """Waits until *happened*; false when *seconds* passed or the server closes first."""
        deadline = time.monotonic() + seconds
        while not (done := happened()) and not self.closing:
            try:
                await asyncio.wait_for(self._changed.wait(), deadline - time.monotonic())
            except TimeoutError:
                return happened()
        return done

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue of everything that is told while the context is open."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Lets go of everybody who waits, so that the server can stop at once."""
        self.closing = True
        self.mailbox.close()
        self.tell({"kind": "closing"})
