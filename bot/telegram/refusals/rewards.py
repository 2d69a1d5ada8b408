"""Refusals about rewards: to members who want one, and to those who keep the catalogue."""

from bot.i18n import N_
from bot.telegram.admin.reward_callbacks import ShowCatalogue
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.refusals.wording import Refusal

_A_DATE = N_("For example: 24.12.2026 18:30, or 24.12.2026 alone.")
_A_PHOTO = N_("Please send a JPEG or PNG of at least 200 pixels a side and at most 10 MB.")


def _to_rewards(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("🎁 Rewards"), ShowRewards())


def _to_catalogue(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("The catalogue"), ShowCatalogue())


REFUSALS = {
    "reward.unknown": _to_rewards(N_("There is no such reward (any more).")),
    "reward.paused": _to_rewards(N_("This reward is not on the shelf just now.")),
    "reward.over": _to_rewards(N_("The time for this reward is over.")),
    "reward.tier": _to_rewards(N_("This reward is for a higher level than yours. Your orders lead there.")),
    # NOTE: {opens} is a date, "1 December 2026".
    "reward.not_yet": _to_rewards(N_("This reward opens for you on {opens}.")),
    "reward.outlet": _to_rewards(N_("No place that serves this reward is open for business just now.")),
    "reward.sold_out": _to_rewards(N_("Somebody was quicker: the last one is gone.")),
    "reward.member_limit": _to_rewards(N_("You have taken this reward as often as one may ({most}).")),
    "reward.day_limit": _to_rewards(N_("All of today's are gone ({most}). Tomorrow there are new ones.")),
    # NOTE: {missing} is a bare number of points.
    "reward.too_few_points": _to_rewards(N_("Not enough points for this yet: {missing} are missing.")),
    "reward.allergen": _to_rewards(N_("It contains something you told us you can't eat. Please look at it again.")),
    "reward.not_yours": _to_rewards(N_("There is nothing of yours to give back here.")),
    "reward.undo_used": _to_rewards(N_("This voucher is used, set aside for an order or on its way to a friend.")),
    # NOTE: {within} is like "10 minutes".
    "reward.undo_too_late": _to_rewards(
        N_("It is too late to give it back: the time for it was {within}."), hint=N_("The voucher stays yours.")
    ),
    "reward.changed_meanwhile": _to_catalogue(
        N_("A colleague changed this reward meanwhile. Please look at it again.")
    ),
    "reward.draft_gone": _to_catalogue(N_("That step is done or was cancelled. Please begin again.")),
    "reward.too_many": _to_catalogue(N_("The catalogue is full ({most} rewards). Please remove some first.")),
    "reward.name_empty": Refusal(N_("There is nothing to read in this name. Please write it in letters.")),
    "reward.name_too_long": Refusal(N_("That name is too long: at most {longest} letters, please.")),
    "reward.text_too_long": Refusal(N_("That text is too long: at most {longest} characters, please.")),
    "reward.price_zero": Refusal(
        N_("A reward costs at least one point."), hint=N_("Please write a whole number, such as 150.")
    ),
    "reward.not_a_count": Refusal(N_("I can't read that as a number. Please write it in digits, such as 20.")),
    "reward.count_out_of_range": Refusal(N_("Please write a number from {least} to {most}.")),
    "reward.stock_negative": Refusal(N_("Fewer than none can't be left.")),
    # NOTE: {promised} is a number: so many vouchers for seats of the evening are held or used.
    "reward.seats_promised": Refusal(N_("So few seats are not enough: {promised} are promised already.")),
    "reward.not_a_moment": Refusal(N_("I can't read that as a date."), hint=_A_DATE),
    "reward.moment_too_far": Refusal(N_("That is too far away: at most five years ahead."), hint=_A_DATE),
    "reward.window_backwards": Refusal(N_("It would end before it begins. Please choose another moment.")),
    "photo.not_a_picture": Refusal(N_("I can't open that as a picture."), hint=_A_PHOTO),
    "photo.too_big": Refusal(N_("That picture is too big."), hint=_A_PHOTO),
    "photo.too_small": Refusal(N_("That picture is too small to look good."), hint=_A_PHOTO),
}
