"""What the till's buttons carry; all is checked again where it is done. Serve: shared/callbacks.py."""

from aiogram.filters.callback_data import CallbackData


class LookAtVoucher(CallbackData, prefix="slv"):
    """One of the member's vouchers: is it this one?"""

    voucher: int


class UseVoucher(CallbackData, prefix="slu"):
    """Yes: it is given now."""

    voucher: int


class UndoUse(CallbackData, prefix="slz"):
    """It was a slip."""

    voucher: int


class AskCode(CallbackData, prefix="slc"):
    """The member has a promo code: which?"""

    member: int


class UndoCode(CallbackData, prefix="slx"):
    """The code that was entered last was a slip."""


class Sum(CallbackData, prefix="sls"):
    """The sum of the sale, please: by keys ("keys"), or another one ("again")."""

    how: str


class Key(CallbackData, prefix="slk"):
    """One key of the pad: a digit, "." before the small coins, "<" takes the last one away, "ok"."""

    key: str


class Bill(CallbackData, prefix="slb"):
    """The bill as it stands, with everything that can still be changed."""


class WithVoucher(CallbackData, prefix="slw"):
    """This voucher comes off the bill; 0: none does."""

    voucher: int


class BillCode(CallbackData, prefix="sld"):
    """The member has a promo code for this bill."""


class WithPoints(CallbackData, prefix="slp"):
    """Points pay a part of it: "which" asks how, "ask" asks the member in their chat, "code" reads what they show,
    "scanned" takes what was scanned to find them, "none" leaves it."""

    how: str


class AtOutlet(CallbackData, prefix="sl3"):
    """The sale is at another outlet: for people who belong to none."""


class PostSale(CallbackData, prefix="sly"):
    """Yes: this is the sale, of this sum, to this member, who has this to pay."""

    member: int = 0
    amount: int = 0
    pays: int = 0


class UndoSale(CallbackData, prefix="slq"):
    """The sale was a slip."""

    order: int


class AskSecond(CallbackData, prefix="sla"):
    """Somebody else has to agree: ask them; `again`: have they answered?"""

    again: int = 0


class AnswerSecond(CallbackData, prefix="sl2"):
    """A second person agrees (1) or not (0)."""

    approval: int
    yes: int


class OpenReturn(CallbackData, prefix="slr"):
    """Something comes back; `order`: of this sale, 0 asks for its number."""

    order: int = 0


class ReturnWhole(CallbackData, prefix="slh"):
    """All that is left of it comes back."""


class ReturnBecause(CallbackData, prefix="sle"):
    """Why it comes back: a word of shared/return_words.py."""

    why: str


class TakeReturn(CallbackData, prefix="slt"):
    """Yes: it comes back."""


class NewGuest(CallbackData, prefix="slg"):
    """Nobody has this number yet: the points wait for whoever joins with it."""


class WaitOnPhone(CallbackData, prefix="slj"):
    """Yes: the points of this sum wait on the number."""


class UndoWait(CallbackData, prefix="slo"):
    """It was a slip: nothing waits on that number."""

    claim: int


class OpenShift(CallbackData, prefix="sln"):
    """What today brought at the till."""
