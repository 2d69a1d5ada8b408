"""The address the process listens on: had, or told in one sentence which setting to change."""

import socket
from contextlib import closing

import aiohttp
import pytest

from bot.http.server import application, serving
from bot.settings import BadSettings


async def refused(host: str, port: int) -> str:
    with pytest.raises(BadSettings) as told:
        async with serving(application(), host, port):
            pytest.fail("it listens")
    (sentence,) = told.value.sentences
    return sentence


async def test_a_taken_port_is_one_sentence() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        said = await refused("127.0.0.1", port)
    assert said == f"HTTP_PORT: port {port} is taken by another program; choose another one, or 0 for any."


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
async def test_an_address_of_another_machine_is_one_sentence(host: str) -> None:
    assert await refused(host, 0) == f"HTTP_HOST: “{host}” is not an address of this machine."


async def test_port_0_is_any_free_one() -> None:
    async with serving(application(), "127.0.0.1", 0) as port, aiohttp.ClientSession() as http:
        answer = await http.get(f"http://127.0.0.1:{port}/docs")
        assert (answer.status, port > 0) == (200, True)
