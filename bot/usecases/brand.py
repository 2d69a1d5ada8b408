"""The brand's logo, kept as bytes so that a card can be drawn without asking Telegram."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select

from bot.usecases import audit
from bot.usecases.actor import Actor, allow
from db.models.program import BrandFile
from db.session import Database, upsert

LOGO = "logo"


async def logo(db: Database) -> bytes | None:
    """The logo as a PNG; None when the shop has none."""
    async with db.read() as session:
        content: bytes | None = await session.scalar(select(BrandFile.content).where(BrandFile.name == LOGO))
        return content


async def set_logo(db: Database, actor: Actor, png: bytes | None, *, at: datetime) -> None:
    """Cards bear this logo from now on; None takes it away. *png* is what pictures.logo.normal_logo made.

    Refuses `access.denied`.
    """
    async with db.begin() as session:
        me = await allow(session, actor, "program.change")
        if png is None:
            await session.execute(delete(BrandFile).where(BrandFile.name == LOGO))
        else:
            row = {"name": LOGO, "content": png, "changed_at": at}
            await upsert(session, BrandFile, row, index=["name"])
        fingerprint = sha256(png).hexdigest()[:16] if png else None
        await audit.write(session, me, "program.logo", "brand:logo", at=at, sha=fingerprint)
