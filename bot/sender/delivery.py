"""One message on its way: worded for its reader, shown in its chat, and what became of it."""

from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.i18n import Catalogue
from bot.sender import lean
from bot.sender.gate import Gate, paid_for
from bot.sender.judgement import judged
from bot.telegram import notices
from bot.telegram.notices import Reader
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases.attempts import Outcome, Outgoing, failed, sent
from db.session import Database

log = structlog.get_logger()


@dataclass(frozen=True)
class Means:
    """What a sender works with; `gate` is the middleware of the presenter's bot."""

    db: Database
    clock: Clock
    presenter: Presenter
    catalogue: Catalogue
    gate: Gate


@dataclass(frozen=True)
class Made:
    """`asked`: whether Telegram was; `error`: what it or the way to it answered, when it was no message."""

    outcome: Outcome
    asked: bool = True
    error: Exception | None = None


async def attempt(means: Means, row: Outgoing, reader: Reader) -> Made:
    """Edits the message of its thread where it can, else sends a new one. Never raises for what Telegram answers."""
    try:
        screen = notices.render(row.kind, row.facts, reader)
    except Exception:
        log.exception("notice.not_worded", kind=row.kind)
        return Made(failed(row, "render"), asked=False)
    edits = None if screen.fresh or row.facts.get("fresh") else row.edits
    try:
        if edits is not None and await means.presenter.edit_by_id(row.chat_id, edits, screen):
            return Made(sent(row, edits))
        edits = None
        return Made(sent(row, await _new_message(means, row, screen)))
    except Exception as error:
        return Made(judged(row, error, at=means.clock.now(), edited=edits is not None), error=error)


async def _new_message(means: Means, row: Outgoing, screen: Screen) -> int:
    presenter, chat, paid = means.presenter, row.chat_id, paid_for()
    if not lean.is_plain(screen):
        return (await presenter.send(chat, screen, silent=row.silent)).message_id

    async def call() -> int:
        return await lean.send(presenter.bot, chat, screen, silent=row.silent, paid=paid)

    return await means.gate.through(chat, call, fast=paid)
