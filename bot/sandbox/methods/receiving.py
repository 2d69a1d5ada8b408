"""How the bot gets updates and files."""

from bot.sandbox.judge import Call
from bot.sandbox.keyboards import Json
from bot.sandbox.mailbox import Update
from bot.sandbox.methods import Stage, plays
from bot.sandbox.refusal import bad_request
from bot.sandbox.webhook import Target, checked


@plays("getUpdates")
async def get_updates(stage: Stage, call: Call) -> list[Update]:
    limit = call.get("limit")
    limit = 100 if limit is None else max(1, min(100, limit))
    return await stage.world.mailbox.poll(
        call.get("offset") or 0, limit, call.get("timeout") or 0, call.get("allowed_updates")
    )


@plays("setWebhook")
def set_webhook(stage: Stage, call: Call) -> bool:
    if not call.get("url"):
        _drop(stage, call)
        return True
    target = checked(Target(call.get("url"), call.get("secret_token") or "", call.get("max_connections") or 40))
    if call.get("drop_pending_updates"):
        stage.world.mailbox.waiting.clear()
    if call.get("allowed_updates") is not None:
        stage.world.mailbox.allowed = tuple(call.get("allowed_updates"))
    stage.webhook.set(target)
    return True


@plays("deleteWebhook")
def delete_webhook(stage: Stage, call: Call) -> bool:
    _drop(stage, call)
    return True


def _drop(stage: Stage, call: Call) -> None:
    if call.get("drop_pending_updates"):
        stage.world.mailbox.waiting.clear()
    stage.webhook.remove()


@plays("getWebhookInfo")
def get_webhook_info(stage: Stage, call: Call) -> Json:
    target, mailbox, error = stage.webhook.target, stage.world.mailbox, stage.webhook.last_error
    info: Json = {
        "url": target.url if target else "",
        "has_custom_certificate": False,
        "pending_update_count": len(mailbox.waiting),
    }
    if target:
        info |= {"max_connections": target.max_connections, "ip_address": "127.0.0.1"}
    if error:
        info |= {"last_error_date": stage.world.now(), "last_error_message": error}
    if mailbox.allowed:
        info["allowed_updates"] = list(mailbox.allowed)
    return info


@plays("logOut")
@plays("close")
def leave(stage: Stage, call: Call) -> bool:
    return True


@plays("getFile")
def get_file(stage: Stage, call: Call) -> Json:
    file = stage.world.files.get(call.get("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }
