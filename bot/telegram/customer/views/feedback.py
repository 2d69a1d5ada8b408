"""How it was: the question, what was said so far, and the ways to say more."""

from bot.i18n import Html, Texts, lines
from bot.rules.feedback import BAD, MOST_STARS, PARTS, reasons_for
from bot.telegram.customer.conversation_callbacks import MyTalk
from bot.telegram.customer.feedback_callbacks import Rate, RatePart, RateReason, RateWords
from bot.telegram.customer.views import conversations
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import feedback_words as words
from bot.telegram.shared import keys
from bot.usecases.feedback import Review


def star_row(order: int, part: str = "") -> tuple[Button, ...]:
    """ "⭐ 1" to "⭐ 5" """
    numbers = range(1, MOST_STARS + 1)
    if part:
        return tuple(Button(f"⭐ {number}", RatePart(order=order, part=part, stars=number)) for number in numbers)
    return tuple(Button(f"⭐ {number}", Rate(order=order, stars=number)) for number in numbers)


def ask(order: int, t: Texts) -> Screen:
    text = lines(t("🥢 <b>Order № {order}: how was it?</b>", order=str(order)), t("One star is bad, five are great."))
    return Screen(text, (star_row(order), keys.home(t)))


def ask_part(review: Review, part: str, t: Texts) -> Screen:
    text = lines(
        t("🥢 <b>Order № {order}</b>", order=str(review.order_id)),
        t("{part}: how many stars?", part=words.part(t, part, None)),
    )
    return Screen(text, (star_row(review.order_id, part), keys.back(t, Rate(order=review.order_id))))


def ask_words(review: Review, t: Texts) -> Screen:
    text = lines(
        t("✍️ <b>Order № {order}: in your own words</b>", order=str(review.order_id)),
        t("Write what was good or bad, or send a photo."),
    )
    return Screen(text, (keys.back(t, Rate(order=review.order_id)),))


def review(seen: Review, t: Texts) -> Screen:
    """What was said so far; everything can still be changed."""
    if not seen.stars:
        return ask(seen.order_id, t)
    text = lines(
        t("🥢 <b>Order № {order}: {stars}</b>", order=str(seen.order_id), stars=words.stars(seen.stars)),
        _thanks(seen, t),
        # NOTE: {points} is "+10 points".
        t("🎁 {points} for telling us.", points=t.points(seen.points, signed=True)) if seen.points else None,
        conversations.promise(seen.promised, t) if seen.promised else None,
        t("“{words}”", words=seen.words) if seen.words else None,
        t("📷 Your photo is with us.") if seen.photo else None,
        "",
        t("What went wrong? Press it, write it here, or send a photo.")
        if seen.stars <= BAD
        else t("What did you like?"),
    )
    return Screen(text, _rows(seen, t))


def _thanks(seen: Review, t: Texts) -> Html:
    if seen.stars > BAD:
        return t("We are so glad! Thank you for telling us. 💛")
    return t("We are sorry. Thank you for telling us: we want to put it right.")


def _rows(seen: Review, t: Texts) -> Rows:
    order = seen.order_id
    reasons = [
        Button(_marked(t.plain(words.REASONS[each]), each in seen.reasons), RateReason(order=order, reason=each))
        for each in reasons_for(seen.stars)
        if seen.delivered or each not in ("courier", "kind", "late", "fast")
    ]
    parts = tuple(
        Button(words.part(t, each, seen.part(each)), RatePart(order=order, part=each))
        for each in PARTS
        if seen.delivered or each != "courier"
    )
    more = Button(t.plain("✍️ Tell us more"), RateWords(order=order), style="primary")
    talk = (Button(t.plain("💬 My talk with the shop"), MyTalk()),) if seen.promised else ()
    return (star_row(order), *keys.fitting(reasons), parts, (more,), talk, keys.home(t))


def _marked(label: str, on: bool) -> str:
    return f"✅ {label}" if on else label
