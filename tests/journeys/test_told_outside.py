"""A program beside the shop hears what happens, over real HTTP: signed, in numbers, as soon as it is so."""

from pathlib import Path

from bot import app
from bot.rules import hooks
from bot.sender.pace import Pace
from tests.journeys.test_first_story import bobs_order, code_on, sets_out
from tests.support.hooks import Receiver, genuine, receiving
from tests.support.open_shop import SECRET, OpenShop, settings_for
from tests.support.shop import until
from tests.support.telegram import TOKEN, FakeTelegram


async def test_a_program_hears_of_bob_and_of_his_order(street: FakeTelegram, sqlite_url: str, tmp_path: Path) -> None:
    # As in the sandbox, where a receiver may stand on the same machine.
    settings = settings_for(sqlite_url, tmp_path, street.url).model_copy(update={"bot_token": ""})
    built = app.build(settings, street.clock, app.bot_for(TOKEN, street.url), pace=Pace(1000, gap=0.01))
    receiver = Receiver()
    async with receiving(receiver.take) as receiver.port, app.opened(built) as shop, app.polling(shop):
        here = OpenShop(shop, street)
        olga, carl, bob = await bobs_order(here)
        await olga.says("/integrations")
        await olga.presses("📡 Webhooks")
        await olga.presses("➕ New webhook")
        await olga.says(receiver.url)
        await olga.presses("📨 Send a test")
        await olga.sees("It answered 200: taken.", anywhere=True)
        await sets_out(carl)
        await carl.presses("Delivered")
        await carl.says(await code_on(bob))
        await carl.sees("delivered")

        wanted = {"order.accepted", "order.on_the_way", "order.delivered", "points.moved"}
        await until(lambda: _heard(receiver, wanted))
    key = hooks.secret(SECRET, 1, 1)
    assert all(genuine(headers, body, key, now=street.clock.now().timestamp()) for headers, body in receiver.got)
    assert "Bob" not in "".join(body.decode() for _, body in receiver.got)
    seqs = {event["seq"] for event in receiver.events if event["member_id"] is not None}
    assert seqs == set(range(1, len(seqs) + 1))


async def _heard(receiver: Receiver, wanted: set[str]) -> bool:
    return wanted <= {event["kind"] for event in receiver.events}
