"""Links: which ones Telegram accepts, and which of them open this bot."""

import re
from urllib.parse import parse_qs, urlsplit

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WEB = {"http", "https"}
_TELEGRAM = {"tg", "ton", "tonsite"}


def normal_link(url: str) -> str | None:
    """*url* as Telegram keeps it (with a scheme and at least a ``/``), or ``None`` where it sees no link."""
    url = url.strip()
    if not url or re.search(r"\s", url):
        return None
    if ":" not in url.split("/", 1)[0]:
        url = f"http://{url}"
    parts = urlsplit(url)
    if parts.scheme.lower() in _TELEGRAM:
        return url
    if parts.scheme.lower() not in _WEB or not parts.hostname:
        return None
    if "." not in parts.hostname.strip("."):
        return None
    return url if parts.path else parts._replace(path="/").geturl()


def start_payload(link: str, username: str) -> str | None:
    """What ``t.me/<username>?start=…`` hands over: ``""`` for a bare link, ``None`` if it opens something else."""
    parts = urlsplit(link if "://" in link else f"https://{link}")
    query = parse_qs(parts.query)
    if parts.scheme == "tg":
        domain = query.get("domain", [""])[0]
    elif parts.hostname in ("t.me", "telegram.me", "telegram.dog"):
        domain = parts.path.strip("/")
    else:
        return None
    payload = query.get("start", [""])[0]
    if domain.lower() != username.lower() or (payload and not _PAYLOAD.fullmatch(payload)):
        return None
    return payload
