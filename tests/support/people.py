"""A person in a test: what they do is a verb, what the bot does about it is what they see."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.telegram import FakeTelegram

Json = dict[str, Any]

PATIENCE = 5.0


@dataclass(frozen=True)
class Screen:
    """The newest message of the bot, as the person sees it."""

    id: int
    text: str
    html: str
    rows: list[list[str]]
    photo: str | None
    document: str | None

    @property
    def buttons(self) -> list[str]:
        return [text for row in self.rows for text in row]


class Person:
    """Somebody with a phone. What they do is a verb; ``sees`` waits for what the bot does about it."""

    def __init__(self, telegram: "FakeTelegram", user_id: int, name: str, to_add: Json | None) -> None:
        self.telegram, self.id, self.name = telegram, user_id, name
        self._to_add = to_add
        self._before_act = -1

    async def exists(self) -> "Person":
        """Puts the phone on the table; every verb does it by itself."""
        if self._to_add is not None:
            body, self._to_add = self._to_add, None
            await self.telegram.post("users", id=self.id, **body)
        return self

    async def _act(self, verb: str, **body: Any) -> Json:
        await self.exists()
        self._before_act = (await self.chat())["seq"]
        done: Json = await self.telegram.post(f"users/{self.id}/{verb}", **body)
        return done

    async def says(self, text: str) -> Json:
        return await self._act("say", text=text)

    async def presses(self, text: str, *, message_id: int | None = None) -> Json:
        """The button with *text* in the newest message that has it, or on the keyboard below, once it is there."""
        if message_id is None:
            await self.sees_button(text)
        return await self._act("press", text=text, message_id=message_id)

    async def pays(self, *, link: str = "") -> Json:
        """The newest invoice, or the one behind *link*; waits for what the bot says."""
        return await self._act("pay", link=link)

    async def shares_contact(self, phone: str | None = None, *, plus: bool = True) -> Json:
        """Their own contact, with *phone* as their number if given."""
        return await self._act("contact", phone=phone, plus=plus)

    async def shares_contact_of(self, other: "Person", *, forwarded: bool = False) -> Json:
        await other.exists()
        return await self._act("contact", of=other.id, forwarded=forwarded)

    async def shares_stranger(self, phone: str) -> Json:
        """The contact of somebody who is not on Telegram."""
        return await self._act("contact", phone=phone, foreign=True)

    async def opens(self, link: str) -> Json:
        return await self._act("open", link=link)

    async def sends_photo(self, content: bytes, caption: str = "") -> Json:
        return await self._act("photo", base64=base64.b64encode(content).decode(), caption=caption)

    async def photographs(self, other: "Person") -> Json:
        """Sends a photo of the newest picture on *other*'s screen."""
        seen = [message for message in (await other.chat())["messages"] if message["photo"]]
        assert seen, await other.transcript()
        return await self._act("photo", of_user=other.id, of_message=seen[-1]["id"])

    async def sends_document(self, content: bytes, name: str) -> Json:
        return await self._act("document", base64=base64.b64encode(content).decode(), name=name)

    async def blocks(self) -> Json:
        return await self._act("block")

    async def unblocks(self) -> Json:
        return await self._act("unblock")

    async def sends_raw(self, **update: Any) -> Json:
        return await self._act("raw", **update)

    # What they see

    async def chat(self, after: int = -1, wait: float = 0) -> Json:
        """The whole chat as ``/sim/users/{id}/chat`` tells it."""
        await self.exists()
        seen: Json = await self.telegram.get(f"users/{self.id}/chat", after=after, wait=wait)
        return seen

    async def sees(self, text: str, *, seconds: float = PATIENCE, anywhere: bool = False) -> Json:
        """Waits until something new since their last act contains *text*: a message, an edit, a toast.

        With *anywhere*, whatever stands in the chat counts. Returns the message, or ``{"text": …, "alert": …}``.
        """
        since = -1 if anywhere else self._before_act
        found: Json | None = await self._until(lambda chat: _found(chat, text, since), seconds)
        if found is None:
            raise AssertionError(f"{self.name} does not see “{text}”.\n{await self.transcript()}")
        return found

    async def sees_button(self, text: str, *, seconds: float = PATIENCE) -> None:
        """Waits until a button with *text* can be pressed."""
        if not await self._until(
            lambda chat: text.casefold() in " | ".join(_buttons(chat)).casefold() or None, seconds
        ):
            raise AssertionError(f"{self.name} has no button “{text}”.\n{await self.transcript()}")

    async def sees_invoice(self, *, seconds: float = PATIENCE) -> None:
        """Waits until there is an invoice in the chat."""
        if not await self._until(lambda chat: any(each.get("invoice") for each in chat["messages"]) or None, seconds):
            raise AssertionError(f"{self.name} has no invoice.\n{await self.transcript()}")

    async def _until(self, look: Callable[[Json], Any], seconds: float) -> Any:
        deadline = asyncio.get_running_loop().time() + seconds
        chat = await self.chat()
        while (found := look(chat)) is None:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return None
            chat = await self.chat(after=chat["seq"], wait=left)
        return found

    async def does_not_see(self, text: str) -> None:
        """Nothing on the screen now contains *text*."""
        if _found(await self.chat(), text, -1):
            raise AssertionError(f"{self.name} sees “{text}”.\n{await self.transcript()}")

    async def screen(self) -> Screen:
        """The newest message of the bot."""
        seen = [message for message in (await self.chat())["messages"] if message["from"] == "bot"]
        assert seen, f"the bot has not written to {self.name}"
        last = seen[-1]
        rows = [[button["text"] for button in row] for row in last["buttons"]]
        photo, document = (last[kind] and last[kind]["url"] for kind in ("photo", "document"))
        return Screen(last["id"], last["text"], last["html"], rows, photo, document)

    async def picture(self) -> bytes:
        """The newest picture the bot sent."""
        return await self._newest("photo")

    async def document(self) -> bytes:
        """The newest file the bot sent."""
        return await self._newest("document")

    async def _newest(self, kind: str) -> bytes:
        messages = (await self.chat())["messages"]
        urls = [message[kind]["url"] for message in messages if message["from"] == "bot" and message[kind]]
        assert urls, f"{self.name} has got no {kind}.\n{await self.transcript()}"
        return await self.telegram.download(urls[-1])

    async def transcript(self) -> str:
        """The chat as one could read it aloud."""
        chat = await self.chat()
        lines = [f"--- {self.name}'s phone ---"]
        for message in chat["messages"]:
            who = "bot" if message["from"] == "bot" else self.name
            extras = [kind for kind in ("photo", "document", "contact") if message[kind]]
            shown = "".join(f" [{kind}]" for kind in extras) + (" (edited)" if message["edited"] else "")
            lines.append(f"{who}:{shown} {message['text']}")
            lines += ["    " + "".join(f"[ {button['text']} ]" for button in row) for row in message["buttons"]]
        if chat["keyboard"]:
            lines += ["below: " + " ".join(f"[ {button['text']} ]" for row in chat["keyboard"] for button in row)]
        if chat["toast"]:
            lines.append(f"toast: {chat['toast']['text']}")
        return "\n".join(lines)


def _found(chat: Json, text: str, since: int) -> Json | None:
    toast = chat["toast"]
    if toast and toast["seq"] > since and text in toast["text"]:
        found: Json = toast
        return found
    for message in reversed(chat["messages"]):
        if message["from"] == "bot" and message["seq"] > since and text in message["text"]:
            seen: Json = message
            return seen
    return None


def _buttons(chat: Json) -> list[str]:
    rows = [row for message in chat["messages"] for row in message["buttons"]] + (chat["keyboard"] or [])
    return [button["text"] for row in rows for button in row]
