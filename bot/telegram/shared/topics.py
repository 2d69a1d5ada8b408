"""What advertising messages are about."""

from bot.i18n import N_
from db.enums import Topic

# NOTE: subjects of advertising messages, on buttons that switch them on and off.
TOPICS = {
    Topic.DATES: N_("Birthday and other dates"),
    Topic.OFFERS: N_("Discounts and news"),
    Topic.REMINDERS: N_("“It has been a while”"),
    Topic.TIPS: N_("Tips, and how it was"),
}
