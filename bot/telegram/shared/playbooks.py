"""What is worth doing for the members of each segment that comes with the bot, and which offer does it by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.shared.automation_names import automation_name
from db.enums import AutomationKind


@dataclass(frozen=True)
class Playbook:
    """Advice in one sentence, and the standing rule that follows it without anybody writing."""

    advice: str
    rule: AutomationKind | None = None


_WIN_BACK = N_("Say they are missed, name what they like best, and give a reason to come back within a week.")
_THANK = N_("Thank them rather than discount: something early, something only for them, a word from a person.")
_BEGIN = N_("Make the second order easy: show what points bring, and offer a small extra on it.")
_TEMPT = N_("A short offer for few days moves them; let it end soon.")

# NOTE: each is advice to a manager about a group of members.
PLAYBOOKS: Mapping[str, Playbook] = {
    "new": Playbook(_BEGIN, AutomationKind.WELCOME),
    "occasional": Playbook(_TEMPT, AutomationKind.SECOND_ORDER),
    "high_value": Playbook(_THANK, AutomationKind.SPEND_MILESTONE),
    "at_risk": Playbook(_WIN_BACK, AutomationKind.INACTIVITY),
    "lost": Playbook(_WIN_BACK, AutomationKind.INACTIVITY),
    "sleeping_vip": Playbook(_WIN_BACK, AutomationKind.INACTIVITY),
    "birthday": Playbook(N_("A gift on the day is remembered for a year."), AutomationKind.BIRTHDAY),
    "rfm_champions": Playbook(_THANK, AutomationKind.ORDER_MILESTONE),
    "rfm_loyal": Playbook(_THANK, AutomationKind.TIER_NEAR),
    "rfm_promising": Playbook(_TEMPT, AutomationKind.TIER_NEAR),
    "rfm_newcomers": Playbook(_BEGIN, AutomationKind.SECOND_ORDER),
    "rfm_starting": Playbook(_BEGIN, AutomationKind.SECOND_ORDER),
    "rfm_middling": Playbook(_TEMPT, AutomationKind.CATEGORY_LAPSED),
    "rfm_dozing": Playbook(_TEMPT, AutomationKind.INACTIVITY),
    "rfm_slipping": Playbook(_WIN_BACK, AutomationKind.INACTIVITY),
    "rfm_missed": Playbook(_WIN_BACK, AutomationKind.INACTIVITY),
    "rfm_gone": Playbook(N_("One last word, then leave them in peace."), None),
}


def told(key: str, t: Texts) -> Html:
    """The advice, and what does it by itself."""
    playbook = PLAYBOOKS[key]
    if playbook.rule is None:
        return t("💡 {advice}", advice=t.plain(playbook.advice))
    return lines(
        t("💡 {advice}", advice=t.plain(playbook.advice)),
        # NOTE: {name} is an offer that comes by itself, such as “We miss you”.
        t("By itself: {name}, under /automations.", name=automation_name(t, playbook.rule)),
    )
