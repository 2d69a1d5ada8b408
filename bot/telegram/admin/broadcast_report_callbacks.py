"""What the buttons of a broadcast's report carry."""

from aiogram.filters.callback_data import CallbackData


class ShowReport(CallbackData, prefix="brp"):
    """What it brought: `by` "variant", "tier", "outlet" or "language", or the whole; `file` "xlsx", "csv" or "names"
    to take it away."""

    broadcast: int
    by: str = ""
    file: str = ""
