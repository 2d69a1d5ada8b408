"""Every enumeration that is stored: the database keeps the values, so a value is never renamed, only added."""

from db.enums.messages import BroadcastState, Lane, MessageState, UpdateState
from db.enums.offers import (
    AutomationKind,
    BenefitKind,
    FiringState,
    GiftState,
    OfferKind,
    RewardKind,
    VoucherSource,
    VoucherState,
)
from db.enums.orders import Channel, OrderState, ProblemKind
from db.enums.people import (
    Allergen,
    ConsentKind,
    InviteState,
    MemberState,
    ReferralState,
    Role,
    StaffState,
    Tier,
    Topic,
)
from db.enums.points import AccountKind, EntryKind, HoldState

__all__ = [
    "AccountKind",
    "Allergen",
    "AutomationKind",
    "BenefitKind",
    "BroadcastState",
    "Channel",
    "ConsentKind",
    "EntryKind",
    "FiringState",
    "GiftState",
    "HoldState",
    "InviteState",
    "Lane",
    "MemberState",
    "MessageState",
    "OfferKind",
    "OrderState",
    "ProblemKind",
    "ReferralState",
    "RewardKind",
    "Role",
    "StaffState",
    "Tier",
    "Topic",
    "UpdateState",
    "VoucherSource",
    "VoucherState",
]
