"""Invitations that looked odd: somebody of the staff decides."""

from datetime import datetime

from aiogram import Router

from bot.i18n import Texts
from bot.telegram.admin.callbacks import ReviewReferral, ShowReviews
from bot.telegram.admin.views import referrals as views
from bot.telegram.screen import Screen
from bot.usecases import referral_reviews
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def open_reviews(event: object, actor: Actor, t: Texts, rules: Rules, db: Database) -> Screen:
    return views.reviews(await referral_reviews.waiting(db, actor), t, rules)


async def decide(
    event: object, callback_data: ReviewReferral, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    if not callback_data.pay:
        await referral_reviews.refuse(db, actor, callback_data.referral, at=now)
        return views.refused(t)
    return views.released(await referral_reviews.release(db, actor, callback_data.referral, at=now), t)


def router() -> Router:
    router = Router(name="admin.referrals")
    router.callback_query.register(open_reviews, ShowReviews.filter())
    router.callback_query.register(decide, ReviewReferral.filter())
    return router
