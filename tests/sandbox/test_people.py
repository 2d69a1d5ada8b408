"""People and a bot, over real HTTP: what one does, the other sees."""

from tests.support.telegram import FakeTelegram


async def test_ann_writes_and_reads_the_answer() -> None:
    async with FakeTelegram() as tg:
        ann = tg.person("Ann")
        await ann.says("/start hello")
        status, updates = await tg.call("getUpdates", timeout=1)
        assert (status, updates["result"][0]["message"]["text"]) == (200, "/start hello")
        await tg.call("sendMessage", chat_id=ann.id, text="Hello <b>Ann</b>", parse_mode="HTML")
        await ann.sees("Hello Ann")
        assert (await ann.screen()).html == "Hello <b>Ann</b>"
        await ann.does_not_see("Bob")
