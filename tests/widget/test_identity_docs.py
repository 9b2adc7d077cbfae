"""The snippets of docs/widget-identity.md, run as they stand: what a shop copies from there is taken by us."""

import asyncio
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.widget.conftest import Opens
from tests.world.town import Town

DOC = Path(__file__).parents[2] / "docs" / "widget-identity.md"
CALLS = {
    "python": ((sys.executable, "-c"), "print(identity_token({0!r}, {1!r}, 'ada', 'jane.doe@example.com'), end='')"),
    "js": (("node", "-e"), "process.stdout.write(identityToken({0!r}, {1!r}, 'ada', 'jane.doe@example.com'))"),
    "php": (("php", "-r"), "echo identity_token({0!r}, {1!r}, 'ada', 'jane.doe@example.com');"),
}


def signed(language: str, kid: str, secret: str) -> str:
    """What the snippet makes of a secret."""
    found = re.findall(rf"^```{language}\n(.*?)^```", DOC.read_text(), re.MULTILINE | re.DOTALL)
    (snippet,) = [each for each in found if "hmac" in each.lower()]
    command, call = CALLS[language]
    script = f"{snippet}\n{call.format(kid, secret)}"
    return subprocess.run([*command, script], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", CALLS)
async def test_a_copied_snippet_signs_somebody_in(shop: Town, opens: Opens, language: str) -> None:
    token = await asyncio.to_thread(signed, language, shop.kid, shop.identity_secret)
    shop.clock.pass_(time.time() - shop.clock())  # a snippet looks at the real clock
    page = opens(identity=token)
    await page.connect()
    assert "Out for delivery" in (await page.answer(await page.send("where is ORD-9842?")))["text"]
