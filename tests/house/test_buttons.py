"""What buttons carry: a prefix of their own, or one button would do another's work."""

from collections import Counter

from tests.support.crowd import buttons


def test_every_kind_of_button_has_a_prefix_of_its_own() -> None:
    used = Counter(kind.__prefix__ for kind in buttons())
    assert [prefix for prefix, times in used.items() if times > 1] == []
