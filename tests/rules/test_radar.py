"""Signs for the owner: what is odd by itself, and what is odd beside the others."""

from bot.rules.radar import Sign, signs

ANN, BOB, CARL, DAN = 1, 2, 3, 4


def test_nothing_is_said_of_an_ordinary_week() -> None:
    assert signs({}) == ()
    assert signs({"corrections": {ANN: 2}, "paid_back": {BOB: 1}, "wrong_codes": {CARL: 4}}) == ()


def test_the_gravest_comes_first_and_of_each_kind_who_did_most() -> None:
    found = signs({"wrong_codes": {ANN: 5}, "corrections": {BOB: 3, CARL: 7}, "own_card": {DAN: 1}})
    assert [(sign.kind, sign.staff_id, sign.number) for sign in found] == [
        ("own_card", DAN, 1),
        ("corrections", CARL, 7),
        ("corrections", BOB, 3),
        ("wrong_codes", ANN, 5),
    ]


def test_sales_without_a_receipt_are_odd_only_beside_the_others() -> None:
    everybody = (ANN, BOB, CARL, DAN)
    assert signs({"no_receipt": {ANN: 20, BOB: 21, CARL: 19, DAN: 22}}, everybody) == (), "a shop without a printer"
    assert signs({"no_receipt": {ANN: 7, BOB: 2, CARL: 2, DAN: 2}}, everybody) == (Sign("no_receipt", ANN, 7, 2),)
    assert signs({"no_receipt": {ANN: 4}}, everybody) == (), "too few to tell"
