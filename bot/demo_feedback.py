"""The demo shop's ratings: most are glad, some are not; Olga answers those, apologises, and closes the talk."""

from datetime import datetime, timedelta
from random import Random

from bot.rules.feedback import BAD, PARTS, reasons_for
from bot.usecases import compensation, feedback
from bot.usecases import conversation_desk as desk
from bot.usecases.actor import Actor
from bot.usecases.conversation_steps import Said
from db.session import Database

RATED, WORDED = 0.4, 0.6  # of orders; of ratings
STARS = (5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 5, 5, 5, 4, 5, 5, 3, 2, 1)
GLAD = {
    "en": ("The salmon was so fresh!", "Fast and friendly, thank you", "Tasty as always"),
    "ru": ("Лосось очень свежий!", "Быстро и вежливо, спасибо", "Вкусно, как всегда"),
    "pl": ("Łosoś był bardzo świeży!", "Szybko i miło, dziękujemy", "Pysznie jak zawsze"),
}
SAD = {
    "en": ("The rolls were cold", "We waited an hour and a half", "You forgot the soy sauce"),
    "ru": ("Роллы приехали холодные", "Ждали полтора часа", "Забыли соевый соус"),
    "pl": ("Rolki były zimne", "Czekaliśmy półtorej godziny", "Zapomnieliście o sosie sojowym"),
}
ANSWER = {
    "en": "We are very sorry. The kitchen knows, and here is a small apology.",
    "ru": "Нам очень жаль. Кухня уже знает, а это наши извинения.",
    "pl": "Bardzo przepraszamy. Kuchnia już wie, a to nasze przeprosiny.",
}
SORRY = 100
ANSWERED_UNTIL = timedelta(days=1)  # what was said later still waits


async def tell(db: Database, olga: Actor, member: Actor, order_id: int, *, at: datetime, now: datetime) -> None:
    """The member may have said how the order was, two hours after it came; always the same for the same order."""
    chance = Random(f"feedback:{order_id}")  # noqa: S311 - the demo is the same each time
    if chance.random() > RATED:
        return
    stars, said_at = chance.choice(STARS), at + timedelta(hours=2)
    language = member.language if member.language in GLAD else "en"
    seen = await feedback.rate(db, member, order_id, stars, at=said_at)
    await feedback.reason(db, member, order_id, chance.choice(reasons_for(stars)), at=said_at)
    for part in PARTS:
        await feedback.part(db, member, order_id, part, max(1, stars - chance.randrange(2)), at=said_at)
    if stars <= BAD or chance.random() < WORDED:
        words = chance.choice((SAD if stars <= BAD else GLAD)[language])
        await feedback.write(db, member, order_id, Said(words), at=said_at)
    if seen.promised and said_at < now - ANSWERED_UNTIL:
        await _put_right(db, olga, seen.promised.conversation_id, language, said_at + timedelta(minutes=40))


async def _put_right(db: Database, olga: Actor, talk: int, language: str, at: datetime) -> None:
    await desk.answer(db, olga, talk, Said(ANSWER[language]), at=at)
    await compensation.points(db, olga, talk, SORRY, at=at)
    await desk.close(db, olga, talk, at=at + timedelta(hours=5))
