"""The bot about itself: who it is, its commands and names, its menu button; and what it may ask about a chat."""

from bot.sandbox.judge import Call
from bot.sandbox.keyboards import Json
from bot.sandbox.methods import Stage, plays
from bot.sandbox.records import Phone
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World

_COMMAND_CHARS = set("abcdefghijklmnopqrstuvwxyz0123456789_")
_MOST_COMMANDS = 100
_ABILITIES = (
    "can_join_groups",
    "can_read_all_group_messages",
    "supports_inline_queries",
    "can_connect_to_business",
    "has_main_web_app",
)


@plays("getMe")
def get_me(stage: Stage, call: Call) -> Json:
    return {**stage.world.bot, **dict.fromkeys(_ABILITIES, False)}


@plays("getChat")
def get_chat(stage: Stage, call: Call) -> Json:
    phone = stage.world.known(call.get("chat_id"))
    gifts = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"]
    return {
        **phone.chat,
        "accent_color_id": phone.person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


@plays("setMyCommands")
def set_my_commands(stage: Stage, call: Call) -> bool:
    commands: list[Json] = call.plain("commands")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not set(command["command"].removeprefix("/")) <= _COMMAND_CHARS:
            raise bad_request("BOT_COMMAND_INVALID")
    stage.world.commands[_scope(stage.world, call)] = commands
    _tell_all(stage.world)
    return True


@plays("getMyCommands")
def get_my_commands(stage: Stage, call: Call) -> list[Json]:
    return stage.world.commands.get(_scope(stage.world, call), [])


@plays("deleteMyCommands")
def delete_my_commands(stage: Stage, call: Call) -> bool:
    stage.world.commands.pop(_scope(stage.world, call), None)
    _tell_all(stage.world)
    return True


def _scope(world: World, call: Call) -> tuple[str, str]:
    scope = call.plain("scope") or {"type": "default"}
    name = scope["type"]
    if name == "chat":
        name = f"chat:{world.known(scope['chat_id']).person.id}"
    elif name not in ("default", "all_private_chats"):
        name = f"{name}:{scope.get('chat_id', '')}"
    return name, call.get("language_code") or ""


def menu_of(world: World, phone: Phone) -> list[Json]:
    """The commands this person sees: the narrowest scope that has some, in their language before in none."""
    language = phone.person.language_code
    scopes = (f"chat:{phone.person.id}", "all_private_chats", "default")
    places = [(scope, spoken) for scope in scopes for spoken in (language, "")]
    return next((world.commands[place] for place in places if world.commands.get(place)), [])


def _tell_all(world: World) -> None:
    for phone in world.phones.values():
        world.changed(phone)


def _profile(method: str, field: str, parameter: str) -> None:
    @plays(f"setMy{method}")
    def set_it(stage: Stage, call: Call) -> bool:
        stage.world.profile[field, call.get("language_code") or ""] = call.get(parameter) or ""
        _tell_all(stage.world)
        return True

    @plays(f"getMy{method}")
    def get_it(stage: Stage, call: Call) -> Json:
        profile, fallback = stage.world.profile, stage.world.identity.username if field == "name" else ""
        spoken = profile.get((field, call.get("language_code") or ""))
        return {parameter: spoken or profile.get((field, ""), fallback)}


_profile("Name", "name", "name")
_profile("Description", "description", "description")
_profile("ShortDescription", "short_description", "short_description")


@plays("setChatMenuButton")
def set_chat_menu_button(stage: Stage, call: Call) -> bool:
    button = call.plain("menu_button") or {"type": "default"}
    if call.get("chat_id") is None:
        stage.world.menu_button = button
    else:
        stage.world.known(call.get("chat_id")).menu_button = button
    _tell_all(stage.world)
    return True


@plays("getChatMenuButton")
def get_chat_menu_button(stage: Stage, call: Call) -> Json:
    phone = stage.world.known(call.get("chat_id")) if call.get("chat_id") is not None else None
    return (phone and phone.menu_button) or stage.world.menu_button
