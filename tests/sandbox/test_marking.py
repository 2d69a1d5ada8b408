"""HTML is read as Telegram reads it: the same text, the same entities, the same refusals at the same byte."""

import pytest

from bot.sandbox.reading import as_html
from bot.sandbox.refusal import Refusal
from bot.sandbox.wording import with_entities, worded

BOLD = {"type": "bold", "offset": 0, "length": 1}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>x</b>", "x", [BOLD]),
        ("<strong>x</strong>", "x", [BOLD]),
        ("<B>x</B>", "x", [BOLD]),
        ("<b>x</>", "x", [BOLD]),
        ("<b>🎉</b>!", "🎉!", [{"type": "bold", "offset": 0, "length": 2}]),
        ("🎉<b>x</b>", "🎉x", [{"type": "bold", "offset": 2, "length": 1}]),
        ("<b></b>x", "x", []),
        ("<i>a<b>b</b></i>", "ab", [{"type": "italic", "offset": 0, "length": 2}, {**BOLD, "offset": 1}]),
        ("<em>x</em>", "x", [{"type": "italic", "offset": 0, "length": 1}]),
        ("<s>x</s>", "x", [{"type": "strikethrough", "offset": 0, "length": 1}]),
        ("<strike>x</strike>", "x", [{"type": "strikethrough", "offset": 0, "length": 1}]),
        ("<del>x</del>", "x", [{"type": "strikethrough", "offset": 0, "length": 1}]),
        ("<u>x</u>", "x", [{"type": "underline", "offset": 0, "length": 1}]),
        ("<ins>x</ins>", "x", [{"type": "underline", "offset": 0, "length": 1}]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ("<code>x</code>", "x", [{"type": "code", "offset": 0, "length": 1}]),
        ("<pre>x</pre>", "x", [{"type": "pre", "offset": 0, "length": 1}]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        ("<blockquote>x</blockquote>", "x", [{"type": "blockquote", "offset": 0, "length": 1}]),
        ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
        (
            '<a href="https://example.com">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://example.com/"}],
        ),
        ('<a href="nonsense">x</a>', "x", []),
        (
            '<tg-emoji emoji-id="5">🎉</tg-emoji>',
            "🎉",
            [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5"}],
        ),
        ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
        ("&#8364; &#x20ac;", "€ €", []),
        ("a & b &nbsp; &copy;", "a & b &nbsp; &copy;", []),
        ("a > b", "a > b", []),
        ("  <b>x</b>\n", "x", [BOLD]),
        ("/start now", "/start now", [{"type": "bot_command", "offset": 0, "length": 6}]),
        ("see https://t.me/x_bot.", "see https://t.me/x_bot.", [{"type": "url", "offset": 4, "length": 18}]),
        ("ask @olga_k", "ask @olga_k", [{"type": "mention", "offset": 4, "length": 7}]),
        ("a@b.pl", "a@b.pl", [{"type": "email", "offset": 0, "length": 6}]),
        ("<code>/start</code>", "/start", [{"type": "code", "offset": 0, "length": 6}]),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]) -> None:
    said = worded(source, "HTML")
    assert (said.text, list(said.entities)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("ы<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("🎉<x>", 'Unsupported start tag "x" at byte offset 4'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =1>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x_y>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, refusal: str) -> None:
    with pytest.raises(Refusal) as error:
        worded(source, "html")
    assert error.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_parse_mode_is_known_in_any_case_and_others_are_refused() -> None:
    assert worded("<b>x</b>", "hTmL").text == "x"
    assert worded("<b>x</b>", None).text == "<b>x</b>"
    with pytest.raises(Refusal) as error:
        worded("x", "rtf")
    assert error.value.description == "Bad Request: unsupported parse_mode"


def test_entities_counted_by_the_bot_must_lie_inside_the_text() -> None:
    assert with_entities("ab", [BOLD]).entities == (BOLD,)
    with pytest.raises(Refusal):
        with_entities("ab", [{"type": "bold", "offset": 1, "length": 2}])


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("<x>", [], "&lt;x&gt;"),
        ("<x>", [{"type": "bold", "offset": 0, "length": 3}], "<b>&lt;x&gt;</b>"),
        (
            "abc",
            [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}],
            "<b>a<i>b</i></b><i>c</i>",
        ),
        ("x", [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}], "<a>x</a>"),
        ("🎉x", [{"type": "code", "offset": 2, "length": 1}], "🎉<code>x</code>"),
    ],
)
def test_what_people_see_is_safe_and_well_nested(text: str, entities: list[dict[str, object]], html: str) -> None:
    assert as_html(text, entities) == html
