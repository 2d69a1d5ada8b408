"""The one exception of the rules: what somebody wrote or asked breaks a rule, and here is which."""

from typing import Any


class RuleBroken(ValueError):
    """A rule was not met. `code` is a stable dotted word that chat and API put into words, `facts` fill the gaps."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code
