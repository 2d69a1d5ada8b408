"""Refusals about messages to members and standing rules."""

from bot.i18n import N_
from bot.telegram.admin.broadcast_callbacks import ShowBroadcasts
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.broadcast_faults import FAULTS

ALL = (N_("All messages"), ShowBroadcasts())

REFUSALS = {
    **{code: Refusal(sentence) for code, sentence in FAULTS.items()},
    "broadcast.out_of_range": Refusal(N_("No message could go out with that number. Please choose another one.")),
    "broadcast.unknown": Refusal(N_("This message does not exist any more."), button=ALL[0], to=ALL[1]),
    "broadcast.started": Refusal(N_("It is on its way already; nobody gets it twice."), button=ALL[0], to=ALL[1]),
    "broadcast.no_such_variant": Refusal(N_("There is no such version."), button=ALL[0], to=ALL[1]),
    "broadcast.over": Refusal(N_("It is over already."), button=ALL[0], to=ALL[1]),
    "broadcast.changed_meanwhile": Refusal(
        N_("Somebody changed it meanwhile. Please look at it again."), button=ALL[0], to=ALL[1]
    ),
    "broadcast.everyone": Refusal(
        N_("Only the owner sends to everybody, where that is more than {most} members. Choose whom it is for.")
    ),
    "broadcast.own_yes": Refusal(N_("The second yes has to come from somebody else.")),
    "broadcast.template": Refusal(N_("This is a template. Make a new message from it, then send that.")),
    "broadcast.not_waiting": Refusal(
        N_("It waits for no yes any more: it was called off, or changed."), button=ALL[0], to=ALL[1]
    ),
    "broadcast.not_copied": Refusal(
        N_("Such a message cannot be sent on. Send words, photos, a video, a file, a poll or a voice message.")
    ),
    "broadcast.quiz": Refusal(N_("Telegram lets no bot send a quiz on. Send an ordinary poll.")),
    "broadcast.complete": Refusal(
        N_("This was not added: the message is complete already. To replace it, press “Message” and write it anew.")
    ),
    "broadcast.not_a_moment": Refusal(N_("I did not understand that. Send it like this: 25.12 18:30")),
    "broadcast.not_an_hour": Refusal(N_("Send the hour alone, from 0 to 23, such as 18.")),
    "broadcast.not_a_count": Refusal(N_("Send a whole number from 1 to {most}, such as 50.")),
    "broadcast.not_waves": Refusal(N_("Send one number or two, such as 100 or 100 / 50.")),
    "broadcast.not_a_link": Refusal(N_("Send the words on the button and its address: Our menu https://sushi.example")),
    "broadcast.name_too_long": Refusal(N_("A name has at most {limit} letters.")),
    "broadcast.question_gone": Refusal(
        N_("This question is not open any more. Please look again."), button=ALL[0], to=ALL[1]
    ),
    "automation.unknown": Refusal(
        N_("This rule does not exist any more."), button=N_("Look again"), to=ShowAutomations()
    ),
}
