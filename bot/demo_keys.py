"""The sandbox's own API keys: made by Olga at the first start, the same ones after each restart, told to everybody."""

import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.rules import api_keys
from bot.rules.api_keys import Written
from bot.settings import SANDBOX_OWNER
from bot.usecases import keys, partners
from bot.usecases.actor import Actor
from bot.usecases.keys import Wanted
from bot.usecases.makers import Makers
from db.enums import PartnerState, Scope
from db.session import Database

SHOWN = (Scope.TILL, Scope.SITE, Scope.PARTNER)


async def ensure(db: Database, secret: str, new: Makers, *, at: datetime) -> dict[str, str]:
    """Their texts by scope, as far as nobody has revoked them. *secret*: the sandbox's own, from which they follow."""
    olga = Actor(SANDBOX_OWNER)
    partner = next((each.id for each in await partners.every(db, olga) if each.state is PartnerState.ACTIVE), None)
    there = {line.prefix: line for line in await keys.every(db, olga)}
    shown = {}
    for scope in SHOWN:
        if scope is Scope.PARTNER and partner is None:
            continue  # only the demo shop has one
        written = _written(secret, scope)
        if written.prefix not in there:
            wanted = Wanted(f"Demo {scope.value}", scope, partner_id=partner if scope is Scope.PARTNER else None)
            fixed = replace(new, api_key=_always(written))
            await keys.make(db, olga, wanted, at=at, new=fixed)
        elif there[written.prefix].revoked_at is not None:
            continue
        shown[scope.value] = written.text
    return shown


def _always(written: Written) -> Callable[[], Written]:
    return lambda: written


def _written(secret: str, scope: Scope) -> Written:
    stream = b"".join(
        hmac.new(secret.encode(), f"okaeri: demo key {scope.value} {part}".encode(), sha256).digest() for part in (1, 2)
    )
    taken = iter(stream)
    return api_keys.make(lambda count: bytes(next(taken) for _ in range(count)))
