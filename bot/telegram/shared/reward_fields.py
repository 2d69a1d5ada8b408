"""What the properties of a reward are called: on buttons, in questions and in the audit log."""

from collections.abc import Mapping

from bot.i18n import N_

FIELDS: Mapping[str, str] = {
    # NOTE: properties of a reward in the catalogue, as short labels of buttons.
    "name": N_("Title"),
    "text": N_("Words"),
    "picture": N_("Picture"),
    "price": N_("Price"),
    "cost_minor": N_("Cost to us"),
    "stock": N_("Stock"),
    "seats": N_("Seats"),
    "per_member": N_("For each member"),
    "per_day": N_("For each day"),
    "tier": N_("From which level"),
    "early_hours": N_("Early access"),
    "opens_at": N_("Begins"),
    "closes_at": N_("Ends"),
    "happens_at": N_("Date of the event"),
    "allergens": N_("Allergens"),
    "outlets": N_("Outlets"),
    "valid_days": N_("Voucher valid"),
    "paused": N_("Pause"),
    "removed": N_("Removed"),
}
