"""What members do on a site or in an app."""

from typing import Annotated, Any

from pydantic import Field

from bot.http.api.schemas.shared import PLAIN, Asked, Moment, Number, Told, Word, like
from bot.usecases.site_events import MOST_AT_ONCE, Event
from bot.usecases.site_events import Told as Became

Fact = Annotated[str, Field(max_length=200, pattern=PLAIN)] | Annotated[int, Field(ge=-(2**53), le=2**53)] | bool
FactName = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]

NO_OTHERS: dict[str, Any] = {"additionalProperties": False}


class EventIn(Asked):
    """`event_id` is yours: told twice, it is one. `kind` such as "cart.left"; `campaign`: the tag that led there."""

    event_id: Word
    member_id: Number
    kind: Annotated[str, Field(pattern=r"^[a-z_.]{1,32}$")]
    at: Moment
    facts: Annotated[dict[FactName, Fact], Field(default_factory=dict, max_length=20, json_schema_extra=NO_OTHERS)]
    campaign: Word | None = None
    outlet_id: Number | None = None

    def read(self) -> Event:
        return Event(**{name: getattr(self, name) for name in type(self).model_fields})


class EventsIn(Asked):
    model_config = like(
        {
            "events": [
                {
                    "event_id": "cart-2041",
                    "member_id": 3,
                    "kind": "cart.left",
                    "at": "2026-11-20T18:30:00+00:00",
                    "facts": {"sum_minor": 184000},
                    "campaign": "autumn",
                }
            ]
        }
    )

    events: Annotated[list[EventIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class EventOut(Told):
    """`code` is null when it is in the profile (`already`: it was before), else why it is not."""

    event_id: str
    already: bool
    code: str | None

    @classmethod
    def of(cls, became: Became) -> "EventOut":
        return cls(event_id=became.event_id, already=became.already, code=became.code)
