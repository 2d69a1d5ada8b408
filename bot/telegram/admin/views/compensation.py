"""What can be given as an apology."""

from bot.i18n import Texts, lines
from bot.rules.benefits import named
from bot.telegram.admin.conversation_callbacks import GivePoints, GiveReward, OpenTalk, TalkDo
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.compensation import Choices

SHARES = (1, 2, 3)  # of what is proposed


def choices(seen: Choices, t: Texts) -> Screen:
    text = lines(
        t("🎁 <b>An apology</b>"),
        t(
            "Once in a talk, up to {points} or a reward of that price. The member is told at once.",
            points=_most(seen, t),
        ),
    )
    sums = sorted({seen.proposed * share for share in SHARES if 0 < seen.proposed * share <= seen.most})
    talk = seen.conversation_id
    points = [Button(t.points(number), GivePoints(talk=talk, points=number)) for number in sums]
    other = (Button(t.plain("Another number of points"), TalkDo(do="amount", talk=talk)),) if seen.most else ()
    rewards = [
        Button(f"🎟 {named(each.names, t.language)}"[:60], GiveReward(talk=talk, reward=each.reward_id))
        for each in seen.rewards
    ]
    return Screen(text, (*keys.in_rows(points, 3), other, *keys.in_rows(rewards, 1), keys.back(t, OpenTalk(talk=talk))))


def ask_amount(seen: Choices, t: Texts) -> Screen:
    text = lines(t("🎁 <b>How many points?</b>"), t("Send a number up to {points}.", points=_most(seen, t)))
    return Screen(text, (keys.back(t, OpenTalk(talk=seen.conversation_id)),))


def _most(seen: Choices, t: Texts) -> str:
    return t.points(seen.most)
