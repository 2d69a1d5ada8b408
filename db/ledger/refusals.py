"""Why the ledger says no. Each is raised before anything was written, so a unit may catch it and go on."""


class LedgerRefusal(Exception):
    """The common root; the docstring of each refusal is its sentence."""


class PointsOutOfRange(LedgerRefusal):
    """Points are whole, above zero and at most 10^12 at a time; a member has at most 10^15."""


class InsufficientPoints(LedgerRefusal):
    """Fewer points are available than were to be taken."""

    def __init__(self, available: int) -> None:
        super().__init__(f"{available} points are available")
        self.available = available


class KeyReused(LedgerRefusal):
    """The key already stands for another movement: other points, another member or another account."""


class UnknownAccount(LedgerRefusal):
    """No account was opened for this member."""


class UnknownEntry(LedgerRefusal):
    """No entry has this key."""


class NotReversible(LedgerRefusal):
    """Only a spending can be given back and only an earning taken back; a reversal or an expiry never."""


class ReversalTooLarge(LedgerRefusal):
    """Together the reversals would exceed the original."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} points are left to reverse")
        self.left = left


class UnknownHold(LedgerRefusal):
    """No hold has this key."""


class HoldEnded(LedgerRefusal):
    """The hold was captured or released before."""


class CaptureTooLarge(LedgerRefusal):
    """More was to be captured than is held."""
