"""What the segments that come with the bot are called, and what each means."""

from bot.i18n import N_, Texts

# NOTE: names of groups of members, as a heading or on a button; each is followed by what it means.
NAMES = {
    "new": N_("New"),
    "occasional": N_("Now and then"),
    "high_value": N_("Top spenders"),
    "at_risk": N_("At risk"),
    "lost": N_("Lost"),
    "sleeping_vip": N_("Sleeping VIPs"),
    "birthday": N_("Birthday this month"),
    "rfm_champions": N_("Champions"),
    "rfm_loyal": N_("Loyal"),
    "rfm_promising": N_("Promising"),
    "rfm_newcomers": N_("First order lately"),
    "rfm_starting": N_("One order, a while ago"),
    "rfm_middling": N_("In the middle"),
    "rfm_dozing": N_("Dozing off"),
    "rfm_slipping": N_("Slipping away"),
    "rfm_missed": N_("Regulars we miss"),
    "rfm_gone": N_("Gone"),
}
MEANINGS = {
    "new": N_("joined in the last 30 days, at most two orders"),
    "occasional": N_("two to five orders, the last one within 90 days"),
    "high_value": N_("the tenth that has spent most"),
    "at_risk": N_("silent for half as long again as is usual for them"),
    "lost": N_("no order for 180 days"),
    "sleeping_vip": N_("the tenth that has spent most, no order for 60 days"),
    "birthday": N_("everybody born in this month"),
    "rfm_champions": N_("order most often, and ordered just now"),
    "rfm_loyal": N_("order often, and not long ago"),
    "rfm_promising": N_("a few orders, the last one not long ago"),
    "rfm_newcomers": N_("one order, just now"),
    "rfm_starting": N_("one order, not long ago"),
    "rfm_middling": N_("neither often nor seldom, neither lately nor long ago"),
    "rfm_dozing": N_("few orders, the last one some time ago"),
    "rfm_slipping": N_("ordered often enough, but not lately"),
    "rfm_missed": N_("ordered most often, but not lately"),
    "rfm_gone": N_("few orders, long ago"),
}


def name(key: str, t: Texts) -> str:
    return t.plain(NAMES[key])


def meaning(key: str, t: Texts) -> str:
    """What it is, as what follows a dash: "Lost – no order for 180 days"."""
    return t.plain(MEANINGS[key])
