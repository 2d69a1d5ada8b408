"""The picture of the way: few for everybody, and no medal without its tick once its sum is spent."""

from dataclasses import replace

import pytest

from bot.i18n import Catalogue
from bot.pictures.progress import ProgressFace
from bot.rules.presets import SCALES, preset
from bot.telegram.shared import perks
from db.enums import Tier

T = Catalogue.load().texts("en")


@pytest.mark.parametrize("currency", SCALES)
def test_whoever_has_spent_enough_sees_the_medal(currency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = preset("sushi", name="Sakura", currency=currency, time_zone="Europe/Warsaw", language="en")
    drawn: list[ProgressFace] = []
    monkeypatch.setattr(perks, "progress_png", drawn.append)
    for rule in program.tiers:
        for spent in (rule.from_minor, rule.from_minor - 1):
            picture = perks.way_picture(program, rule.tier, spent, T)
            assert picture
            picture.draw()
            station = next(station for station in drawn[-1].stations if station.tier is rule.tier)
            assert (drawn[-1].share >= station.at) == (spent >= rule.from_minor or rule.tier is Tier.BRONZE)


def test_a_programme_of_one_tier_has_no_way_to_show() -> None:
    program = preset("sushi", name="Sakura", currency="EUR", time_zone="Europe/Warsaw", language="en")
    assert perks.way_picture(replace(program, tiers=program.tiers[:1]), Tier.BRONZE, 0, T) is None
