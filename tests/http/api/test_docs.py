"""What /docs shows can be pasted into a shell: every line of it, against the demo shop."""

import asyncio
import html
import os
import re
from pathlib import Path

import aiohttp
import pytest

from db.enums import Scope
from tests.support.demo_api import demo


@pytest.mark.xdist_group("demo")
async def test_every_example_runs_as_it_stands(demo_file: Path) -> None:
    """It does what it says, or is told why not; no form is wrong, no key is missing."""
    async with demo(demo_file) as (shop, keys), aiohttp.ClientSession() as http:
        async with http.get(f"{shop.url}/docs") as answer:
            page = await answer.text()
        lines = [html.unescape(each) for each in re.findall(r"<pre>(curl .*?)</pre>", page, re.S)]
        said = {scope.value.upper(): key for scope, key in keys.items()} | {"OKAERI": shop.url}
        assert len(lines) >= 24
        missing = await (shop.with_key(keys[Scope.TILL])).get("/members/999")
        assert f"id='{missing.json['type'].partition('#')[2]}'" in page
        done = 0
        for line in sorted(lines, key=lambda line: "DELETE" in line):  # or there would be nobody to ask about
            status, told = await run(line, said)
            assert status < 500, f"{line}\n{told}"
            assert not re.search(r'"code": "(api|access)\.', told), f"{line}\n{told}"
            done += status < 300
        assert done > len(lines) // 2


async def run(line: str, said: dict[str, str]) -> tuple[int, str]:
    shell = await asyncio.create_subprocess_exec(
        *("sh", "-c", f"{line} -w '\\n%{{http_code}}'"), env=os.environ | said, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await shell.communicate()
    told, _, status = out.decode().rpartition("\n")
    return int(status), told
