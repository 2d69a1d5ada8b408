"""The environment becomes frozen Settings; every mistake is found at once, in a sentence that names the setting."""

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
NEVER_OWNERS = frozenset({1087968824, 777000, 136817688})  # Telegram's own senders: everybody could speak as them


class BadSettings(Exception):
    """The environment is wrong; .sentences holds one sentence for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Every setting, with its default. `.env.example` lists the same ones; a test keeps the two equal."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    bot_token: str = Field("", validation_alias=AliasChoices("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"), repr=False)
    bot_api_url: str = "https://api.telegram.org"
    owner_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), validation_alias=AliasChoices("OWNER_IDS", "ADMIN_IDS")
    )
    database_url: str = Field("", repr=False)
    data_dir: Path = Path("data")
    webhook_url: str = ""
    webhook_secret_token: str = Field("", repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=0, le=65535)
    app_secret: str = Field("", repr=False)
    tz: str = "Europe/Moscow"
    default_language: str = "en"
    currency: str = "RUB"
    log_level: str = "INFO"

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if value and not TOKEN.fullmatch(value):
            raise ValueError(
                "is not a bot token; @BotFather gives one that looks like 123456789:AA… (digits, a colon, letters)"
            )
        return value

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[,;\s]+", value.strip()) if part]
        if wrong := [part for part in parts if not part.isdecimal()]:
            raise ValueError(
                f"must be Telegram ids separated by commas, such as 123456789; “{wrong[0]}” is not a number"
            )
        return frozenset(int(part) for part in parts)

    @field_validator("owner_ids")
    @classmethod
    def _real_owners(cls, value: frozenset[int]) -> frozenset[int]:
        if value & NEVER_OWNERS:
            raise ValueError(f"{min(value & NEVER_OWNERS)} is one of Telegram's own senders and can't own a shop")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and urlsplit(value).scheme.split("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("bot_api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            raise ValueError("must be a web address, such as https://example.com")
        return value.rstrip("/")

    @field_validator("webhook_secret_token")
    @classmethod
    def _secret(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
            raise ValueError("may hold 1 to 256 letters A–Z a–z, digits, _ and -")
        return value

    @field_validator("app_secret")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("must be at least 32 characters long; leave it out and one is made and kept in DATA_DIR")
        return value

    @field_validator("tz")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"“{value}” is not a time zone; write it like Europe/Warsaw")
        return value

    @field_validator("default_language")
    @classmethod
    def _language(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z]{2,3}", value):
            raise ValueError("must be a language code of two letters, such as en, ru or pl")
        return value

    @field_validator("currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        if value not in list_currencies():
            raise ValueError(f"“{value}” is not a currency; write its three letters, such as RUB, PLN or EUR")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return value.upper()

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if self.webhook_url and not self.bot_token:
            raise ValueError("WEBHOOK_URL needs a BOT_TOKEN: without one the sandbox runs, which takes no webhook")
        if self.webhook_url and not self.webhook_secret_token:
            raise ValueError(
                "WEBHOOK_SECRET_TOKEN is missing: with WEBHOOK_URL set, anybody could send updates without it"
            )
        if self.bot_token and not self.owner_ids:
            raise ValueError("OWNER_IDS is missing: name at least one Telegram id, or nobody could set the shop up")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def database(self) -> str:
        """Where the data lives: DATABASE_URL, or a SQLite file in DATA_DIR; the sandbox has a file of its own."""
        name = "okaeri.db" if self.bot_token else "sandbox.db"
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / name).absolute()}"


def load(env_file: str | None = ".env", **overrides: Any) -> Settings:
    """Reads the environment (and .env). Raises BadSettings with every wrong setting at once, never with a secret."""
    try:
        return Settings(_env_file=env_file, **overrides)
    except ValidationError as error:
        raise BadSettings([_sentence(problem) for problem in error.errors(include_input=False)]) from None


def _sentence(problem: Any) -> str:
    said = problem["msg"].removeprefix("Value error, ")
    names = [str(part).upper() for part in problem["loc"]]
    return (
        f"{names[0]} {said[0].lower() + said[1:] if problem['type'] != 'value_error' else said}."
        if names
        else f"{said}."
    )
