"""Refusals to members who press a button of a message from the shop."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "answer.unknown": Refusal(N_("This button leads nowhere any more.")),
    "answer.preview": Refusal(N_("This is only a preview: nobody has got the message yet, and nothing is counted.")),
    "answer.not_yours": Refusal(N_("This message was for somebody else.")),
    "answer.nothing": Refusal(N_("There is nothing to take here any more.")),
    "answer.no_stars": Refusal(N_("One to five stars there are.")),
    "answer.stopped": Refusal(N_("We are sorry: the shop has ended this offer early.")),
    "answer.over": Refusal(N_("The time for this offer is over. There will be another.")),
    "answer.all_gone": Refusal(N_("Others were quicker: all of it is gone. There will be more.")),
}
