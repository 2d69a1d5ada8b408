"""What is on for the member now, in one message, each thing with the button that leads to it."""

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import Birthday, Invite, Points, Settings
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases.offers import BirthdayGift, Offers


def offers(result: Offers, t: Texts) -> Screen:
    told = [*_waiting(result, t), *_birthday(result.birthday, t), *_friends(result, t), *_tier(result, t)]
    body = "\n\n".join(told)
    text = lines(t("✨ <b>What's on for you</b>"), "", Html(body) if told else _nothing(t))
    return Screen(text, (*_ways(result, t), (Button(t.plain("💰 My points"), Points()), *keys.home(t))))


def _nothing(t: Texts) -> Html:
    return t("Nothing special just now. Every order brings points, as always.")


def _waiting(result: Offers, t: Texts) -> list[Html]:
    now, told = result.now, []
    if now.pending_welcome:
        points = t.points(now.pending_welcome)
        told.append(t("🎁 <b>{points}</b> wait for you: they come with your first order.", points=points))
    if now.pending_orders:
        points = t.points(now.pending_orders)
        told.append(t("⏳ <b>{points}</b> come when your order is delivered.", points=points))
    if now.soonest_on is not None:
        points, until = t.points(now.soonest_points), t.date(now.soonest_on)
        told.append(t("⌛ <b>{points}</b> can be spent until {date}.", points=points, date=until))
    return told


def _birthday(gift: BirthdayGift, t: Texts) -> list[Html]:
    points = t.points(gift.points)
    if gift.state == "unknown":
        return [t("🎂 Tell us your birthday: each year it brings <b>{points}</b>.", points=points)]
    if gift.state == "quiet":
        return [t("🎂 Your birthday could bring <b>{points}</b>: switch offers on in the settings.", points=points)]
    if gift.opens is None or gift.closes is None:
        return []
    opens, closes = t.date(gift.opens), t.date(gift.closes)
    if gift.state == "ahead":
        return [t("🎂 Your birthday gift of <b>{points}</b> comes on {date}.", points=points, date=opens)]
    return [t("🎂 Your birthday gift of <b>{points}</b> is on its way, by {date}.", points=points, date=closes)]


def _friends(result: Offers, t: Texts) -> list[Html]:
    if not result.inviter_points and not result.friend_points:
        return []
    yours, theirs = t.points(result.inviter_points), t.points(result.friend_points)
    # NOTE: {yours} and {theirs} are like "200 points".
    return [t("🤝 Bring a friend: <b>{yours}</b> for you, {theirs} for your friend.", yours=yours, theirs=theirs)]


def _tier(result: Offers, t: Texts) -> list[Html]:
    now = result.now
    if now.next_tier is None:
        return []
    money, above = t.money(now.missing_minor, now.currency), tier_name(t, now.next_tier)
    factor = t.number(result.next_factor)
    return [
        t(
            # NOTE: {next} is a level such as "Silver"; {factor} a number such as 1.2 that points are multiplied by.
            "🏅 {money} more, and you are {next}: every order then brings {factor} times the points.",
            money=money,
            next=above,
            factor=factor,
        )
    ]


def _ways(result: Offers, t: Texts) -> tuple[tuple[Button, ...], ...]:
    ways = []
    if result.birthday.state == "unknown":
        ways.append(Button(t.plain("🎂 Add my birthday"), Birthday()))
    if result.birthday.state == "quiet":
        ways.append(Button(t.plain("⚙️ Settings"), Settings()))
    if result.inviter_points or result.friend_points:
        ways.append(Button(t.plain("🎁 Invite"), Invite()))
    return keys.in_rows(ways, 1)
