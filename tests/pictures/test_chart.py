"""The picture of a report: its scale is of round numbers, and no words or numbers break it."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.pictures.chart import PAPER, Line, ReportFace, Step, on_paper, report_png, scale
from bot.pictures.palette import contrast, parse

FACE = ReportFace(
    headline="Salmon evening",
    line="For 9 842 members",
    steps=(Step("Sent", "9 842", 1.0), Step("Pressed a button", "1 204 · 12.2%", 0.122), Step("Bought", "0", 0.0)),
    title="Orders a day for each hundred members",
    lines=(Line("Got the message", (2.0, 4.3, 3.5)), Line("Got nothing", (2.1, 2.2, 2.0))),
    marks=("−1", "1", "2"),
    zero=1,
    nothing="The first day is not over yet.",
    primary="#22304a",
)


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, [0, 0.25, 0.5, 0.75, 1]),
        (4.3, [0, 2, 4, 6]),
        (100, [0, 25, 50, 75, 100]),
        (7, [0, 2, 4, 6, 8]),
        (0.02, [0, 0.005, 0.01, 0.015, 0.02]),
        (1_234, [0, 500, 1_000, 1_500]),
    ],
)
def test_the_scale_is_of_round_numbers_and_holds_the_most(most: float, marks: list[float]) -> None:
    assert scale(most) == pytest.approx(marks)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffd27a", "#22304a", "#000000", "#ff6f59"])
def test_every_brand_stands_out_from_the_paper(colour: str) -> None:
    assert contrast(on_paper(parse(colour)), PAPER) >= 3


@pytest.mark.parametrize(
    "face",
    [
        FACE,
        replace(FACE, lines=()),
        replace(FACE, lines=(Line("Got the message", (0.0,) * 97),), marks=("",) * 97, zero=7),
        replace(FACE, headline="🍣" * 50, line="ы" * 500, steps=(Step("ю" * 90, "9" * 90, 7.0),)),
        replace(FACE, headline="", title="", nothing="", steps=()),
    ],
    ids=["usual", "first day", "ninety days of nothing", "long", "empty"],
)
def test_whatever_it_tells_is_drawn(face: ReportFace) -> None:
    drawn = Image.open(io.BytesIO(report_png(face)))
    assert drawn.width == 1200
    assert drawn.getpixel((1190, drawn.height - 5)) == PAPER
    assert drawn.getpixel((4, drawn.height - 5)) == PAPER
