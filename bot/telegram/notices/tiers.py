"""Words about reaching a tier."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.i18n import lines
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Screen
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier

ONE = 10_000  # basis points


def reached(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, times = reader.t, (Decimal(facts["multiplier_bp"]) / ONE).normalize()
    text = lines(
        # NOTE: {tier} is a level such as "Silver".
        t("🏅 <b>You have reached {tier}!</b>", tier=tier_name(t, Tier(facts["tier"]))),
        # NOTE: {times} is a number such as "1.2".
        t("From now on your orders earn {times} × the points.", times=t.number(times)) if times > 1 else None,
    )
    return Screen(text, rows=(keys.home(t),))


WORDINGS: dict[str, Wording] = {"tier.reached": reached}
