"""A refusal is a value with a way out: a code and facts, turned into a kind sentence by the chat and a status by the API."""

from typing import Any


class Refused(Exception):
    """The programme says no, and nothing has changed. *code* is dotted (`order.already_delivered`); *facts* fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
