"""What the buttons of the staff's talks with members carry, and those of what members say."""

from aiogram.filters.callback_data import CallbackData


class ShowTalks(CallbackData, prefix="tks"):
    """Talks that are open (or closed), a page of them; of one member: both."""

    closed: int = 0
    page: int = 0
    member: int = 0


class OpenTalk(CallbackData, prefix="tko"):
    """One talk, messages older than number `before` (0: the newest)."""

    talk: int
    before: int = 0


class TakeTalk(CallbackData, prefix="tkt"):
    """It is mine now; `seen` had it when I looked (0: nobody)."""

    talk: int
    seen: int = 0


class TalkDo(CallbackData, prefix="tkd"):
    """`do`: "answer" (words come next), "close", "sorry" (what can be given), "amount" (points come next)."""

    do: str
    talk: int


class TalkPhotos(CallbackData, prefix="tkv"):
    """The pictures of the talk, please."""

    talk: int


class GivePoints(CallbackData, prefix="tkp"):
    """So many points as an apology."""

    talk: int
    points: int


class GiveReward(CallbackData, prefix="tkr"):
    """This reward as an apology."""

    talk: int
    reward: int


class ShowFeedback(CallbackData, prefix="fbk"):
    """What members say; `part`: "stars", "nps", "words" or "talks", of the last so many `days`."""

    part: str = "stars"
    days: int = 30
