"""The heat map: more members are brighter, whatever the numbers and the words."""

from bot.pictures.canvas import png
from bot.pictures.heatmap import CELL, LEFT, SIZE, TOP, HeatCell, HeatFace, heatmap_image

LONG = "Как давно и как часто заказывали " * 4


def face(cells: dict[tuple[int, int], HeatCell], words: str = "orders") -> HeatFace:
    ends = (words, words, words)
    return HeatFace(words, words, ends, ends, cells, "#22304a", "#ff6f59")


def test_a_fuller_cell_is_brighter_and_an_empty_one_is_hardly_seen() -> None:
    cells = {(1, 5): HeatCell(100, "100", "₽1"), (2, 5): HeatCell(10, "10", "₽1")}
    image = heatmap_image(face(cells))
    assert image.size == SIZE
    reds = [image.getpixel((LEFT + 25 + (CELL[0] + 10) * n, TOP + 20)) for n in range(3)]
    values = [colour[0] for colour in reds if isinstance(colour, tuple)]
    assert values[0] > values[1] > values[2]


def test_nobody_long_words_and_long_numbers_are_drawn() -> None:
    full = {(r, f): HeatCell(10**9, "1 000 000 000", "999 999 999 999,99 ₽") for r in range(1, 6) for f in range(1, 6)}
    for each in (face({}), face(full, LONG)):
        assert png(heatmap_image(each)).startswith(b"\x89PNG")
