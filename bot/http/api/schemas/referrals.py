"""A member's invitation."""

from bot.http.api.schemas.shared import Told
from bot.rules import deep_links
from bot.usecases.referral import Invitation


class ReferralOut(Told):
    """`link` opens the bot as invited by them; how many opened it, joined by it and brought points, and how many
    points."""

    code: str
    link: str
    opened: int
    joined: int
    paid: int
    points: int

    @classmethod
    def of(cls, mine: Invitation, username: str) -> "ReferralOut":
        tally = mine.tally
        link = deep_links.url(username, deep_links.build("referral", mine.code))
        return cls(
            code=mine.code, link=link, opened=tally.opened, joined=tally.joined, paid=tally.paid, points=tally.points
        )
