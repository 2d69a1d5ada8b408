"""One log, for people or for machines, from which every secret is cut before it is written."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRETS = (
    (re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(r"(?i)(hash|secret|password|api[_-]?key|token)(=|%3D|\"?: ?\"?)[^\s&\"',)]+"), r"\1\2<hidden>"),
    (re.compile(r"(?<![\w.])\+\d{9,15}(?!\d)"), "<phone>"),
    (re.compile(r"://[^/@\s:]+:[^/@\s]+@"), "://<login>@"),
)


def redacted(text: str) -> str:
    """*text* without bot tokens, keys, logins in addresses and phone numbers."""
    for pattern, cover in SECRETS:
        text = pattern.sub(cover, text)
    return text


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last step before the line is written, so that exceptions are covered, too."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def set_up(level: str, *, colours: bool | None = None) -> None:
    """From here on every logger of the process, our own and the libraries', writes redacted lines to standard error."""
    to_people = sys.stderr.isatty() if colours is None else colours
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = structlog.dev.ConsoleRenderer() if to_people else structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler()
    handler.setFormatter(
        RedactingFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _exception, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("aiogram.event", "apscheduler", "uvicorn.access", "uvicorn.error", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _exception(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    formatted: MutableMapping[str, Any] = structlog.processors.format_exc_info(logger, name, event)
    return formatted
