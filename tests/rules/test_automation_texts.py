"""The shop's own words for a standing rule: what is kept as it was written, and what is refused, and at which piece."""

import pytest

from bot.rules.automations import LONGEST, PLACEHOLDERS, BadRule, check_text, gaps_of
from bot.rules.markup import broken_at, visible
from db.enums import AutomationKind as Kind

KEPT = [
    "Happy birthday, {name}!",
    "{name}, {points} points until {until} at {shop}",
    "{name}, {name}",
    "Без разметки, 100 %, 🎂",
    "<b>Hooray</b>, <i>{name}</i>!",
    "<b>bold <i>and slanted <u>and underlined</u></i></b>",
    "<B>Hooray</b>",
    "<tg-spoiler>For you: {gift}</tg-spoiler>",
    "<code>{points}</code> <pre>{until}</pre> <s>old</s> <del>old</del>",
    "<strong>new</strong> <em>new</em> <ins>new</ins>",
    '<a href="https://example.com/?a=1&amp;b=2">the menu</a>',
    "<a href='https://example.com'>the menu</a>",
    "<blockquote>said</blockquote><blockquote expandable>at length</blockquote>",
    "Fish &amp; chips &lt;3 &gt; &quot;all&quot; &#128032; &#x1F41F;",
    "Fish & chips",
    "5 > 3 -> more",
    "x" * LONGEST,
    "🎂" * (LONGEST // 2),
]


@pytest.mark.parametrize("text", KEPT)
def test_words_telegram_reads_are_kept_as_they_are(text: str) -> None:
    assert check_text(Kind.BIRTHDAY, text) == text


def test_spaces_around_a_text_and_at_the_ends_of_its_lines_are_tidied() -> None:
    assert check_text(Kind.BIRTHDAY, "\n  Dear {name},  \n\n a gift \t\n") == "Dear {name},\n\n a gift"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_gap_a_kind_offers_may_be_used_in_its_words(kind: Kind) -> None:
    text = gaps_of(kind)
    assert text.count("{") == len(PLACEHOLDERS[kind])
    assert check_text(kind, text) == text


@pytest.mark.parametrize("text", ["", "   \n\t ", "<b></b>", "<b> <i>\n</i></b>", "{name}", "<b>{name}</b>"])
def test_a_text_with_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_text(Kind.BIRTHDAY, text)
    assert refused.value.code == "automation.empty"


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "🎂" * (LONGEST // 2 + 1), "x" * 100_000])
def test_a_text_longer_than_the_most_is_refused_with_that_number(text: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_text(Kind.BIRTHDAY, text)
    assert (refused.value.code, refused.value.facts) == ("automation.too_long", {"longest": LONGEST})


@pytest.mark.parametrize(
    ("kind", "text", "gap"),
    [
        (Kind.BIRTHDAY, "Dear {nmae}", "{nmae}"),
        (Kind.BIRTHDAY, "Dear {Name}", "{Name}"),
        (Kind.BIRTHDAY, "Dear { name }", "{ name }"),
        (Kind.BIRTHDAY, "Dear {name!r}", "{name!r}"),
        (Kind.BIRTHDAY, "Dear {name.__class__}", "{name.__class__}"),
        (Kind.BIRTHDAY, "Dear {}", "{}"),
        (Kind.BIRTHDAY, "Dear {имя}", "{имя}"),
        (Kind.BIRTHDAY, "In {days} days", "{days}"),
        (Kind.EDUCATION, "For you: {gift}", "{gift}"),
        (Kind.TIER_NEAR, "{points} more", "{points}"),
        (Kind.BIRTHDAY, "Dear {{name}}, {{nmae}}", "{nmae}"),
    ],
)
def test_a_gap_nobody_fills_is_named_with_those_there_are(kind: Kind, text: str, gap: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_text(kind, text)
    assert (refused.value.code, refused.value.facts) == (
        "automation.unknown_gap",
        {"gap": gap, "gaps": gaps_of(kind)},
    )


@pytest.mark.parametrize("text", ["Dear {name", "Dear name}", "}{ Dear", "Dear {{name}}", "{name} {"])
def test_a_brace_alone_is_refused(text: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_text(Kind.BIRTHDAY, text)
    assert refused.value.code == "automation.brace"


BROKEN = [
    ("<b>Hooray", "<b>"),
    ("Hooray</b>", "</b>"),
    ("<b>Hooray</i>", "</i>"),
    ("<b><i>Hooray</b></i>", "</b>"),
    ("<b><i>Hooray</i>", "<b>"),
    ("<h1>Hooray</h1>", "<h1>"),
    ("<br>Hooray", "<br>"),
    ("Hooray<br/>", "<br/>"),
    ("<script>alert(1)</script>", "<script>"),
    ("<b class='x'>Hooray</b>", "<b class='x'>"),
    ("<b onclick=alert(1)>Hooray</b>", "<b onclick=alert(1)>"),
    ("<a>menu</a>", "<a>"),
    ("<a href=x>menu</a>", "<a href=x>"),
    ("<a href=''>menu</a>", "<a href=''>"),
    ('<a href="x" onclick="y">menu</a>', '<a href="x" onclick="y">'),
    ('<a href="{name}">menu</a>', '<a href="{name}">'),
    ("</b x>", "</b x>"),
    ("I <3 fish", "<3 fish"),
    ("less < more", "< more"),
    ("<", "<"),
    ("< b>Hooray</b>", "< b>"),
    ("<b", "<b"),
    ("<<b>>Hooray</b>", "<"),
    ("<!-- a remark -->", "<!-- a remark -->"),
    ("<blockquote loud>said</blockquote>", "<blockquote loud>"),
    ("<tg-emoji emoji-id='1'>x</tg-emoji>", "<tg-emoji emoji-id='1'>"),
    ("<b><b>twice</b>", "<b>"),
]


@pytest.mark.parametrize(("text", "piece"), BROKEN)
def test_a_tag_telegram_would_stop_at_is_named(text: str, piece: str) -> None:
    assert broken_at(text) == piece


@pytest.mark.parametrize(("text", "piece"), [pair for pair in BROKEN if "{" not in pair[0] and visible(pair[0])])
def test_a_text_telegram_would_refuse_is_never_kept(text: str, piece: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_text(Kind.BIRTHDAY, text)
    assert (refused.value.code, refused.value.facts) == ("automation.bad_html", {"tag": piece})


def test_what_is_left_to_read_is_without_its_tags() -> None:
    assert visible(" <b>Hooray</b>, <a href='x'>menu</a> ") == "Hooray, menu"
