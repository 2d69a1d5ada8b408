"""Refusals about messages to members and standing rules."""

from bot.i18n import N_
from bot.telegram.admin.broadcast_callbacks import ShowBroadcasts
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.broadcast_faults import FAULTS

SENTENCES = {
    **FAULTS,
    "broadcast.out_of_range": N_("No message could go out with that number. Please choose another one."),
    "broadcast.unknown": N_("This message does not exist any more."),
    "broadcast.started": N_("It is on its way already; nobody gets it twice."),
    "broadcast.over": N_("It is over already."),
    "broadcast.changed_meanwhile": N_("Somebody changed it meanwhile. Please look at it again."),
    "broadcast.no_such_variant": N_("There is no such version."),
    "broadcast.template": N_("This is a template. Make a new message from it, then send that."),
    "broadcast.everyone": N_(
        "Only the owner sends to everybody, where that is more than {most} members. Choose whom it is for."
    ),
    "broadcast.own_yes": N_("The second yes has to come from somebody else."),
    "broadcast.not_waiting": N_("It waits for no yes any more: it was called off, or changed."),
    "broadcast.not_copied": N_(
        "Such a message cannot be sent on. Send words, photos, a video, a file, a poll or a voice message."
    ),
    "broadcast.quiz": N_("Telegram lets no bot send a quiz on. Send an ordinary poll."),
    "broadcast.complete": N_(
        "This was not added: the message is complete already. To replace it, press “Message” and write it anew."
    ),
    "broadcast.not_a_moment": N_("I did not understand that. Send it like this: 25.12 18:30"),
    "broadcast.not_an_hour": N_("Send the hour alone, from 0 to 23, such as 18."),
    "broadcast.not_a_count": N_("Send a whole number from 1 to {most}, such as 50."),
    "broadcast.not_waves": N_("Send one number or two, such as 100 or 100 / 50."),
    "broadcast.not_a_link": N_("Send the words on the button and its address: Our menu https://sushi.example"),
    "broadcast.name_too_long": N_("A name has at most {limit} letters."),
    "broadcast.question_gone": N_("This question is not open any more. Please look again."),
}
REFUSALS = {
    # The draft is kept whatever was typed: the list leads back to it.
    **{code: Refusal(said, button=N_("All messages"), to=ShowBroadcasts()) for code, said in SENTENCES.items()},
    "automation.unknown": Refusal(
        N_("This rule does not exist any more."), button=N_("Look again"), to=ShowAutomations()
    ),
}
