"""The methods that are played: each module registers its own; the others are judged and then refused honestly."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.judge import Call
from bot.sandbox.refusal import Refusal
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World


@dataclass(frozen=True)
class Stage:
    """What a method may touch."""

    world: World
    webhook: Webhook


Play = Callable[[Stage, Call], Any | Awaitable[Any]]

PLAYED: dict[str, Play] = {}


def plays(name: str) -> Callable[[Play], Play]:
    """Registers the function below as the one that plays *name*."""

    def register(play: Play) -> Play:
        PLAYED[name] = play
        return play

    return register


def play_of(name: str) -> Play:
    """The function that plays *name*; raises 501 for a method that exists and is not played here."""
    play = PLAYED.get(name)
    if play is None:
        raise Refusal(501, f"Sandbox: {name} is not played here")
    return play
