"""What the buttons of the owner's and the manager's screens carry: short prefixes, whole numbers and short words.

Everything here is a hint: rights and state are checked again where the act is done.
"""

from aiogram.filters.callback_data import CallbackData

# First steps


class SetupChoice(CallbackData, prefix="su"):
    """An answer given by a button: the question is "language", "currency", "zone", "outlet" or "rate"."""

    question: str
    value: str


# The desk


class ShowOffersDesk(CallbackData, prefix="hmo"):
    """What the shop offers its members, and how it tells them: the desk's second page."""


# The programme's numbers, brand and voice


class ShowProgram(CallbackData, prefix="pg"):
    """The programme: all groups, or the numbers of one."""

    group: str = ""


class ChangeNumber(CallbackData, prefix="pn"):
    """Ask for a new value of this number."""

    field: str


class PublishChange(CallbackData, prefix="pp"):
    """Yes, the change that was shown."""


class ShowVersions(CallbackData, prefix="pv"):
    """The versions of the programme, older than this one (0: from the newest)."""

    before: int = 0


class ShowBrand(CallbackData, prefix="pb"):
    """Name, colours, logo; `do`: "" shows, "name", "zone", "logo", "no_logo", "preview"."""

    do: str = ""


class PickColour(CallbackData, prefix="pc"):
    """The colour of a part ("primary", "accent"): choose one, or "" to see the palette."""

    part: str
    colour: str = ""


class ShowVoice(CallbackData, prefix="pw"):
    """Tone and the shop's own words; `tone`: sets it."""

    tone: str = ""


class EditWords(CallbackData, prefix="pe"):
    """One of the shop's own texts; `do`: "" shows, "edit" asks for it, "clear" goes back to ours."""

    text: str
    language: str
    do: str = ""


# Outlets


class ShowOutlets(CallbackData, prefix="ol"):
    """All outlets."""


class OutletDo(CallbackData, prefix="od"):
    """`do`: "add" (outlet 0), "show", "name", "address", "share", "close", "open"."""

    do: str
    outlet: int = 0


class AsEverywhere(CallbackData, prefix="ode"):
    """Points may pay at the outlet I was asked about what they may everywhere."""


# Staff


class ShowStaff(CallbackData, prefix="sf"):
    """Everybody who works here, and who waits to."""


class StaffDo(CallbackData, prefix="sd"):
    """`do`: "show", "dismiss" (asks), "dismissed" (yes), "approve", "refuse"."""

    do: str
    staff: int


class InviteStaff(CallbackData, prefix="si"):
    """Invite somebody: choose the role, then the link."""

    role: str = ""


class RevokeInvite(CallbackData, prefix="sr"):
    invite: int


# Members


class FindMember(CallbackData, prefix="mf"):
    """Ask who is looked for."""


class ShowMember(CallbackData, prefix="mb"):
    """A member's profile."""

    member: int


class MemberDo(CallbackData, prefix="md"):
    """`do`: "phone", "notes", "note", "tags", "tag", "history", "buying"."""

    do: str
    member: int
    before: int = 0


class RenewCard(CallbackData, prefix="mbc"):
    """A new card for a member; `sure`: they were asked."""

    member: int
    sure: int = 0


class RemoveTag(CallbackData, prefix="mt"):
    """The tag with this checksum comes off."""

    member: int
    mark: int


class NewOrder(CallbackData, prefix="ono"):
    """A new order; member 0: ask who it is for."""

    member: int = 0


# Points by hand


class AdjustPoints(CallbackData, prefix="aj"):
    """Give or take points by hand: how many?"""

    member: int


class AdjustReason(CallbackData, prefix="ar"):
    """A reason given by a button."""

    reason: str


class ConfirmAdjust(CallbackData, prefix="ac"):
    """Yes, the adjustment that was shown."""


class UndoAdjust(CallbackData, prefix="au"):
    """It was a slip: take the adjustment with this key back."""

    key: str


# Audit


class ShowAudit(CallbackData, prefix="ad"):
    """Who did what, older than this line; of one person, of one kind of act."""

    before: int = 0
    staff: int = 0
    noun: str = ""


class FilterAudit(CallbackData, prefix="af"):
    """Choose by whom ("staff") or what about ("noun") the log is narrowed."""

    by: str


# Offers that come by themselves


class ShowAutomations(CallbackData, prefix="am"):
    """Every standing rule."""


class SwitchAutomation(CallbackData, prefix="as"):
    automation: int
    on: int


# Invitations to look at


class ShowReviews(CallbackData, prefix="rv"):
    """Invitations that wait for a decision."""


class ReviewReferral(CallbackData, prefix="rr"):
    """Pay both (1), or neither (0)."""

    referral: int
    pay: int
