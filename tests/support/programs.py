"""Programmes the tests are played under: the preset's numbers in the currencies of product's examples."""

from dataclasses import replace

from bot.rules.presets import preset
from bot.rules.program import Program

SUSHI = preset("sushi", name="Sushi Okaeri", currency="RUB", time_zone="Europe/Moscow", language="ru")
POLISH = preset("sushi", name="Sushi Okaeri", currency="PLN", time_zone="Europe/Warsaw", language="pl")
EUROPEAN = preset("sushi", name="Sushi Okaeri", currency="EUR", time_zone="Europe/Berlin", language="en")


def sushi(**changes: object) -> Program:
    """The rouble programme with some numbers changed."""
    return replace(SUSHI, **changes)  # type: ignore[arg-type]
