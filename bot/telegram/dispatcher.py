"""Builds the Dispatcher: who is speaking, what is shown, and the routers of each audience, strictest first."""

from typing import Any

from aiogram import Dispatcher, Router

from bot.clock import Clock
from bot.i18n import Catalogue
from bot.telegram.checkout import Judged
from bot.telegram.forged import Forged
from bot.telegram.presenter import Presenter
from bot.telegram.trials import trial
from bot.telegram.who import Shown, Who
from db.session import Database


def build(db: Database, clock: Clock, catalogue: Catalogue, presenter: Presenter, **given: Any) -> Dispatcher:
    """A dispatcher whose handlers may ask for db, clock, catalogue, presenter and *given* by name."""
    given |= {"db": db, "clock": clock, "catalogue": catalogue, "presenter": presenter, "trial": trial}
    dispatcher = Dispatcher(disable_fsm=True, **given)
    dispatcher.update.outer_middleware(Who(db, clock, catalogue))
    dispatcher.callback_query.outer_middleware(Forged())
    shown = Shown(db, presenter)
    dispatcher.pre_checkout_query.middleware(Judged())
    dispatcher.message.middleware(shown)
    dispatcher.callback_query.middleware(shown)
    dispatcher.include_routers(*routers())
    return dispatcher


def routers() -> list[Router]:
    """New router objects each time: aiogram ties a router to one dispatcher."""
    from bot.telegram.admin import handlers as admin
    from bot.telegram.cashier import handlers as cashier
    from bot.telegram.courier import handlers as courier
    from bot.telegram.customer import handlers as customer

    return [*cashier.routers(), *admin.routers(), *courier.routers(), *customer.routers()]
