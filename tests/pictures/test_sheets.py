"""Sheets of links: every code on them is read back, a page is never more than it holds, a PDF has all pages."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from bot.pictures.sheets import RECEIPTS, TABLES, Grid, SheetFace, sheet_pdf, sheet_pngs
from bot.rules import claim_links

KEY = claim_links.claim_key("s" * 32)
LINKS = tuple(claim_links.link(f"7KQ2M9X{n:03d}", KEY, "okaeri_sushi_bot") for n in range(30))
LONG = SheetFace(
    brand="Суши-бар «Возвращение» на набережной 🍣",
    headline="+10 000 баллов",
    call="Наведите камеру телефона: баллы придут в Telegram.",
    until="до 28 сентября 2026 г.",
    links=LINKS,
    primary="#ffd54a",
)


@pytest.mark.parametrize(("grid", "sizes"), [(TABLES, [8, 8, 8, 6]), (RECEIPTS, [24, 6])])
def test_every_code_is_read_back_even_at_half_the_size(grid: Grid, sizes: list[int]) -> None:
    read = []
    for page, number in zip(sheet_pngs(LONG, grid), sizes, strict=True):
        image = Image.open(io.BytesIO(page)).convert("L")
        small = image.resize((image.width // 2, image.height // 2))
        codes = [code.text for code in zxingcpp.read_barcodes(small)]
        assert len(codes) == number
        read += codes
    assert sorted(read) == sorted(LINKS)


def test_a_pdf_has_every_page() -> None:
    assert re.findall(rb"/Count (\d+)", sheet_pdf(LONG, TABLES))[-1] == b"4"
