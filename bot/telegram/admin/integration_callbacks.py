"""What the buttons of keys and webhooks carry; as with all buttons, a hint that is checked where the act is done."""

from aiogram.filters.callback_data import CallbackData


class ShowIntegrations(CallbackData, prefix="ig"):
    """Tills, sites and other programs."""


class ShowKeys(CallbackData, prefix="igk"):
    """Every API key."""


class NewKey(CallbackData, prefix="ign"):
    """A new key; `scope`: of what ("": ask)."""

    scope: str = ""


class KeyPlace(CallbackData, prefix="igp"):
    """The new key works at this outlet, or no longer; 0: that is all, go on."""

    outlet: int = 0


class KeyTerm(CallbackData, prefix="igt"):
    """The new key works for so many days; 0: until it is revoked."""

    days: int = 0


class KeyDo(CallbackData, prefix="igd"):
    """`do`: "show", "saved" (its text goes out of the chat), "revoke" (asks), "revoked"."""

    do: str
    key: int


class ShowHooks(CallbackData, prefix="igw"):
    """Every webhook."""


class NewHook(CallbackData, prefix="iga"):
    """A new webhook: its address, please."""


class HookDo(CallbackData, prefix="igx"):
    """`do`: a word of handlers/webhooks.py; `edition` of the secret that was shown."""

    do: str
    hook: int
    edition: int = 0


class HookFamily(CallbackData, prefix="igf"):
    """The webhook is told of this family of events, or no longer."""

    hook: int
    family: str


class HookSince(CallbackData, prefix="igs"):
    """Everything of so many hours once more; `sure`: how many that is was seen."""

    hook: int
    hours: int
    sure: bool = False
