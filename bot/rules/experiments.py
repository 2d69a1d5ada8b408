"""What a difference between two groups is worth: its interval, whether there is enough to speak of one, and how many
members it would take. Groups are split by chance, so a difference beyond chance is what the message did.

Sources: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
Medicine 17 (1998) 873-890, method 10 (hybrid score, without continuity correction). B. L. Welch, "The generalization
of Student's problem when several different population variances are involved", Biometrika 34 (1947) 28-35. Quantiles
of Student's t: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5. W. G. Cochran, "Some methods for
strengthening the common chi-squared tests", Biometrics 10 (1954) 417-451: at least five expected in each cell. J. L.
Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 3rd edition (2003), chapter 4.
"""

from dataclasses import dataclass
from math import ceil, inf, sqrt
from statistics import NormalDist
from typing import Literal

CONFIDENCE, POWER = 0.95, 0.8
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
Z_POWER = NormalDist().inv_cdf(POWER)
ENOUGH = 20  # members in each group
EXPECTED = 5  # who did, and who did not, in each group, if the message did nothing
FEW_FREEDOM = 3  # degrees of it, below which the series for t is too rough


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `members` did it."""

    hits: int
    members: int

    @property
    def value(self) -> float:
        return self.hits / self.members if self.members else 0.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Values of `members`, most of them zero: their sum, and the sum of their squares."""

    members: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.members if self.members else 0.0

    @property
    def variance(self) -> float:
        """Of the sample; never below zero, however the rounding falls."""
        if self.members < 2:
            return 0.0
        return max(0.0, self.squares - self.total * self.mean) / (self.members - 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first group's value less the second's, and between what it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        return self.low > 0 or self.high < 0


Lack = Literal["nobody", "few_members", "few_did"]


def lacking(one: Share, other: Share) -> Lack | None:
    """What is missing before the two can be compared; None: nothing. Each needs 20 members, and five of each kind
    expected if both did alike (Cochran 1954)."""
    if not one.members or not other.members:
        return "nobody"
    if min(one.members, other.members) < ENOUGH:
        return "few_members"
    pooled = (one.hits + other.hits) / (one.members + other.members)
    rarest = min(pooled, 1 - pooled) * min(one.members, other.members)
    return "few_did" if rarest < EXPECTED else None


def wilson(share: Share) -> tuple[float, float]:
    """Between what the share lies (Wilson's score interval), which a share of none or of all has as well."""
    n, p, z2 = share.members, share.value, Z * Z
    middle = 2 * share.hits + z2
    spread = Z * sqrt(z2 + 4 * share.hits * (1 - p))
    return (middle - spread) / (2 * (n + z2)), (middle + spread) / (2 * (n + z2))


def share_difference(one: Share, other: Share) -> Difference:
    """How much larger the first share is (Newcombe 1998, method 10). Neither group is empty."""
    value = one.value - other.value
    (low1, high1), (low2, high2) = wilson(one), wilson(other)
    below = sqrt((one.value - low1) ** 2 + (high2 - other.value) ** 2)
    above = sqrt((high1 - one.value) ** 2 + (other.value - low2) ** 2)
    return Difference(value, value - below, value + above)


def mean_difference(one: Sums, other: Sums) -> Difference:
    """How much larger the first mean is (Welch 1947). Each group has two members at least."""
    value = one.mean - other.mean
    parts = one.variance / one.members, other.variance / other.members
    if not sum(parts):
        return Difference(value, value, value)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (one.members - 1) + parts[1] ** 2 / (other.members - 1))
    reach = student(freedom) * sqrt(sum(parts))
    return Difference(value, value - reach, value + reach)


def student(freedom: float) -> float:
    """The two-sided 95 % quantile of Student's t (Abramowitz and Stegun 26.7.5): right to three digits from five
    degrees of freedom on; with too few there is no telling."""
    if freedom < FEW_FREEDOM:
        return inf
    g1 = (Z**3 + Z) / 4
    g2 = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    g3 = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    g4 = (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92_160
    return Z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3 + g4 / freedom**4


def members_needed(usual: float, more: float) -> int:
    """Members in each group, to find a share of *usual* + *more* instead of *usual* four times of five (Fleiss et al.,
    without continuity correction). *more* is not zero, and both shares are between 0 and 1."""
    changed = usual + more
    middle = (usual + changed) / 2
    alike = Z * sqrt(2 * middle * (1 - middle))
    apart = Z_POWER * sqrt(usual * (1 - usual) + changed * (1 - changed))
    return ceil((alike + apart) ** 2 / more**2)
