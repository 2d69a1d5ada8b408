"""Refusals about ratings, the question of a quarter, and talks with the shop."""

from bot.i18n import N_
from bot.telegram.admin.conversation_callbacks import ShowTalks
from bot.telegram.customer.conversation_callbacks import MyTalk
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "feedback.stars": Refusal(N_("There are one to five stars.")),
    "feedback.reason": Refusal(N_("Please choose one of the reasons shown.")),
    "feedback.unrated": Refusal(N_("First the stars, please: how was it?")),
    "feedback.too_late": Refusal(
        N_("That order was more than a month ago."),
        hint=N_("If something is on your mind, please write to us."),
        button=N_("💬 Write to us"),
        to=MyTalk(),
    ),
    "feedback.empty": Refusal(N_("There is nothing to read in it."), hint=N_("Please write a few words.")),
    "feedback.too_long": Refusal(
        # NOTE: {longest} is a number of letters.
        N_("That is too long for one message: up to {longest} letters, please."),
        hint=N_("Send the beginning now and the rest afterwards."),
    ),
    "nps.score": Refusal(N_("Please press a number from 0 to 10.")),
    "nps.over": Refusal(N_("That question is over. Thank you all the same!")),
    "conversation.unknown": Refusal(N_("I can't find that talk."), hint=N_("The list of talks is in /support.")),
    "conversation.own": Refusal(N_("This is your own talk: a colleague answers it.")),
    "conversation.closed": Refusal(
        N_("This talk is closed."),
        hint=N_("When the member writes again, it goes on."),
        button=N_("📬 Open talks"),
        to=ShowTalks(),
    ),
    "conversation.taken": Refusal(
        # NOTE: {name} is a colleague of either gender.
        N_("Taken on by {name} a moment ago."),
        hint=N_("Open it again to take it over."),
        button=N_("📬 Open talks"),
        to=ShowTalks(),
    ),
    "conversation.compensated": Refusal(
        # NOTE: {name} is a colleague of either gender.
        N_("An apology was given here already, by {name}."),
        button=N_("📬 Open talks"),
        to=ShowTalks(),
    ),
    "conversation.enough": Refusal(
        N_("You have written {most} messages: please give us a moment to answer."), hint=N_("We have them all.")
    ),
}
