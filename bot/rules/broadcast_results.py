"""What a broadcast brought, as numbers that add up over groups; and the comparison with those who got nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal

from bot.rules import experiments
from bot.rules.experiments import Difference, Lack, Share, Sums

Part = Literal["variant", "tier", "outlet", "language"]
PARTS: tuple[Part, ...] = ("variant", "tier", "outlet", "language")
WORTH_SEEING = 0.05  # a difference of five in a hundred members: what the hint of the size is reckoned for


@dataclass(frozen=True, slots=True)
class Numbers:
    """A group: `members` it was meant for, whether their message left or not; `sent` are those whose did. Everything
    else counts members, but for `orders` and `net_minor` (what they bought within the window); `squares` are those of
    each member's net sum. `stops`, `blocked` and `complaints`: within a day of the message."""

    members: int = 0
    sent: int = 0
    pressed: int = 0
    claimed: int = 0
    going: int = 0
    declined: int = 0
    used: int = 0
    buyers: int = 0
    orders: int = 0
    net_minor: int = 0
    squares: float = 0
    stops: int = 0
    blocked: int = 0
    complaints: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Numbers)))

    @property
    def bought(self) -> Share:
        return Share(self.buyers, self.members)

    @property
    def sums(self) -> Sums:
        return Sums(self.members, self.net_minor, self.squares)


def total(groups: Iterable[Numbers]) -> Numbers:
    return sum(groups, Numbers())


@dataclass(frozen=True, slots=True)
class Compared:
    """The group beside those who got nothing: how many more of its members bought (`buyers`, a share), how much more
    each member spent (`net`, minor units), and what that makes for all of them. With something `lacking` there is no
    comparison, and `needed` members in each group would show a difference of five in a hundred."""

    lack: Lack | None
    needed: int
    buyers: Difference | None = None
    net: Difference | None = None
    extra_minor: int = 0


def compared(group: Numbers, control: Numbers) -> Compared:
    """Everybody counts in the group they were drawn into, reached or not: chance alone made the groups, and what
    happened later must not choose between them."""
    lack = experiments.lacking(group.bought, control.bought)
    needed = _needed(group, control)
    if lack:
        return Compared(lack, needed)
    net = experiments.mean_difference(group.sums, control.sums)
    buyers = experiments.share_difference(group.bought, control.bought)
    return Compared(None, needed, buyers, net, round(net.value * group.members))


def _needed(group: Numbers, control: Numbers) -> int:
    usual = control.bought if control.members else group.bought
    kept_apart = min(max(usual.value, 0.01), 1 - WORTH_SEEING - 0.01)
    return experiments.members_needed(kept_apart, WORTH_SEEING)
