"""Every wrong setting is found before anything starts: all at once, a sentence each, without a secret."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings import BadSettings, Settings, load
from tests.operations.processes import TOKEN, bot

OWNED = {"bot_token": TOKEN, "owner_ids": "1"}
HOOKED = {**OWNED, "webhook_url": "https://shop.example", "webhook_secret_token": "s"}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"bot_token": "abc"}, "BOT_TOKEN is not a bot token"),
    ({"payment_provider_token": "abc"}, "PAYMENT_PROVIDER_TOKEN is not a payment provider's token"),
    ({"bot_token": TOKEN}, "OWNER_IDS is missing"),
    ({"owner_ids": "1, olga"}, "OWNER_IDS must be Telegram ids separated by commas, such as 123456789; “olga”"),
    ({"owner_ids": "-5"}, "OWNER_IDS must be Telegram ids"),
    ({"owner_ids": "9" * 30}, "OWNER_IDS must be Telegram ids"),
    ({"owner_ids": "1087968824"}, "OWNER_IDS names 1087968824, one of Telegram's own senders"),
    ({"database_url": "mysql://user:hunter22@host/shop"}, "DATABASE_URL must be like"),
    ({"database_url": "postgresql://user:hunter22@host:port/shop"}, "DATABASE_URL must be like"),
    ({"database_url": "sqlite://"}, "DATABASE_URL must be like"),
    ({"bot_api_url": "api.telegram.org"}, "BOT_API_URL must be a web address"),
    ({**HOOKED, "webhook_url": "shop"}, "WEBHOOK_URL must be a web address"),
    ({**HOOKED, "webhook_url": "http://shop.example"}, "WEBHOOK_URL must begin with https://"),
    ({**HOOKED, "webhook_url": "https://shop.example:x"}, "WEBHOOK_URL must be a web address"),
    ({**HOOKED, "bot_token": ""}, "WEBHOOK_URL needs a BOT_TOKEN"),
    ({**HOOKED, "webhook_secret_token": ""}, "WEBHOOK_SECRET_TOKEN is missing"),
    ({**HOOKED, "webhook_secret_token": "naïve secret"}, "WEBHOOK_SECRET_TOKEN may hold"),
    ({"http_port": "eight"}, "HTTP_PORT must be a number"),
    ({"http_port": "65536"}, "HTTP_PORT must be a number"),
    ({"http_port": "-1"}, "HTTP_PORT must be a number"),
    ({"app_secret": "short"}, "APP_SECRET must be at least 32 characters"),
    ({"tz": "Moon/Far_Side"}, "TZ “Moon/Far_Side” is not a time zone"),
    ({"default_language": "english"}, "DEFAULT_LANGUAGE must be a language code"),
    ({"currency": "BTC"}, "CURRENCY “BTC” is not a currency"),
    ({"log_level": "loud"}, "LOG_LEVEL must be one of"),
]


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*Settings.model_fields, "telegram_bot_token", "admin_ids"):
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("given", "sentence"), WRONG, ids=[sentence[:40] for _, sentence in WRONG])
def test_a_wrong_setting_is_one_clear_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadSettings) as told:
        load(None, **given)
    (said,) = told.value.sentences
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert not {"hunter22", TOKEN, "naïve"} & set(said.replace("@", " ").replace(":", " ").split())


async def test_all_of_them_at_once_end_the_programme_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKN=1\nPOSTGRES_PASSWORD=hunter22\nCURRENCY=BTC\n")
    wrong = {"BOT_TOKEN": "planted-token", "OWNER_IDS": "x", "HTTP_PORT": "http", "TZ": "Moon", "APP_SECRET": "planted"}
    done = await bot(tmp_path, "run", **wrong, DATABASE_URL="postgresql://a:planted-password@host:x/y")
    assert done.code == 78
    named = [sentence.split()[0] for sentence in done.sentences]
    assert sorted(named) == sorted(["BOT_TOKN", "CURRENCY", "DATABASE_URL", *wrong])
    assert "is BOT_TOKEN meant?" in done.complained
    assert not [secret for secret in ("planted", "hunter22") if secret in done.complained + done.said]
    assert not (tmp_path / "data").exists()


def test_what_is_left_out_has_its_default_and_both_names_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ADMIN_IDS", "5; 6 7")
    monkeypatch.setenv("HTTP_PORT", "")
    settings = load(None)
    assert (settings.bot_token, settings.owner_ids, settings.http_port) == (TOKEN, {5, 6, 7}, 8080)
    assert settings.bot_id == 4242


def test_the_webhook_may_be_named_with_or_without_its_path() -> None:
    for url in ("https://shop.example", "https://shop.example/", "https://shop.example/telegram/webhook"):
        assert load(None, **{**HOOKED, "webhook_url": url}).webhook_url == "https://shop.example"


def test_the_sandbox_never_gets_the_database_of_a_real_bot(tmp_path: Path) -> None:
    url = "postgresql://shop@host/shop"
    real = Settings(_env_file=None, bot_token=TOKEN, owner_ids=frozenset({5}), database_url=url, data_dir=tmp_path)
    played = real.in_the_sandbox()
    assert (real.database, played.database) == (url, f"sqlite+aiosqlite:///{tmp_path / 'sandbox.db'}")
    assert played.owner_ids == {5, 1001}
    assert Settings(_env_file=None, database_url=url).in_the_sandbox().database == url


def test_nothing_secret_is_in_what_settings_show_of_themselves() -> None:
    url = "postgresql://shop:hunter22@host/shop"
    settings = load(
        None,
        **HOOKED | {"webhook_secret_token": "hook-secret", "app_secret": "a" * 32, "database_url": url},
        payment_provider_token="1:LIVE:money",
    )
    assert set(settings.secrets) == {TOKEN, "hook-secret", "a" * 32, "hunter22", "1:LIVE:money"}
    assert not [secret for secret in settings.secrets if secret in repr(settings)]
