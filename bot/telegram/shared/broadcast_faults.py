"""What keeps a message from being sent, in one sentence each: on its card, and where it is refused."""

from collections.abc import Iterable, Mapping

from bot.i18n import N_, Html, Texts
from bot.rules.broadcast_checks import Fault

FAULTS: Mapping[str, str] = {
    "broadcast.album": N_("An album holds at most {most} parts, and here are {count}."),
    "broadcast.empty": N_("There is no text in it. Write a few words, then everybody can read them."),
    "broadcast.no_caption": N_("Telegram takes no words under such a message. Send the words by themselves."),
    "broadcast.too_long": N_(
        "It is too long: {length} characters, and {limit} fit in one message. Please shorten it and send it again."
    ),
    "broadcast.unknown_gap": N_("Nothing can be put in for {gap}. What can be: {gaps}"),
    # NOTE: {gap} is a word such as favourite; the braces stand in the sentence as they are: {favourite|our rolls}.
    "broadcast.gap_alone": N_(
        "Some members have nothing to put in for “{gap}”. Say what stands there for them: {{{gap}|our rolls}}"
    ),
    "broadcast.gap_words": N_("After the line in the placeholder “{gap}” only plain words may stand."),
    "broadcast.brace": N_("A brace stands alone in it. Placeholders look like this: {gaps}"),
    "broadcast.bad_html": N_("Telegram would stop reading at {tag}. Each tag has to be known to it, and closed."),
    "broadcast.no_language": N_("Version {variant} has no text for everybody, nor one in your shop's own language."),
    "broadcast.gap_without_deadline": N_("The text speaks of a deadline, and none is set."),
    "broadcast.buttons": N_("At most {most} buttons fit under a message."),
    "broadcast.no_label": N_("Button {number} has no words on it."),
    "broadcast.long_label": N_("The words on button {number} are too long: at most 40 letters fit."),
    "broadcast.bad_link": N_("The link of button {number} leads nowhere: it begins with https://"),
    "broadcast.nothing_to_claim": N_("There is a button to take the offer, but no offer."),
    "broadcast.no_claim_button": N_("Nobody could take the offer: it needs the button “Take the offer”."),
    "broadcast.no_deadline": N_("An offer needs a last day."),
    "broadcast.no_budget": N_(
        "What such an offer costs shows only when it is used, so no sum can hold. Say how many there are instead."
    ),
    "broadcast.offer_gone": N_("What it brings cannot be had any more. Please choose another offer."),
    "broadcast.deadline_first": N_("The offer would be over before the message arrives."),
    "broadcast.too_slow": N_("Some members would get the message only when the offer is over."),
    "broadcast.short_stock": N_("There are {stock}, and {gets} members get the message. Who comes late gets none."),
    "broadcast.nobody": N_("Nobody would get it."),
    "broadcast.no_time": N_("At which time does it go? Please send the day and the hour, such as 25.12 18:30."),
    "broadcast.past": N_("That time is past. Please choose one to come."),
    "broadcast.quiet": N_("From {quiet_from}:00 to {quiet_until}:00 members are left in peace. Choose another hour."),
    "broadcast.no_hour": N_("At which hour does it go?"),
    "broadcast.ways": N_("Waves go with nothing else: no hour of the member's own, no spreading, no winner's share."),
    "broadcast.spread_by_hour": N_("Sent at each member's usual hour it is spread already."),
    "broadcast.paid_most": N_("Say how many messages may be paid for in Stars."),
    "broadcast.paid_short": N_("Paid for are {most} messages, and {gets} members would get one."),
    "broadcast.one_variant": N_("To find a winner there have to be two versions."),
    "broadcast.no_test": N_("The winner is chosen by itself only where a part of the members gets the versions first."),
}
ELSE = N_("Something in it does not fit together.")


def said(fault: Fault, t: Texts) -> Html:
    """The fault in a sentence."""
    return t(FAULTS.get(fault.code, ELSE), **fault.facts)


def told(faults: Iterable[Fault], t: Texts) -> list[Html]:
    """Each sentence once, what only warns with another sign."""
    marked = {Html(f"{'💡' if fault.warns else '⚠️'} {said(fault, t)}"): None for fault in faults}
    return list(marked)
