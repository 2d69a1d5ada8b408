"""The ledger in plain Python: what the real one is compared with. No database, no cleverness."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Lot:
    """Points of one earning; `None` never expires."""

    number: int
    key: str
    expires_on: date | None
    left: int


@dataclass
class Moved:
    """An entry: above zero to the member; `used` is what it took from each lot."""

    amount: int
    reversed: int = 0
    used: list[tuple[Lot, int]] = field(default_factory=list)


@dataclass
class Hold:
    points: int
    used: list[tuple[Lot, int]]
    open: bool = True


class Refused(Exception):
    """The model says no; the ledger must as well, with the class of this name."""


@dataclass
class Books:
    """One member."""

    available: int = 0
    held: int = 0
    lots: list[Lot] = field(default_factory=list)
    entries: dict[str, Moved] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    def give(self, key: str, points: int, expires_on: date | None) -> None:
        self.entries[key] = Moved(points)
        self._free(key, points, expires_on)

    def take(self, key: str, points: int, *, debt: bool) -> None:
        if points > self.available and not debt:
            raise Refused("InsufficientPoints")
        self.entries[key] = Moved(-points, used=self._draw(points))

    def take_back(self, key: str, of: str, points: int) -> None:
        self._check(of, points, spent=False)
        self._draw(points, first=of)
        self.entries[key] = Moved(-points, reversed=-1)

    def give_back(self, key: str, of: str, points: int, until: date) -> None:
        original = self._check(of, points, spent=True)
        self.entries[key] = Moved(points, reversed=-1)
        left = self._restore(original.used, points, until)
        self._open(key, left, until)

    def hold(self, key: str, points: int) -> None:
        if points > self.available:
            raise Refused("InsufficientPoints")
        self.holds[key] = Hold(points, self._draw(points))
        self.held += points

    def capture(self, key: str, entry: str, points: int) -> None:
        hold = self.holds[key]
        if not hold.open:
            raise Refused("HoldEnded")
        if points > hold.points:
            raise Refused("CaptureTooLarge")
        self._end(hold, hold.points - points)
        self.entries[entry] = Moved(-points, used=hold.used)

    def release(self, key: str) -> bool:
        hold = self.holds[key]
        was_open = hold.open
        if was_open:
            self._end(hold, hold.points)
        return was_open

    def expire(self, lot: Lot, key: str) -> None:
        if lot.left:
            self.entries[key] = Moved(-lot.left, reversed=-1)
            self.available -= lot.left
            lot.left = 0

    def _end(self, hold: Hold, freed: int) -> None:
        hold.open = False
        self.held -= hold.points
        assert self._restore(hold.used, freed, date.min) == 0

    def _check(self, of: str, points: int, *, spent: bool) -> Moved:
        original = self.entries[of]
        if original.reversed < 0 or (original.amount < 0) is not spent:
            raise Refused("NotReversible")
        if original.reversed + points > abs(original.amount):
            raise Refused("ReversalTooLarge")
        original.reversed += points
        return original

    def _draw(self, points: int, first: str = "") -> list[tuple[Lot, int]]:
        left, used = min(points, max(0, self.available)), []
        self.available -= points
        for lot in sorted(self.lots, key=lambda lot: (lot.key != first, *_order(lot))):
            part = min(left, lot.left)
            if part:
                lot.left -= part
                left -= part
                used.append((lot, part))
        return used

    def _restore(self, used: list[tuple[Lot, int]], points: int, until: date) -> int:
        """Into the lots of `used`, the last to expire first; returns what found no lot that lasts until `until`."""
        left = points - min(points, max(0, -self.available))
        self.available += points
        for index, (lot, share) in sorted(enumerate(used), key=lambda one: _order(one[1][0]), reverse=True):
            part = min(left, share) if lot.expires_on is None or lot.expires_on >= until else 0
            lot.left += part
            left -= part
            used[index] = (lot, share - part)
        return left

    def _free(self, key: str, points: int, expires_on: date | None) -> None:
        into_lot = points - min(points, max(0, -self.available))
        self.available += points
        self._open(key, into_lot, expires_on)

    def _open(self, key: str, points: int, expires_on: date | None) -> None:
        if points:
            self.lots.append(Lot(len(self.lots), key, expires_on, points))


def _order(lot: Lot) -> tuple[bool, date, int]:
    return lot.expires_on is None, lot.expires_on or date.max, lot.number
