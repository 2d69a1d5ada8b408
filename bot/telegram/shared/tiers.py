"""The tiers' names."""

from bot.i18n import N_, Texts
from db.enums import Tier

TIERS = {
    # NOTE: a level of membership, as on a card: "Bronze", "Silver", "Gold".
    Tier.BRONZE: N_("Bronze"),
    Tier.SILVER: N_("Silver"),
    Tier.GOLD: N_("Gold"),
}


def tier_name(t: Texts, tier: Tier) -> str:
    """The name of *tier*, plain."""
    return t.plain(TIERS[tier])
