"""What a line of the history is about, in a few words."""

from bot.i18n import N_, Texts
from bot.rules.benefits import named
from bot.usecases.history import Line
from db.enums import EntryKind

REASONS = {
    # NOTE: what points came from or went to, as a line of a list.
    "order.delivered": N_("Order № {order}"),
    "welcome": N_("Welcome gift"),
    "referral.inviter": N_("A friend you brought"),
    "referral.friend": N_("Gift for coming by invitation"),
    "birthday": N_("Birthday gift"),
    "inactivity": N_("A gift, because we missed you"),
    "promo.code": N_("Promo code"),
    "promo.undone": N_("A promo code taken back"),
    "order.later": N_("Thanks for a later time"),
    "order.late": N_("An apology: order № {order} came late"),
    "order.paid": N_("Paid for order № {order}"),
    # NOTE: {place} is a shop's name.
    "bill.paid": N_("Paid at {place}"),
    "order.returned": N_("Order № {order} came back"),
    "order.given_back": N_("Back from order № {order}"),
    "welcome.undone": N_("Welcome gift taken back"),
    "referral.undone": N_("Gift for an invitation taken back"),
    "tier.undone": N_("Gift for a level taken back"),
    "stamps.undone": N_("Gift for a stamp card taken back"),
    "broadcast.claimed": N_("A gift from our message"),
    "gift.given": N_("Given to a friend"),
    "gift.received": N_("A friend's gift"),
    "claim.card": N_("A card on the table"),
    "opening": N_("Brought along from the old card"),
    "tier.reached": N_("Gift for a new level"),
    "stamps.full": N_("Gift for a full stamp card"),
    "feedback.thanks": N_("Thanks for your opinion"),
    "feedback.sorry": N_("An apology"),
    # NOTE: {place} is a company's name, where members use the same points.
    "partner.earned": N_("Bought at {place}"),
    "partner.paid": N_("Paid at {place}"),
    "partner.returned": N_("Goods back to {place}"),
    "partner.undone": N_("A sale at {place}, undone"),
    "adjust.up": N_("Added by the shop"),
    "adjust.down": N_("Taken off by the shop"),
    "adjust.undone": N_("A correction taken back"),
    "lot.expired": N_("Expired"),
    "lot.restored": N_("Expired points brought back"),
    # NOTE: {name} is what points were paid for: "Reward: Miso soup".
    "reward.redeemed": N_("Reward: {name}"),
    "reward.returned": N_("Given back: {name}"),
}
KINDS = {
    EntryKind.EARN: N_("Earned"),
    EntryKind.GIFT: N_("A gift"),
    EntryKind.REDEEM: N_("Paid with points"),
    EntryKind.EXPIRE: N_("Expired"),
    EntryKind.REVERSE: N_("Taken back"),
    EntryKind.ADJUST: N_("Corrected by the shop"),
    EntryKind.TRANSFER: N_("From member to member"),
    EntryKind.FORFEIT: N_("Given up"),
}


def what(line: Line, t: Texts) -> str:
    """The line's subject; of a reason nobody has words for, what kind of movement it was."""
    if line.reason == "order.delivered" and "order" not in line.facts:
        return t.plain(KINDS[line.kind])
    facts = line.facts
    names = {"order": str(facts.get("order", "")), "name": named(facts.get("names", {}), t.language)}
    return t.plain(REASONS.get(line.reason) or KINDS[line.kind], **names, place=facts.get("place", ""))
