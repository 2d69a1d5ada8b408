"""Rows of buttons that recur: the way back, the way home, yes and no, pages."""

from aiogram.filters.callback_data import CallbackData

from bot.i18n import Texts
from bot.telegram.screen import Button, Rows
from bot.telegram.shared.callbacks import CANCEL, HOME


def home(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("Home"), HOME),)


def back(t: Texts, to: CallbackData) -> tuple[Button, ...]:
    """The last row of a screen: one step back, and home."""
    return (Button(t.plain("‹ Back"), to), Button(t.plain("Home"), HOME))


def cancel(t: Texts) -> tuple[Button, ...]:
    """The last row of a dialogue's question."""
    return (Button(t.plain("Cancel"), CANCEL),)


def yes_no(yes: Button, no: Button) -> tuple[Button, ...]:
    return (no, yes)


def in_rows(buttons: list[Button], width: int = 2) -> Rows:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


SHORT = 24  # letters that half a narrow phone shows; of more it shows dots


def fitting(buttons: list[Button]) -> Rows:
    """Two in a row where both fit, else one."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and max(len(button.text), len(rows[-1][0].text)) <= SHORT
        if fits:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)
