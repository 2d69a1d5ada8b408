"""A batch of links as it is printed: what stands on each card, and the file."""

import io
import zipfile

from bot.i18n import Texts
from bot.pictures.sheets import RECEIPTS, TABLES, SheetFace, sheet_pdf, sheet_pngs
from bot.rules import claim_links
from bot.telegram.at_hand import AtHand
from bot.telegram.screen import Attachment
from bot.usecases.claim_batches import BatchMade
from db.enums import ClaimKind


def face(made: BatchMade, t: Texts, hand: AtHand, logo: bytes | None) -> SheetFace:
    """Worded in the language of *t*: the shop's."""
    program, key = made.rules.program, claim_links.claim_key(hand.settings.app_secret)
    last_day = made.line.until.astimezone(made.rules.zone).date()
    return SheetFace(
        brand=program.name,
        # NOTE: printed large on a card; {points} is "+20 points"
        headline=t.plain("{points}", points=t.points(made.line.points, signed=True)),
        # NOTE: printed on a card on the table, beside a QR code
        call=t.plain("Scan this with your phone's camera: the points come in Telegram."),
        until=t.plain("until {date}", date=t.date(last_day)),
        links=tuple(claim_links.link(code, key, hand.username) for code in made.codes),
        primary=program.primary,
        accent=program.accent,
        logo=logo,
    )


def file(made: BatchMade, face: SheetFace, how: str) -> Attachment:
    """One PDF; as PNG one page, or all pages in an archive."""
    grid = TABLES if made.line.kind is ClaimKind.CARD else RECEIPTS
    name = f"{made.line.kind.value}s-{made.line.id}"
    if how == "pdf":
        return Attachment(f"{name}.pdf", sheet_pdf(face, grid))
    if len(face.links) <= grid.on_page:
        return Attachment(f"{name}.png", next(sheet_pngs(face, grid)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:  # PNG is packed already
        for number, page in enumerate(sheet_pngs(face, grid), 1):
            archive.writestr(f"{name}-{number:02d}.png", page)
    return Attachment(f"{name}.zip", packed.getvalue())
