"""What changes something is done once under its Idempotency-Key: again, the same bytes come back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Response
from pydantic import BaseModel

from bot.http.api.door import Call
from bot.http.api.problems import MEDIA, document
from bot.rules.errors import RuleBroken
from bot.usecases import commands
from bot.usecases.commands import Answer, Request
from bot.usecases.errors import Refused

NOT_KEPT = (401, 403, 429, 503)  # who may not do it now may be allowed to later


@dataclass(frozen=True)
class Done:
    """What is now true, as it is told. `member_id`: whom it speaks of."""

    status: int
    told: BaseModel
    member_id: int | None = None


async def once(
    call: Call, key: str, path: str, body: BaseModel | None, work: Callable[[], Awaitable[Done]]
) -> Response:
    """*work* is done once under *key*; *path* names the operation and what it is done to."""

    async def answered() -> Answer:
        try:
            done = await work()
        except (Refused, RuleBroken) as refusal:
            status, said = document(refusal, call.t, 422 if isinstance(refusal, RuleBroken) else None)
            if status in NOT_KEPT:
                raise
            return Answer(status, said)
        return Answer(done.status, done.told.model_dump_json().encode(), done.member_id)

    answer = await commands.once(call.db, call.client, _request(key, path, body), answered, at=call.now)
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else {}
    media = MEDIA if answer.status >= 400 else "application/json"
    return Response(answer.body, answer.status, headers, media)


def own_key(call: Call, key: str) -> str:
    """The request's key as rows of the programme keep it (at most 80 characters): apart from all other senders'."""
    return f"{call.client.signature}:{sha256(key.encode()).hexdigest()[:40]}"


def _request(key: str, path: str, body: BaseModel | None) -> Request:
    said = body.model_dump_json() if body is not None else ""
    return Request(key, sha256(f"{path}\n{said}".encode()).hexdigest())
