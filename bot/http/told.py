"""What webhooks are told, described beside the operations: a receiver can be written from the same document."""

import html
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Header
from pydantic import Field

from bot.http.api.schemas.shared import Moment, Number, Told

# By family, as the owner chooses them in chat: each kind, and the names of its facts.
KINDS: Mapping[str, str] = {
    "member.joined": "`source`: the tag of the link they came by",
    "member.erased": "whoever keeps something under this number is to forget it",
    "points.moved": "`points` with their sign, the `balance` they left (with those on hold), `entry`, `kind`, `reason`",
    "tier.changed": "`old`, `new`, `why`",
    "voucher.used": "`voucher`, `benefit`, `order`",
    "order.placed": "`order`, `what` was done, `outlet`, `channel`, `currency`, `amount_minor`, `to_pay_minor`, "
    "`points`, `points_paid`, `returned_minor`, `campaign`; so in every state",
    "order.accepted": "as above",
    "order.on_the_way": "as above",
    "order.delivered": "as above",
    "order.cancelled": "as above",
    "order.returned": "as above",
    "feedback.rated": "`order`, `stars`",
    "webhook.test": "nothing: somebody pressed “Send a test”",
}
SAID = """Something happened in the shop. The owner adds the address in the chat (/integrations).

Answer 200 to 299 within ten seconds; anything else, a redirect too, is tried again for three days, less and less often.

It comes at least once: know it again by `Okaeri-Event-Id`. It may come out of order: a member's events are numbered 1,
2, 3 … by `Okaeri-Seq` (0: of no member). To know that it is from us, take the two parts of `Okaeri-Signature:
t=<seconds>,v1=<hex>`, make the HMAC-SHA256 of `<seconds>.<body as it came>` with the webhook's secret, compare it with
the second in constant time, and leave what is more than 300 seconds old. Names and phones are never told: ask for
them by the member's number, with a key that may. Of whoever was erased meanwhile, `facts` are empty."""


class EventTold(Told):
    """One event. The same event is the same bytes each time it is sent."""

    id: Number
    kind: Annotated[str, Field(description="One of: " + ", ".join(KINDS) + ". There will be more.")]
    member_id: Annotated[int | None, Field(description="Whom it is about.")]
    seq: Annotated[int, Field(ge=0, description="Which of this member's events it is.")]
    at: Moment
    facts: Annotated[dict[str, Any], Field(description="Numbers, codes and sums; by kind.")]


def describe(app: FastAPI) -> None:
    """The document of *app* tells of the events as well."""

    @app.webhooks.post("event", description=SAID, summary="What happened", tags=["webhooks"])
    def event(
        told: EventTold,
        okaeri_event_id: Annotated[str, Header()],
        okaeri_seq: Annotated[str, Header()],
        okaeri_signature: Annotated[str, Header(description="t=<seconds>,v1=<hex>")],
    ) -> None:
        """Never called: it is the receiver's."""


def section(document: Mapping[str, Any]) -> str:
    """The same for /docs; nothing where nobody is told."""
    if not document.get("webhooks"):
        return ""
    said = "".join(f"<p>{_code(part)}</p>" for part in SAID.split("\n\n"))
    rows = (f"<tr><td><code>{kind}</code></td><td>{_code(facts)}</td></tr>" for kind, facts in KINDS.items())
    return f"<h2>webhooks</h2>{said}<table>{''.join(rows)}</table>"


def _code(said: str) -> str:
    parts = html.escape(said).split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))
