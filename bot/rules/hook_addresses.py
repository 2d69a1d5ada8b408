"""Where events may be sent: https, and never to a machine that only we can reach."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from bot.rules.errors import RuleBroken

LONGEST = 500
NUMERIC = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")  # no name ends so: an address in a hand that hides it
_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in its last 32 bits


class BadAddress(RuleBroken):
    """ "webhook.not_an_address", "webhook.not_https", "webhook.not_public"."""


def read(text: str, *, sandbox: bool = False) -> str:
    """The address somebody typed. In the *sandbox* a receiver on this machine may be reached, and without https."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadAddress("webhook.not_an_address") from None
    plain = len(url) <= LONGEST and url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.fragment:
        raise BadAddress("webhook.not_an_address")
    if parts.scheme == "http" and not (sandbox and is_loopback(host)):
        raise BadAddress("webhook.not_https")
    numeric = is_address(host) or NUMERIC.search(host)
    if (numeric or host == "localhost") and not reachable(host, sandbox=sandbox):
        raise BadAddress("webhook.not_public")
    return url


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    return host == "localhost" or (is_address(host) and ip_address(host).is_loopback)


def reachable(address: str, *, sandbox: bool = False) -> bool:
    """Whether this number (never a name) is one of the public internet: not private, not this machine, not the link's
    (where clouds keep their keys), whatever it is wrapped in."""
    if sandbox and is_loopback(address):
        return True
    if not is_address(address):
        return False
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found not in _UNICAST and found not in _TRANSLATED:
        return False
    return all(each.is_global and not each.is_multicast for each in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses an IPv6 one stands for."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
