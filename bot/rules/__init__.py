"""The programme's arithmetic: pure functions that could be checked on paper."""

from bot.rules.errors import RuleBroken

__all__ = ["RuleBroken"]
