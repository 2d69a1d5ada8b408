"""What a refusal is made of."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData


@dataclass(frozen=True)
class Refusal:
    """`sentence` says why, with gaps named like the facts; `hint` and `button` show a way out besides Home. With
    `members` the button is kept from staff in a dialogue: it would lead away from what they do for somebody else."""

    sentence: str
    hint: str | None = None
    button: str | None = None
    to: CallbackData | None = None
    members: bool = False
