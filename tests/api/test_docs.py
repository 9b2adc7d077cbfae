"""The page about this API says what is served: every operation with its scope, every code with its status."""

import re
from pathlib import Path

import aiohttp

from routes.openapi import EVERYWHERE
from server.problems import OF_SETUP
from tenants.errors import Code
from tests.api.estate import name, operations
from tests.api.operator import ROOT, Operator

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
SEED = {
    ("POST /integrations/{kind}/connect", "integrations:write"),
    ("POST /agents/{id}/integrations/{kind}/provision", "skills:write"),
    ("POST /agents/{id}/publish", "agents:write"),
    ("POST /chat/sessions/{id}/messages", "chat:write"),
}
"""Of the published product page; the fifth is `POST /chat/completions`."""
FROM_THE_ROUTER = {(404, "unknown_path"), (405, "method_not_allowed"), (412, "changed_meanwhile"), (404, "not_found")}


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


async def test_the_table_of_scopes_is_what_is_served(operator: Operator) -> None:
    rows = [f"| `{name(each)}` | `{each.scope.value}` | {each.summary} |" for each in operations(operator)]
    shown = re.findall(r"^\| `[A-Z]+ /.*\|$", section("Keys and scopes"), re.MULTILINE)
    assert shown == rows, "\n" + "\n".join(rows)


async def test_the_five_endpoints_are_served_as_they_were_published(operator: Operator) -> None:
    bare = {(name(each), each.scope.value) for each in operations(operator) if each.bare}
    assert bare >= SEED
    shown = set(re.findall(r"\| `(POST \S+)` \| `(\S+)` \|$", section("The five endpoints"), re.MULTILINE))
    assert shown == SEED | {("POST /chat/completions", "chat:write")}
    described = (await operator.ask("GET", "/openapi.json", key="", root="")).body["paths"]
    for each, _ in shown:
        path = each.removeprefix("POST ")
        assert {path, ROOT + path} <= set(described)


async def test_every_code_stands_in_the_table_of_errors_with_its_status(operator: Operator) -> None:
    shown = {
        (int(status), code) for status, code in re.findall(r"^\| (\d+) \| `(\w+)` \|", section("Errors"), re.MULTILINE)
    }
    served = {(status, code) for status, codes in EVERYWHERE.items() for code in codes}
    for each in operations(operator):
        served |= {(status, code) for status, codes in each.refuses.items() for code in codes}
    of_setup = {OF_SETUP.get(code, (409, code.value)) for code in Code}
    assert shown == served | of_setup | FROM_THE_ROUTER


async def test_the_readable_page_names_every_operation_and_loads_nothing(operator: Operator) -> None:
    async with aiohttp.request("GET", f"{operator.town.url}/docs") as response:
        text = await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for each in operations(operator):
        assert f"<code>{each.path}</code>" in text
    assert not re.search(r"<(script|link|img|iframe)|src=|url\(|@import", text)


async def test_the_document_is_the_same_for_whoever_has_it_already(operator: Operator) -> None:
    first = await operator.ask("GET", "/openapi.json", key="", root="")
    again = await operator.ask("GET", "/openapi.json", key="", root="", If_None_Match=first.headers["ETag"])
    assert (first.body["openapi"], again.status, again.body) == ("3.1.0", 304, None)
