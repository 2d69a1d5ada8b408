"""Sums that are paid in chat, in words: money, or Telegram Stars."""

from bot.i18n import Texts
from bot.rules.payments import STARS


def sum_of(t: Texts, amount: int, currency: str) -> str:
    """ "1 240 ₽" or "150 ⭐"."""
    return f"{t.number(amount)} ⭐" if currency == STARS else t.money(amount, currency)
