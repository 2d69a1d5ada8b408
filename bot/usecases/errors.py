"""A refusal is a value with a way out: a code and facts; the chat makes a kind sentence of it, the API a status."""

from typing import Any


class Refused(Exception):
    """The programme says no, and nothing has changed. *facts* fill the sentence of *code*, such as `order.unknown`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
