"""What the standing rules are called, for the staff's screens."""

from collections.abc import Mapping

from bot.i18n import N_, Texts
from db.enums import AutomationKind

NAMES: Mapping[AutomationKind, str] = {
    # NOTE: names of offers that come by themselves, in a list.
    AutomationKind.BIRTHDAY: N_("Birthday"),
    AutomationKind.INACTIVITY: N_("“We miss you”"),
    AutomationKind.WELCOME: N_("Welcome series"),
    AutomationKind.EDUCATION: N_("Tour of the programme"),
    AutomationKind.MEMORABLE_DATE: N_("Members' own dates"),
    AutomationKind.MEMBERSHIP: N_("Anniversary of joining"),
    AutomationKind.FIRST_ORDER: N_("Anniversary of the first order"),
    AutomationKind.SECOND_ORDER: N_("Towards the second order"),
    AutomationKind.SPEND_MILESTONE: N_("Milestone of spending"),
    AutomationKind.ORDER_MILESTONE: N_("Milestone of orders"),
    AutomationKind.TIER_NEAR: N_("The next level is near"),
    AutomationKind.VOUCHER_ENDING: N_("A voucher ends soon"),
    AutomationKind.POINTS_ENDING: N_("Points end soon"),
    AutomationKind.AFTER_DELIVERY: N_("Thank you after delivery"),
    AutomationKind.HOLIDAY: N_("Holidays"),
    AutomationKind.CATEGORY_LAPSED: N_("A favourite not ordered for long"),
}


def automation_name(t: Texts, kind: AutomationKind) -> str:
    return t.plain(NAMES[kind])
