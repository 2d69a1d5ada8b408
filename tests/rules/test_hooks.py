"""Where events may go, how they are signed, how long they are tried."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import hook_addresses, hooks
from bot.rules.hook_addresses import BadAddress
from bot.rules.hooks import Event

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
REFUSED = {
    "": "webhook.not_an_address",
    "example.com/hook": "webhook.not_an_address",
    "ftp://example.com": "webhook.not_an_address",
    "https://": "webhook.not_an_address",
    "https://ann:secret@example.com/": "webhook.not_an_address",
    "https://example.com/#here": "webhook.not_an_address",
    "https://example.com:99999/": "webhook.not_an_address",
    "https://exa mple.com/": "webhook.not_an_address",
    "https://example.com/\r\nHost: other": "webhook.not_an_address",
    "https://[::1": "webhook.not_an_address",
    "https://example.com/" + "x" * 500: "webhook.not_an_address",
    "http://example.com/hook": "webhook.not_https",
    "http://127.0.0.1/": "webhook.not_https",
    "https://127.0.0.1/": "webhook.not_public",
    "https://localhost/": "webhook.not_public",
    "https://0.0.0.0/": "webhook.not_public",
    "https://10.0.0.8:8443/": "webhook.not_public",
    "https://192.168.1.1/": "webhook.not_public",
    "https://100.100.100.200/latest/meta-data": "webhook.not_public",
    "https://169.254.169.254/latest/meta-data": "webhook.not_public",
    "https://224.0.0.1/": "webhook.not_public",
    "https://[::1]/": "webhook.not_public",
    "https://[fe80::1]/": "webhook.not_public",
    "https://[fd00:ec2::254]/": "webhook.not_public",
    "https://[::ffff:169.254.169.254]/": "webhook.not_public",
    "https://[::7f00:1]/": "webhook.not_public",
    "https://[64:ff9b::a00:1]/": "webhook.not_public",
    "https://[2002:7f00:1::]/": "webhook.not_public",
    "https://[fec0::1]/": "webhook.not_public",
    "https://2130706433/": "webhook.not_public",
    "https://127.1/": "webhook.not_public",
    "https://0177.0.0.1/": "webhook.not_public",
    "https://0X7F.1/": "webhook.not_public",
    "https://127.0.0.1./": "webhook.not_public",
}


@pytest.mark.parametrize(("url", "code"), REFUSED.items())
def test_an_address_only_we_can_reach_is_refused(url: str, code: str) -> None:
    with pytest.raises(BadAddress) as refused:
        hook_addresses.read(url)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hook?shop=1",
        "https://example.com:8443/",
        "https://93.184.216.34/",
        "https://[2a00::1]/",
        "https://a1.2b.example/",
    ],
)
def test_an_address_of_the_public_internet_is_taken(url: str) -> None:
    assert hook_addresses.read(f" {url}\n") == url


def test_only_the_sandbox_may_speak_to_its_own_machine() -> None:
    assert hook_addresses.read("http://127.0.0.1:8123/hook", sandbox=True)
    with pytest.raises(BadAddress):
        hook_addresses.read("http://10.0.0.8/", sandbox=True)


def test_an_event_is_signed_as_the_documentation_says() -> None:
    event = Event(7, "points.moved", 3, 2, {"points": 62}, NOON)
    content = hooks.body(event)
    assert content == (
        b'{"at":"2026-11-21T12:00:00+00:00","facts":{"points":62},"id":7,"kind":"points.moved","member_id":3,"seq":2}'
    )
    # printf '1795262400.<the body above>' | openssl dgst -sha256 -hmac whsec_test
    signed = hooks.signature("whsec_test", content, NOON)
    assert signed == "t=1795262400,v1=ade4b4dc32911042466d0bfaa8ff0123d8037dcebdf83119209a3864e24a70ad"


def test_each_webhook_and_each_edition_has_a_secret_of_its_own() -> None:
    made = {hooks.secret(app, hook, edition) for app in ("one", "two") for hook in (1, 2) for edition in (1, 2)}
    assert len(made) == 8
    assert all(len(each) == 49 for each in made)


def test_an_event_is_tried_for_three_days_and_no_longer_than_four() -> None:
    waits: list[timedelta] = []
    while wait := hooks.again_after(len(waits) + 1):
        waits.append(wait)
    assert waits == sorted(waits)
    assert timedelta(days=3) <= sum(waits, timedelta()) <= timedelta(days=4)


@pytest.mark.parametrize(
    ("failing_for", "rest"),
    [
        (timedelta(seconds=29), None),
        (timedelta(minutes=1), timedelta(seconds=30)),
        (timedelta(days=2), timedelta(hours=1)),
    ],
)
def test_an_address_that_is_gone_is_asked_less_and_less(failing_for: timedelta, rest: timedelta | None) -> None:
    assert hooks.rest(NOON - failing_for, NOON) == rest
    assert hooks.rest(None, NOON) is None
