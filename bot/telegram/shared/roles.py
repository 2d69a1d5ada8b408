"""What a role is called, and what somebody in it does here."""

from collections.abc import Mapping

from bot.i18n import N_, Texts
from db.enums import Role

NAMES: Mapping[Role, str] = {
    Role.OWNER: N_("owner"),
    Role.MANAGER: N_("manager"),
    Role.CASHIER: N_("cashier"),
    Role.COURIER: N_("courier"),
    Role.SUPPORT: N_("support"),
    # NOTE: a person who works at another company of the network.
    Role.PARTNER: N_("partner"),
}
SIGNS: Mapping[Role, str] = {
    Role.OWNER: "👑",
    Role.MANAGER: "🗂",
    Role.CASHIER: "🧾",
    Role.COURIER: "🛵",
    Role.SUPPORT: "💬",
    Role.PARTNER: "🤝",
}
DOES: Mapping[Role, str] = {
    Role.OWNER: N_("You can change everything: the programme, the staff, the outlets."),
    Role.MANAGER: N_("You enter orders, look after members, send offers and invite couriers, cashiers and support."),
    Role.CASHIER: N_("You find members at the till by their card, number or phone."),
    Role.COURIER: N_("You see the orders given to you, and confirm each at the door with the customer's code."),
    Role.SUPPORT: N_("You answer members with their history in view."),
    Role.PARTNER: N_("Members earn and spend points at your place: you scan their card and enter the sum."),
}
FIRST_BUTTON: Mapping[Role, str] = {
    Role.OWNER: N_("Open my desk"),
    Role.MANAGER: N_("Open my desk"),
    Role.CASHIER: N_("Open the till"),
    Role.COURIER: N_("Open my deliveries"),
    Role.SUPPORT: N_("Find a member"),
    Role.PARTNER: N_("Open my till"),
}


def name(t: Texts, role: Role) -> str:
    return t.plain(NAMES[role])


def signed(t: Texts, role: Role) -> str:
    """ "🛵 courier" """
    return f"{SIGNS[role]} {t.plain(NAMES[role])}"
