"""Members, as they are asked for and told."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from bot.http.api.schemas.shared import PLAIN, Asked, Moment, Sentence, Told, Word, like
from bot.rules.timing import Birthday
from bot.usecases.enrolments import Agreed, Newcomer
from bot.usecases.member_changes import Changes, Erased
from bot.usecases.member_lookup import MemberSeen, Wanted
from db.enums import Tier

AS_SAID = "With + and the country, or as people here say it."
Phone = Annotated[str, Field(min_length=3, max_length=32, pattern=PLAIN, description=AS_SAID)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Card = Annotated[
    str, Field(min_length=1, max_length=500, pattern=PLAIN, description="The text of its QR, or its link.")
]
ANN = "+48600100200"
READ = {"version": "2026-12", "at": "2026-11-20T10:00:00+00:00", "proof": "form 4711 on shop.example"}


class FindIn(Asked):
    """Exactly one: the phone, the number on the card, or the card itself."""

    model_config = like({"phone": ANN}, minProperties=1, maxProperties=1)

    phone: Phone = ""
    number: Word = ""
    card: Card = ""

    @model_validator(mode="after")
    def one(self) -> "FindIn":
        if len(self.model_fields_set) != 1:
            raise ValueError("exactly one of phone, number and card")
        return self

    def read(self) -> Wanted:
        return Wanted(**self.model_dump(exclude_unset=True))


class BirthdayIn(Asked):
    """The year may be left out."""

    day: Annotated[int, Field(ge=1, le=31)]
    month: Annotated[int, Field(ge=1, le=12)]
    year: Annotated[int, Field(ge=1, le=9999)] | None = None

    def read(self) -> Birthday:
        return Birthday(self.day, self.month, self.year)


class BirthdayOut(Told):
    day: int
    month: int
    year: int | None

    @classmethod
    def of(cls, birthday: Birthday) -> "BirthdayOut":
        return cls(day=birthday.day, month=birthday.month, year=birthday.year)


class ConsentIn(Asked):
    """What somebody agreed to: the version of the text they read, when, and how that can be checked."""

    version: Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[A-Za-z0-9._-]*$")]
    at: Moment
    proof: Sentence

    def read(self) -> Agreed:
        return Agreed(self.version, self.at, self.proof)


class MemberIn(Asked):
    """`offers`: they agreed to advertising, too, by the same proof. `campaign`: what brought them."""

    model_config = like({"phone": "+48600100777", "name": "Ewa", "consent": READ, "offers": True})

    phone: Phone
    name: Name
    consent: ConsentIn
    offers: bool = False
    birthday: BirthdayIn | None = None
    campaign: Word | None = None

    def read(self) -> Newcomer:
        born = self.birthday.read() if self.birthday else None
        return Newcomer(self.phone, self.name, self.consent.read(), self.offers, born, self.campaign)


class ChangesIn(Asked):
    """What is to be otherwise."""

    model_config = like({"name": "Ann Green"}, minProperties=1)

    name: Name = ""
    birthday: BirthdayIn | None = None

    @model_validator(mode="after")
    def something(self) -> "ChangesIn":
        if not self.model_fields_set:
            raise ValueError("at least one of name and birthday")
        return self

    def read(self) -> Changes:
        name = self.name if "name" in self.model_fields_set else None
        return Changes(name, self.birthday.read() if self.birthday else None)


class OffersIn(Asked):
    """Whether they want advertising, and the proof that they said so."""

    model_config = like({"wanted": True, "consent": READ})

    wanted: bool
    consent: ConsentIn


class MemberOut(Told):
    """A member. null is what this key is not told, or nobody knows: a till gets the last digits of the phone, a partner
    the name alone, a reader no person. `in_chat`: they can be asked in their chat. `just_shown`: the card was on their
    screen just now; a picture of it or a printed one was not."""

    id: int
    number: str
    in_chat: bool
    name: str | None
    tier: Tier | None
    available: int | None
    phone: str | None
    joined_at: datetime | None
    orders_count: int | None
    birthday: BirthdayOut | None
    language: str | None
    offers: bool | None
    just_shown: bool | None

    @classmethod
    def of(cls, seen: MemberSeen) -> "MemberOut":
        born = BirthdayOut.of(seen.birthday) if seen.birthday else None
        return cls(**{**seen.__dict__, "birthday": born})


class ErasedOut(Told):
    """The person is gone; `forfeited` points went back to the shop."""

    id: int
    forfeited: int

    @classmethod
    def of(cls, erased: Erased) -> "ErasedOut":
        return cls(id=erased.id, forfeited=erased.forfeited)
