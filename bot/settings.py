"""The environment becomes frozen Settings; every mistake is found at once, in a sentence that names the setting."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from dotenv import dotenv_values
from pydantic import AliasChoices, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from db.address import dialect_of, names_a_database, password_of, understood

TOKENS = {
    "bot_token": (r"\d{3,20}:[A-Za-z0-9_-]{30,}", "a bot token", "123456789:AA… (digits, a colon, letters)"),
    "payment_provider_token": (r"\d+:(TEST|LIVE):\S+", "a payment provider's token", "123456789:TEST:… or …:LIVE:…"),
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
NEVER_OWNERS = frozenset({1087968824, 777000, 136817688})  # Telegram's own senders: everybody could speak as them
LARGEST_ID = 2**52
TELEGRAM = "https://api.telegram.org"
HOOK = "/telegram/webhook"
SANDBOX_TOKEN = "1:sandbox"  # noqa: S105 - speaks to the sandbox only
SANDBOX_PROVIDER = "1:TEST:sandbox"  # nobody: the money is a game there
SANDBOX_OWNER = 1001  # Olga


class BadSettings(Exception):
    """The environment is wrong; .sentences holds one sentence for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Every setting, with its default. `.env.example` lists the same ones; a test keeps the two equal."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
        validate_default=True,  # a setting may be wrong by being left out
    )

    bot_token: str = Field("", validation_alias=AliasChoices("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"), repr=False)
    bot_api_url: str = TELEGRAM
    owner_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), validation_alias=AliasChoices("OWNER_IDS", "ADMIN_IDS")
    )
    database_url: str = Field("", repr=False)
    data_dir: Path = Path("data")
    webhook_url: str = ""
    webhook_secret_token: str = Field("", repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    app_secret: str = Field("", repr=False)
    payment_provider_token: str = Field("", repr=False)
    tz: str = "Europe/Moscow"
    default_language: str = "en"
    currency: str = "RUB"
    log_level: str = "INFO"

    @field_validator(*TOKENS)
    @classmethod
    def _token(cls, value: str, of: ValidationInfo) -> str:
        shape, name, example = TOKENS[str(of.field_name)]
        if value and not re.fullmatch(shape, value):
            raise ValueError(f"is not {name}; @BotFather gives one that looks like {example}")
        return value

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        return person_ids(value) if isinstance(value, str) else value

    @field_validator("owner_ids")
    @classmethod
    def _real_owners(cls, value: frozenset[int], others: ValidationInfo) -> frozenset[int]:
        if not value and others.data.get("bot_token"):
            raise ValueError("is missing: name at least one Telegram id, or nobody could set the shop up")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not names_a_database(value):
            raise ValueError("must be like postgresql://user:password@host/name or sqlite:////folder/okaeri.db")
        return value

    @field_validator("bot_api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not _is_web_address(value):
            raise ValueError("must be a web address, such as https://example.com")
        return value.rstrip("/").removesuffix(HOOK)

    @field_validator("webhook_url")
    @classmethod
    def _hook(cls, value: str, others: ValidationInfo) -> str:
        if value and not others.data.get("bot_token", "there is one, a wrong one"):
            raise ValueError("needs a BOT_TOKEN: without one the sandbox runs, which takes no webhook")
        if value.startswith("http://") and others.data.get("bot_api_url", TELEGRAM) == TELEGRAM:
            raise ValueError("must begin with https://, or Telegram will not send to it")
        return value

    @field_validator("webhook_secret_token")
    @classmethod
    def _secret(cls, value: str, others: ValidationInfo) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
            raise ValueError("may hold 1 to 256 letters A–Z a–z, digits, _ and -")
        if not value and others.data.get("webhook_url"):
            raise ValueError("is missing: with WEBHOOK_URL set, anybody could send updates without it")
        return value

    @field_validator("http_port", mode="before")
    @classmethod
    def _port(cls, value: Any) -> int:
        if not re.fullmatch(r"\d{1,5}", str(value), re.ASCII) or int(value) > 65535:
            raise ValueError("must be a number from 0 (any free port) to 65535")
        return int(value)

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

    def in_the_sandbox(self) -> "Settings":
        """As the sandbox has them: no Telegram, Olga among the owners, and never the database of a real bot."""
        url = "" if self.bot_token else self.database_url
        owners = self.owner_ids | {SANDBOX_OWNER}
        here = {"bot_token": "", "webhook_url": "", "payment_provider_token": SANDBOX_PROVIDER}
        return self.model_copy(update=here | {"database_url": url, "owner_ids": owners})

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        own = (self.bot_token, self.webhook_secret_token, self.app_secret, self.payment_provider_token)
        return tuple(secret for secret in (*own, password_of(self.database_url)) if secret)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def file(self) -> Path:
        """The SQLite file in DATA_DIR; the sandbox has one of its own."""
        return (self.data_dir / ("okaeri.db" if self.bot_token else "sandbox.db")).absolute()

    @property
    def exists(self) -> bool:
        """Whether there is a database to look at; one at PostgreSQL counts as there."""
        url = understood(self.database)
        return dialect_of(url) == "postgresql" or Path(str(url.database)).exists()

    @property
    def bot_id(self) -> int:
        return int((self.bot_token or SANDBOX_TOKEN).split(":")[0])

    @property
    def database(self) -> str:
        """Where the data lives: DATABASE_URL, or the SQLite file."""
        return self.database_url or f"sqlite+aiosqlite:///{self.file}"


def load(env_file: str | None = ".env", **overrides: Any) -> Settings:
    """Reads the environment (and .env). Raises BadSettings with every wrong setting at once, never with a secret."""
    strange = _misspelt(env_file)
    try:
        settings = Settings(_env_file=env_file, **overrides)
    except ValidationError as error:
        raise BadSettings([*strange, *map(_sentence, error.errors(include_input=False))]) from None
    if strange:
        raise BadSettings(strange)
    return settings


def person_ids(text: str) -> frozenset[int]:
    """Telegram ids as people write them in a row. Raises ValueError with a sentence's end."""
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if wrong := [part for part in parts if not part.isdecimal() or not 0 < int(part) < LARGEST_ID]:
        raise ValueError(
            f"must be Telegram ids separated by commas, such as 123456789; “{wrong[0]}” is not the id of a person"
        )
    ids = frozenset(int(part) for part in parts)
    if ids & NEVER_OWNERS:
        raise ValueError(f"names {min(ids & NEVER_OWNERS)}, one of Telegram's own senders, who can't own a shop")
    return ids


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and not parts.query


def _misspelt(env_file: str | None) -> list[str]:
    """Names in .env that are almost a setting's; what is nothing like one may be there for another program."""
    names = {name.upper() for name in Settings.model_fields} | {"TELEGRAM_BOT_TOKEN", "ADMIN_IDS"}
    there = dotenv_values(env_file) if env_file else {}
    guesses = {name: get_close_matches(name.upper(), names, 1, 0.8) for name in there if name.upper() not in names}
    return [f"{name} in {env_file} is not a setting; is {meant[0]} meant?" for name, meant in guesses.items() if meant]


def _sentence(problem: Any) -> str:
    said = problem["msg"].removeprefix("Value error, ")
    return f"{str(problem['loc'][0]).upper()} {said[0].lower() + said[1:]}."
