"""Outlets, as they are told."""

from bot.http.api.schemas.shared import Told
from bot.usecases.outlets import OutletLine


class OutletOut(Told):
    id: int
    name: str
    address: str
    active: bool

    @classmethod
    def of(cls, line: OutletLine) -> "OutletOut":
        return cls(id=line.id, name=line.name, address=line.address, active=line.active)
