"""The first steps: five answers, and the shop is open."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules import program_fields as fields
from bot.rules.presets import preset
from bot.rules.program import Program
from bot.usecases import audit, automations, outlets, program, program_changes
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from bot.usecases.program import Rules
from bot.usecases.staff import UNNAMED
from db.session import Database


@dataclass(frozen=True)
class Answers:
    """What the owner answered; language is the programme's own, for those whose language it doesn't speak."""

    name: str
    currency: str
    time_zone: str
    outlet: Place
    earn_rate_bp: int
    language: str
    kind: str = "sushi"

    def program(self) -> Program:
        """The preset with these answers. Raises ProgramInvalid."""
        chosen = preset(
            self.kind, name=self.name, currency=self.currency, time_zone=self.time_zone, language=self.language
        )
        return fields.with_value(chosen, "earn_rate_bp", self.earn_rate_bp)


@dataclass(frozen=True)
class ShopOpened:
    """Version 1 is in force and the first outlet is open."""

    rules: Rules
    outlet_id: int


async def open_shop(db: Database, actor: Actor, answers: Answers, *, at: datetime) -> ShopOpened:
    """The programme's version 1 and the first outlet are there: guests can join from now on.

    Refuses `access.denied`, `setup.done` (pressed twice, or another owner was faster); raises ProgramInvalid.
    """
    wanted = answers.program()
    async with db.begin() as session:
        me = await allow(session, actor, "program.change")
        if (await program.in_force(session, at)).version:
            raise Refused("setup.done")
        await program_changes.store(session, me, 1, wanted, at, at=at)
        outlet_id = await outlets.create(session, answers.outlet, at=at)
        await automations.ensure(session, at, Rules(1, wanted))
        if me.name == UNNAMED and actor.name:
            me.name = actor.name[:80]
        await audit.write(session, me, "program.open", "program:1", at=at, name=answers.name)
        return ShopOpened(Rules(1, wanted), outlet_id)
