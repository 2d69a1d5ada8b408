"""Where one lives: whose mornings and midnights count."""

from datetime import datetime

from bot.i18n import Texts, lines
from bot.rules import local_time
from bot.telegram.customer.callbacks import Settings
from bot.telegram.customer.contact_callbacks import LiveIn
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.contact_wishes import MyMessages
from bot.usecases.program import Rules


def ask(mine: MyMessages, t: Texts, rules: Rules, now: datetime) -> Screen:
    text = lines(
        t("<b>🕰 Where do you live?</b>"),
        # NOTE: {city} stands for a time zone, {time} is the time of day there.
        t("Now: {city}, {time}.", city=t.city(mine.zone.key), time=t.time(now, mine.zone)),
        t("Your days begin and end there, and offers come in its daytime."),
        t("Choose a city with your time of day, or send one, such as Warsaw."),
    )
    zones = local_time.zones_to_offer(now, rules.zone)
    cities = [
        Button(_ticked(t.city(zone), mine.own_zone and zone == mine.zone.key), LiveIn(zone=zone)) for zone in zones
    ]
    shop = Button(_ticked(t.plain("As the shop"), not mine.own_zone), LiveIn())
    return Screen(text, ((shop,), *keys.in_rows(cities), keys.back(t, Settings())))


def moved(mine: MyMessages, t: Texts, now: datetime) -> str:
    if not mine.own_zone:
        return t.plain("The shop's clock counts for you again.")
    # NOTE: {city} stands for a time zone, {time} is the time of day there.
    return t.plain("{city} it is: {time} now.", city=t.city(mine.zone.key), time=t.time(now, mine.zone))


def _ticked(said: str, chosen: bool) -> str:
    return f"✓ {said}" if chosen else said
