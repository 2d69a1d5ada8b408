"""The command menu beside the message field: each role sees its own commands, in the person's language."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.i18n import N_, Catalogue, Texts
from bot.telegram.presenter import Presenter
from bot.usecases import chats
from bot.usecases.actor import Actor
from db.enums import Role
from db.session import Database

EDITION = 5  # counts changes of the lists below, so that menus shown before are replaced

CUSTOMER = (
    ("start", N_("Home")),
    ("balance", N_("My points")),
    ("card", N_("My card")),
    ("level", N_("My level")),
    ("history", N_("History")),
    ("rewards", N_("Rewards")),
    ("invite", N_("Invite a friend")),
    ("offers", N_("What's on")),
    # NOTE: other companies where the points are good as well.
    ("partners", N_("Partners")),
    ("rules", N_("How points work")),
    ("verify", N_("Check my points")),
    ("settings", N_("Settings")),
    ("language", N_("Language")),
    ("privacy", N_("My data")),
    ("support", N_("Write to the shop")),
    ("help", N_("Help")),
    ("cancel", N_("Stop what I'm doing")),
)
COURIER = (("deliveries", N_("My deliveries")),)
SALE = ("sale", N_("Serve a customer"))
KITCHEN = ("kitchen", N_("How busy the kitchen is"))
TALKS = ("support", N_("Talks with members"))
MANAGER = (
    SALE,
    ("orders", N_("Orders")),
    KITCHEN,
    ("member", N_("Find a member")),
    TALKS,
    ("feedback", N_("What members say")),
    ("broadcast", N_("Send a message to members")),
    ("surplus", N_("Something is left over")),
    ("segments", N_("Segments")),
    ("automations", N_("Automatic offers")),
    ("promo", N_("Promo codes")),
    ("catalogue", N_("Catalogue of rewards")),
    ("partners", N_("Partners")),
    ("staff", N_("Staff")),
    ("stats", N_("Figures")),
    ("audit", N_("Who did what")),
)
OWNER = (*MANAGER, ("program", N_("Programme and outlets")), ("integrations", N_("Tills, sites, webhooks")))
OF_ROLE = {
    Role.OWNER: OWNER,
    Role.MANAGER: MANAGER,
    Role.COURIER: COURIER,
    Role.CASHIER: (SALE, ("member", N_("Find a member"))),
    Role.SUPPORT: (TALKS, KITCHEN, ("member", N_("Find a member"))),
    Role.PARTNER: (("sale", N_("Serve a member")),),
}


def commands(role: Role | None, t: Texts) -> list[BotCommand]:
    """The menu of a role: its own commands first, then those every customer has."""
    own = dict(OF_ROLE.get(role, ())) if role else {}
    named = own | {name: told for name, told in CUSTOMER if name not in own}
    return [BotCommand(command=name, description=t.plain(told)) for name, told in named.items()]


async def publish(bot: Bot, catalogue: Catalogue) -> None:
    """The customers' menu for everybody, in every language we speak; done at start."""
    for language in (None, *catalogue.languages):
        await bot.set_my_commands(
            commands(None, catalogue.texts(language)), scope=BotCommandScopeAllPrivateChats(), language_code=language
        )


async def refresh(presenter: Presenter, db: Database, actor: Actor, t: Texts) -> None:
    """Sets this chat's own menu when the person's role or language has changed since it was last set."""
    wanted = f"{actor.role or 'customer'}:{t.language}:{EDITION}"
    if not actor.known or actor.menu == wanted or (actor.menu is None and actor.role is None and not actor.language):
        return
    scope = BotCommandScopeChat(chat_id=actor.chat_id)
    await presenter.bot.set_my_commands(commands(actor.role, t), scope=scope)
    await chats.menu_shown(db, actor.chat_id, wanted)
