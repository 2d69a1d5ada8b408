"""Gift certificates: bought in chat, given by the owner's hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import certificates as rule
from bot.rules import payments as money
from bot.rules.payments import STARS
from bot.usecases import audit, certificate_steps, payments, program
from bot.usecases.actor import Actor, allow, member_of
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.notify import Notice, tell_member
from bot.usecases.payments import Invoiced
from db.enums import MemberState, PaymentKind
from db.models.members import Member, Person
from db.models.payments import Payment
from db.models.vouchers import Voucher
from db.session import Database

AWARD = "certificates.award"


async def buy(db: Database, actor: Actor, worth_minor: int, *, by_stars: bool, at: datetime, new: Makers) -> Invoiced:
    """There is an invoice for a certificate of so much, in the programme's currency or in Stars; the certificate comes
    with the money. Refuses `member.needed`, `certificate.no_stars`; raises CertificateNotAllowed."""
    member_id = member_of(actor)
    async with db.begin() as session:
        terms = (await program.in_force(session, at)).program
        rule.check(worth_minor, terms)
        amount = money.stars(worth_minor, terms) if by_stars else worth_minor
        if amount is None:
            raise Refused("certificate.no_stars")
        payment = Payment(
            payload=f"certificate:{new.key()}",
            kind=PaymentKind.CERTIFICATE,
            member_id=member_id,
            worth_minor=worth_minor,
            amount=amount,
            currency=STARS if by_stars else terms.currency,
        )
        return payments.invoiced(await payments.written(session, payment, at=at))


@dataclass(frozen=True)
class Awarded:
    """The member holds it (`already`: by the same press before)."""

    member_id: int
    voucher_id: int
    worth_minor: int
    name: str


async def award(db: Database, actor: Actor, member_id: int, worth_minor: int, key: str, *, at: datetime) -> Awarded:
    """The member holds a certificate nobody paid for, once for *key*, and reads so. Refuses `access.denied`,
    `member.unknown`, `certificate.own`; raises CertificateNotAllowed for a sum that may not be sold either."""
    async with db.begin() as session:
        staff = await allow(session, actor, AWARD)
        person = await _person(session, member_id)
        if person.chat_id == actor.chat_id:
            raise Refused("certificate.own")
        rules = await program.in_force(session, at)
        rule.check(worth_minor, rules.program)
        own = f"award:{key}"
        number = await certificate_steps.issued(session, member_id, worth_minor, own, at=at, rules=rules, last=None)
        voucher = await session.get_one(Voucher, number)
        facts = {"voucher": number, "minor": worth_minor, "currency": rules.program.currency}
        facts["until"] = voucher.valid_until.isoformat()
        if await tell_member(session, member_id, Notice("certificate.awarded", facts, key=own), at=at):
            await audit.write(session, staff, "certificates.award", f"member:{member_id}", at=at, voucher=number)
        return Awarded(member_id, number, worth_minor, person.name)


async def _person(session: AsyncSession, member_id: int) -> Person:
    member, person = await session.get(Member, member_id), await session.get(Person, member_id)
    if member is None or person is None or member.state is not MemberState.ACTIVE:
        raise Refused("member.unknown")
    return person
