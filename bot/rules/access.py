"""Who of the staff may do what: one table, read by use-cases before they act and by menus before they offer."""

from collections.abc import Mapping

from db.enums import Role, Scope

OWNER = frozenset({Role.OWNER})
MANAGERS = OWNER | {Role.MANAGER}
TILL = MANAGERS | {Role.CASHIER}
DESK = MANAGERS | {Role.SUPPORT}
EVERYONE = frozenset(Role) - {Role.PARTNER}
PARTNERS = frozenset({Role.PARTNER})

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "orders.place": MANAGERS,
    "orders.see": DESK,
    "orders.cancel": MANAGERS,
    "orders.resend": MANAGERS,
    "orders.settle": MANAGERS,  # a problem at the door, or a handover code wrong too often
    "kitchens.say": DESK,
    "deliveries.work": frozenset({Role.COURIER}),
    "sales.post": TILL,
    "points.hold": TILL | PARTNERS,  # what a member pays a bill with
    "sales.redeem": TILL,
    "sales.return": TILL,
    "sales.approve": MANAGERS,  # what is above a cashier's own limits
    "claims.make": MANAGERS,
    "keys.change": OWNER,
    "webhooks.change": OWNER,
    "partners.change": MANAGERS,
    "partners.rates": OWNER,
    "partners.serve": PARTNERS,  # at their own place
    "payments.refund": MANAGERS,
    "certificates.award": OWNER,
    "radar.see": OWNER,
    "vouchers.void": DESK,
    "promo.enter": TILL,
    "promo.change": MANAGERS,
    "deals.change": MANAGERS,
    "staff.see": MANAGERS,
    "staff.invite": MANAGERS,  # for which roles: may_grant
    "staff.approve": MANAGERS,
    "staff.dismiss": MANAGERS,
    "outlets.see": EVERYONE,
    "outlets.change": OWNER,
    "members.find": TILL | DESK,
    "members.phone": DESK,  # the whole number, not its last digits
    "members.note": DESK,
    "members.card": DESK,  # a new one, and the old one works no more
    "points.adjust": MANAGERS,  # up to the programme's cap for the role
    "points.restore": DESK,  # expired ones
    "conversations.answer": DESK,
    "conversations.lead": MANAGERS,  # of members of the highest level
    "conversations.compensate": DESK,  # up to what the role may give
    "tiers.set": MANAGERS,
    "program.see": MANAGERS,
    "program.change": OWNER,
    "catalogue.change": MANAGERS,
    "broadcasts.send": MANAGERS,
    "broadcasts.everyone": OWNER,  # without a segment, where more than the programme's number would get it
    "segments.change": MANAGERS,
    "segments.people": MANAGERS,  # their names, a page at a time
    "automations.change": MANAGERS,
    "automations.add": OWNER,
    "cadence.change": OWNER,
    "digest.read": OWNER,
    "feedback.see": MANAGERS,
    "referrals.review": MANAGERS,
    "stats.see": MANAGERS,
    "exports.take": OWNER,
    "audit.see": MANAGERS,
}

RANK: Mapping[Role, int] = {
    Role.OWNER: 3,
    Role.MANAGER: 2,
    Role.CASHIER: 1,
    Role.COURIER: 1,
    Role.SUPPORT: 1,
    Role.PARTNER: 1,
}

TILLS = frozenset({Scope.TILL})
SHOPS = TILLS | {Scope.SITE}
COUNTERS = SHOPS | {Scope.PARTNER}
SITES = frozenset({Scope.SITE})
READERS = SHOPS | {Scope.READ}

# What the holder of an API key may do, by its scope; besides, a key bound to outlets sees and does nothing elsewhere.
SCOPES: Mapping[str, frozenset[Scope]] = {
    "members.find": COUNTERS,
    "members.see": READERS,
    "members.context": SITES,  # what was said and offered lately
    "members.create": SHOPS,
    "members.change": SITES,
    "members.card": SITES,
    "members.erase": SITES,
    "quotes.make": SHOPS,
    "orders.place": SHOPS,
    "orders.see": READERS,
    "orders.move": SHOPS,  # accepted, given to a courier, on the way
    "orders.settle": SHOPS,  # delivered
    "orders.cancel": SHOPS,
    "sales.post": TILLS,
    "sales.return": SHOPS,
    "points.hold": COUNTERS,
    "points.adjust": SITES,
    "rewards.see": READERS,
    "vouchers.see": SHOPS,
    "sales.redeem": SHOPS,
    "vouchers.void": SITES,
    "promo.check": SHOPS,
    "referrals.see": SITES | {Scope.READ},
    "claims.make": SHOPS,
    "segments.see": frozenset({Scope.READ}) | SITES,
    "broadcasts.see": frozenset({Scope.READ}) | SITES,
    "events.tell": SITES,
    "outlets.see": frozenset(Scope),
    "program.see": frozenset(Scope),
    "partners.serve": frozenset({Scope.PARTNER}),
}

# Telegram's own accounts, each the voice of many: the anonymous group admin, Telegram itself, posts of a channel.
NEVER_STAFF = frozenset({1087968824, 777000, 136817688})


def may(role: Role | None, act: str) -> bool:
    """Whether a person of *role* (None: not of the staff) may do *act*; an act not in the table is a KeyError."""
    return role in PERMISSIONS[act]


def in_scope(scope: Scope, act: str) -> bool:
    """Whether a key of *scope* may do *act*; an act not in the table is a KeyError."""
    return scope in SCOPES[act]


def may_grant(granter: Role | None, role: Role) -> bool:
    """Whether *granter* may invite, approve or dismiss somebody as *role*: only below the own rank, so nobody makes an
    owner in chat; owners are named on the host."""
    return granter is not None and may(granter, "staff.invite") and RANK[role] < RANK[granter]


def grantable(granter: Role | None) -> list[Role]:
    """The roles *granter* may give, highest first; a partner's people are invited from the partner's own card."""
    return [role for role in Role if role is not Role.PARTNER and may_grant(granter, role)]
