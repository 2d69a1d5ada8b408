"""How Telegram says no: a code, a description in its own wording, sometimes parameters."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Refusal(Exception):
    """Answered as ``{"ok": false, "error_code": code, "description": description}`` with HTTP status *code*."""

    code: int
    description: str
    parameters: dict[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(text: str) -> Refusal:
    """400, with Telegram's prefix and its habit: a lower-case beginning, unless the word is CAPS_LIKE."""
    word = text.split(maxsplit=1)[0] if text else ""
    return Refusal(400, "Bad Request: " + (text if word.isupper() else text[:1].lower() + text[1:]))


def forbidden(text: str) -> Refusal:
    return Refusal(403, f"Forbidden: {text}")


def too_many(seconds: int) -> Refusal:
    """429: nothing was delivered; the same call may be made after *seconds*."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def conflict(text: str) -> Refusal:
    return Refusal(409, f"Conflict: {text}")


CHAT_NOT_FOUND = "chat not found"
BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
