"""One log, for people or for machines, from which every secret is cut before it is written."""

import logging
import re
import sys
from collections.abc import Collection, MutableMapping
from typing import Any

import structlog

NAMES = re.compile(r"(?i)(hash|secret|password|api[_-]?key|token|phone)")
SECRETS = (
    (re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(rf"{NAMES.pattern}(\w*)(=|%3D|['\"]?: ?)(['\"]?)[^\s&\"',)}}]+"), r"\1\2\3\4<hidden>"),
    (re.compile(r"(?<![\w.])\+\d{9,15}(?!\d)"), "<phone>"),
    (re.compile(r"://[^/@\s]*:[^/\s]*@"), "://<login>@"),
)
# What they tell below a warning is what people wrote: statements with their values, whole updates.
TALKATIVE = ("sqlalchemy", "aiosqlite", "aiogram", "aiohttp", "alembic", "apscheduler", "uvicorn", "asyncio", "PIL")

SHORTEST = 4  # of a secret that is looked for by itself: "a" as a password would leave nothing readable
JSON = structlog.processors.JSONRenderer(ensure_ascii=False)
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class Redactor:
    """The last step before a line is drawn: bot tokens, keys, logins in addresses, phone numbers and the secrets
    *known* are cut out of everything in it, exceptions included."""

    def __init__(self, known: Collection[str] = ()) -> None:
        self._known = [secret for secret in known if len(secret) >= SHORTEST]

    def __call__(self, logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {str(key): self._value(str(key), value) for key, value in event.items()}

    def text(self, text: str) -> str:
        for secret in self._known:
            text = text.replace(secret, "<hidden>")
        for pattern, cover in SECRETS:
            text = pattern.sub(cover, text)
        return text

    def _value(self, key: str, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if NAMES.search(key):
            return "<hidden>"
        return self.text(value if isinstance(value, str) else repr(value))


def set_up(level: str, *, known: Collection[str] = (), colours: bool | None = None) -> None:
    """From here on every logger of the process writes lines without secrets (those *known* included) to standard error:
    coloured ones for a terminal, JSON otherwise."""
    to_people = sys.stderr.isatty() if colours is None else colours
    plain = structlog.dev.plain_traceback  # the pretty one prints every variable
    drawn = structlog.dev.ConsoleRenderer(exception_formatter=plain) if to_people else JSON
    steps: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _exception, Redactor(known), drawn]
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=steps))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _exception(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    formatted: MutableMapping[str, Any] = structlog.processors.format_exc_info(logger, name, event)
    return formatted
