"""A segment changed by buttons: each button on paper; and the questions that are offered."""

import pytest

from bot.rules import segment_edits as edits
from bot.rules import segment_questions as questions
from bot.rules.errors import RuleBroken
from bot.rules.segment_kinds import KINDS
from bot.rules.segment_questions import LAPSED, THEMES, Stock
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Saved, Segment, check

GOLD, NEW = Condition("tier", "in", ("gold",)), Condition("orders", "most", 2)
VIP, SEEN = Condition("tag", "has", "vip"), Condition("seen_days", "most", 7)
NESTED = All((GOLD, AnyOf((NEW, VIP))))


@pytest.mark.parametrize(
    ("done", "becomes"),
    [
        (edits.added(EVERYBODY, None, GOLD), All((GOLD,))),
        (edits.added(GOLD, None, NEW), All((GOLD, NEW))),
        (edits.added(AnyOf((GOLD,)), None, NEW), AnyOf((GOLD, NEW))),
        (edits.added(NESTED, None, GOLD), NESTED),
        (edits.added(NESTED, 1, SEEN), All((GOLD, AnyOf((NEW, VIP, SEEN))))),
        (edits.added(All((Not(AnyOf((NEW,))),)), 0, VIP), All((Not(AnyOf((NEW, VIP))),))),
        (edits.dropped(NESTED, None, 0), All((AnyOf((NEW, VIP)),))),
        (edits.dropped(NESTED, 1, 0), All((GOLD, AnyOf((VIP,))))),
        (edits.dropped(All((GOLD, AnyOf((NEW,)))), 1, 0), All((GOLD,))),
        (edits.dropped(AnyOf((GOLD,)), None, 0), EVERYBODY),
        (edits.turned(NESTED, None, 0), All((Not(GOLD), AnyOf((NEW, VIP))))),
        (edits.turned(edits.turned(NESTED, 1, 1), 1, 1), NESTED),
        (edits.joined(NESTED, None), AnyOf((GOLD, AnyOf((NEW, VIP))))),
        (edits.joined(NESTED, 1), All((GOLD, All((NEW, VIP))))),
        (edits.grouped(All((GOLD, NEW)), 1), All((GOLD, AnyOf((NEW,))))),
        (edits.grouped(AnyOf((GOLD, NEW)), 0), AnyOf((All((GOLD,)), NEW))),
    ],
)
def test_each_button_does_what_it_says(done: Segment, becomes: Segment) -> None:
    assert done == becomes
    check(done)


def test_a_part_that_is_gone_and_a_list_that_is_full_are_refused() -> None:
    full = All(tuple(Condition("orders", "least", number) for number in range(edits.MOST)))
    with pytest.raises(RuleBroken):
        edits.part_of(NESTED, None, 2)
    with pytest.raises(RuleBroken):
        edits.within(NESTED, 5)
    with pytest.raises(RuleBroken):
        edits.dropped(EVERYBODY, None, 0)
    with pytest.raises(RuleBroken):
        edits.added(full, None, GOLD)
    assert edits.added(full, None, full.parts[0]) == full


def test_a_saved_segment_is_renewed_in_all_its_places_and_others_are_left() -> None:
    old, newest, other = Saved(4, 1, GOLD), Saved(4, 3, NEW), Saved(7, 2, Saved(4, 2, VIP))
    used = All((old, Not(AnyOf((other, SEEN)))))
    assert edits.editions_of(used, 4) == {1, 2}
    assert edits.editions_of(used, 9) == set()
    renewed = edits.renewed(used, newest)
    assert renewed == All((newest, Not(AnyOf((Saved(7, 2, newest), SEEN)))))
    assert edits.editions_of(renewed, 4) == {3}


def test_every_question_there_is_has_a_button_and_every_answer_fits() -> None:
    asked = [question for theme in THEMES.values() for question in theme]
    assert len(asked) == len(set(asked))
    assert set(asked) - {LAPSED} == {field for field, _ in KINDS}
    stock = Stock(names=["rolls", "pl"], outlets=[3], tiers=["bronze", "silver", "gold"])
    for question in asked:
        offered = questions.choices(question, stock)
        assert offered or questions.ways(question), question
        for condition in (*offered, *questions.lapsed("rolls")):
            check(condition)


TYPED = [
    ("orders", "least", " 12 ", ("least", 12)),
    ("spend", "most", "1 240,50", ("most", 124_050)),
    ("rating_average", "least", "4,5", ("least", 45)),
    ("rating_average", "least", "4", ("least", 40)),
    ("expiring", "within", "14", ("within", 14)),
    ("city", "name", "moscow", ("in", ("Moscow",))),
    ("tag", "name", " vip ", ("has", "vip")),
    ("item", "name", "Salmon  Roll", ("bought", "salmon roll")),
]


@pytest.mark.parametrize(("question", "way", "text", "becomes"), TYPED)
def test_typed_answers(question: str, way: str, text: str, becomes: tuple[str, object]) -> None:
    found = questions.typed(question, way, text, "RUB", ["Moscow"])
    assert (found.op, found.value) == becomes


WRONG = [
    ("orders", "least", "many", "segment.not_a_number"),
    ("orders", "least", "-1", "segment.not_a_number"),
    ("orders", "least", "1.5", "segment.not_a_number"),
    ("orders", "least", "9" * 14, "segment.not_a_number"),
    ("rating", "most", "6", "segment.not_between"),
    ("rating_average", "most", "4.55", "segment.not_between"),
    ("spend", "least", "0", "amount.zero"),
    ("tag", "name", "x" * 33, "segment.bad_value"),
    ("city", "name", "\u202e", "name.empty"),
]


@pytest.mark.parametrize(("question", "way", "text", "code"), WRONG)
def test_wrong_answers_are_told(question: str, way: str, text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as told:
        questions.typed(question, way, text, "RUB")
    assert told.value.code == code
