"""Refusals about invitations to work here, and about the staff."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowStaff
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import HOME

_NEW_LINK = N_("Please ask the person who sent it for a new one.")


def _to_staff(sentence: str) -> Refusal:
    return Refusal(sentence, button=N_("All staff"), to=ShowStaff())


REFUSALS = {
    "invite.unknown": Refusal(N_("This invitation doesn't exist. The link may be incomplete."), hint=_NEW_LINK),
    "invite.used": Refusal(N_("This invitation has been used. Each is for one person, once."), hint=_NEW_LINK),
    # NOTE: {within} is like "1 hour".
    "invite.expired": Refusal(N_("This invitation has expired: it was valid for {within}."), hint=_NEW_LINK),
    "invite.revoked": Refusal(N_("This invitation was withdrawn."), hint=_NEW_LINK),
    "invite.inviter_left": Refusal(N_("The person who made this invitation no longer works here, so it is void.")),
    "invite.own": _to_staff(N_("This is your own invitation. Send the link to the person you want to invite.")),
    "invite.not_a_person": Refusal(N_("Only a person with their own Telegram account can work here.")),
    "staff.already": Refusal(N_("You already work here."), button=N_("Home"), to=HOME),
    "staff.waiting": Refusal(N_("Your request is on its way: please wait for the answer."), button=N_("Home"), to=HOME),
    "staff.unknown": _to_staff(N_("There is no such person on the staff.")),
    "staff.not_yourself": _to_staff(N_("You can't dismiss yourself. Another owner can.")),
    "staff.above_you": _to_staff(N_("Your role can't decide about that role: only about those below it.")),
}
