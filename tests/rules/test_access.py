"""The matrix: every act by every role, written out, so that a change of rights is a change of this table."""

import pytest

from bot.rules.access import NEVER_STAFF, PERMISSIONS, grantable, may, may_grant
from db.enums import Role

COLUMNS = (Role.OWNER, Role.MANAGER, Role.CASHIER, Role.COURIER, Role.SUPPORT)
MATRIX = """
    act                 owner manager cashier courier support
    orders.place        yes   yes     -       -       -
    orders.see          yes   yes     -       -       yes
    orders.cancel       yes   yes     -       -       -
    orders.resend       yes   yes     -       -       -
    orders.settle       yes   yes     -       -       -
    kitchens.say        yes   yes     -       -       yes
    deliveries.work     -     -       -       yes     -
    sales.post          yes   yes     yes     -       -
    points.hold         yes   yes     yes     -       -
    sales.redeem        yes   yes     yes     -       -
    sales.return        yes   yes     yes     -       -
    sales.approve       yes   yes     -       -       -
    claims.make         yes   yes     -       -       -
    keys.change         yes   -       -       -       -
    webhooks.change     yes   -       -       -       -
    partners.change     yes   yes     -       -       -
    partners.rates      yes   -       -       -       -
    partners.serve      -     -       -       -       -
    payments.refund     yes   yes     -       -       -
    certificates.award  yes   -       -       -       -
    radar.see           yes   -       -       -       -
    vouchers.void       yes   yes     -       -       yes
    promo.enter         yes   yes     yes     -       -
    promo.change        yes   yes     -       -       -
    deals.change        yes   yes     -       -       -
    staff.see           yes   yes     -       -       -
    staff.invite        yes   yes     -       -       -
    staff.approve       yes   yes     -       -       -
    staff.dismiss       yes   yes     -       -       -
    outlets.see         yes   yes     yes     yes     yes
    outlets.change      yes   -       -       -       -
    members.find        yes   yes     yes     -       yes
    members.phone       yes   yes     -       -       yes
    members.note        yes   yes     -       -       yes
    members.card        yes   yes     -       -       yes
    points.adjust       yes   yes     -       -       -
    points.restore      yes   yes     -       -       yes
    conversations.answer yes  yes     -       -       yes
    conversations.lead  yes   yes     -       -       -
    conversations.compensate yes yes  -       -       yes
    tiers.set           yes   yes     -       -       -
    program.see         yes   yes     -       -       -
    program.change      yes   -       -       -       -
    catalogue.change    yes   yes     -       -       -
    broadcasts.send     yes   yes     -       -       -
    broadcasts.everyone yes   -       -       -       -
    segments.change     yes   yes     -       -       -
    segments.people     yes   yes     -       -       -
    automations.change  yes   yes     -       -       -
    automations.add     yes   -       -       -       -
    cadence.change      yes   -       -       -       -
    digest.read         yes   -       -       -       -
    feedback.see        yes   yes     -       -       -
    referrals.review    yes   yes     -       -       -
    stats.see           yes   yes     -       -       -
    exports.take        yes   -       -       -       -
    audit.see           yes   yes     -       -       -
"""
ROWS = [line.split() for line in MATRIX.strip().splitlines()[1:]]


def test_the_matrix_has_a_row_for_every_act_and_no_other() -> None:
    assert [act for act, *_ in ROWS] == list(PERMISSIONS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_role_may_do_what_its_column_says(row: list[str]) -> None:
    act, *cells = row
    assert [may(role, act) for role in COLUMNS] == [cell == "yes" for cell in cells]


def test_a_partners_people_serve_members_and_do_nothing_else() -> None:
    assert [act for act in PERMISSIONS if may(Role.PARTNER, act)] == ["points.hold", "partners.serve"]


@pytest.mark.parametrize("act", PERMISSIONS)
def test_a_member_who_is_not_staff_may_do_none_of_it(act: str) -> None:
    assert not may(None, act)


def test_an_act_nobody_wrote_down_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        may(Role.OWNER, "points.print")


@pytest.mark.parametrize(
    ("granter", "roles"),
    [
        (Role.OWNER, [Role.MANAGER, Role.CASHIER, Role.COURIER, Role.SUPPORT]),
        (Role.MANAGER, [Role.CASHIER, Role.COURIER, Role.SUPPORT]),
        (Role.CASHIER, []),
        (Role.COURIER, []),
        (Role.SUPPORT, []),
        (None, []),
    ],
)
def test_roles_are_given_only_below_ones_own_and_owners_only_from_the_host(
    granter: Role | None, roles: list[Role]
) -> None:
    assert grantable(granter) == roles
    assert not may_grant(granter, Role.OWNER)


def test_telegrams_own_accounts_are_never_staff() -> None:
    assert {1087968824, 777000, 136817688} == NEVER_STAFF
