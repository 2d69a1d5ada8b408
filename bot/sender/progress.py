"""The message that shows a running broadcast to whoever sent it, edited every few seconds."""

import asyncio

import structlog
from aiogram.exceptions import TelegramAPIError

from bot.clock import Clock
from bot.i18n import Catalogue
from bot.telegram.admin.views import broadcasts as views
from bot.telegram.presenter import Presenter
from bot.usecases import actor as actors
from bot.usecases import broadcasts
from bot.usecases.broadcasts import Report
from db.session import Database

log = structlog.get_logger()


class Progress:
    """Looks at what is under way every *seconds*; an unchanged picture is not sent again."""

    def __init__(
        self, db: Database, clock: Clock, presenter: Presenter, catalogue: Catalogue, *, seconds: float = 3
    ) -> None:
        self._db, self._clock, self._presenter, self._catalogue = db, clock, presenter, catalogue
        self._seconds = seconds
        self._shown: dict[int, Report] = {}

    async def run(self) -> None:
        """Until cancelled; trouble with showing never stops the sending."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("progress.failed")
            await asyncio.sleep(self._seconds)

    async def look(self) -> None:
        """One look at every running broadcast."""
        for report in await broadcasts.under_way(self._db, at=self._clock.now()):
            if self._shown.get(report.id) != report:
                self._shown[report.id] = report
                await self._show(report)

    async def _show(self, report: Report) -> None:
        if report.report_at is None:
            return
        chat_id, message_id = report.report_at
        reader = await actors.read(self._db, chat_id, self._clock.now())
        screen = views.progress(report, self._catalogue.texts(reader.speaks))
        try:
            await self._presenter.edit_by_id(chat_id, message_id, screen)
        except TelegramAPIError as error:
            log.info("progress.not_shown", broadcast=report.id, error=type(error).__name__)
