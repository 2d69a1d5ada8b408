"""Refusals about who an offer is for."""

from bot.i18n import N_
from bot.telegram.admin.segment_callbacks import PickSegment, ShowSegments
from bot.telegram.refusals.wording import Refusal


def _typed(sentence: str) -> Refusal:
    """The builder waits for another line, or is shown again."""
    return Refusal(sentence, button=N_("‹ Back to the conditions"), to=PickSegment(do="show"))


REFUSALS = {
    "segment.unknown_field": Refusal(N_("I don't understand one of these conditions. Please choose them anew.")),
    "segment.bad_value": Refusal(N_("That value can't be used in a condition. Please choose another one.")),
    "segment.too_large": Refusal(N_("That is more conditions than I can hold: at most {most}, please.")),
    "segment.too_many": Refusal(N_("At most {most} conditions fit here. Please take one away first.")),
    "segment.picker_gone": Refusal(N_("That choice is done or was cancelled. Please begin it again.")),
    "segment.no_such_part": Refusal(N_("That condition is gone already. Here is what is chosen now: press Back.")),
    "segment.not_a_number": Refusal(N_("Please send a whole number, such as 45.")),
    "segment.not_between": Refusal(N_("Please send a number from {least} to {most}.")),
    "segment.unknown": Refusal(N_("There is no such segment."), button=N_("🎯 Segments"), to=ShowSegments()),
    "segment.name_taken": Refusal(
        N_("A segment has this name already, perhaps a retired one. Please send another name.")
    ),
    "segment.too_many_saved": Refusal(N_("At most {most} segments can be kept. Please retire one that isn't used.")),
    "segment.changed_meanwhile": Refusal(
        N_("Somebody changed this segment meanwhile. Please look at it again."),
        button=N_("🎯 Segments"),
        to=ShowSegments(),
    ),
    "segment.contains_itself": Refusal(N_("A segment can't be a condition of itself. Please take it away.")),
    "segment.no_such_edition": Refusal(N_("That edition isn't there any more.")),
    "segment.use_gone": Refusal(N_("It doesn't use this segment any more, or was sent already.")),
    "source.unfit": Refusal(
        N_("A link can carry only Latin letters, digits, “-” and “_”, at most {longest} of them. Please send another.")
    ),
    # NOTE: {shown} is the English text as far as it was understood, with a pointing hand before the word in question;
    # {words} are words of that English language, which stay as they are.
    "segment.text_question": _typed(N_("I got lost here: {shown}\nA question belongs there, such as: {words}.")),
    "segment.text_one_of": _typed(N_("I got lost here: {shown}\nOne of these belongs there: {words}.")),
    "segment.text_number": _typed(N_("I got lost here: {shown}\nA number belongs there, such as: {words}.")),
    "segment.text_name": _typed(N_("I got lost here: {shown}\nA name in quotation marks belongs there.")),
    "segment.text_joint": _typed(N_("I got lost here: {shown}\nBefore the next question belongs: {words}.")),
    "segment.text_bracket": _typed(N_("A bracket is not closed: {shown}\nPlease close it with “)”.")),
    "segment.text_quote": _typed(N_("A quotation mark is not closed: {shown}\nPlease close it.")),
    "segment.text_none": _typed(N_("There is nothing of that kind here yet: {shown}")),
    "segment.text_unknown": _typed(N_("There is nothing of that name: {shown}\nThere is: {words}.")),
}
