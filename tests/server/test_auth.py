"""Keys and rates at the server's own gate; and a database that is away, at both doors."""

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from infra.signals.limits import LocalLimits
from server.auth import Auth
from server.middleware import errors, on_prepare
from tenants.principal import Scope
from tests.world.town import Setup, Town

SESSIONS = "/api/v1/chat/sessions"


@pytest.fixture
async def gate(town: Town) -> AsyncIterator[aiohttp.ClientSession]:
    """A door behind which there is nothing, at three requests a minute for each key."""
    await town.open(Setup())
    auth = Auth(town.house.directory, LocalLimits(3), town.clock)

    async def enter(request: web.Request) -> web.Response:
        principal = await auth(request, Scope.CHAT_READ)
        return web.json_response({"tenant": principal.tenant_id})

    app = web.Application(middlewares=[errors(lambda _request, _error: None)])
    app.add_routes([web.get("/", enter)])
    app.on_response_prepare.append(on_prepare)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{await town._serve(app)}") as client:
        yield client


async def _comes(gate: aiohttp.ClientSession, headers: dict[str, str]) -> tuple[int, Any, Mapping[str, str]]:
    async with gate.get("/", headers=headers) as response:
        return response.status, await response.json(content_type=None), response.headers


async def test_above_its_rate_a_key_is_told_when_to_come_back(gate: aiohttp.ClientSession, town: Town) -> None:
    key = {"Authorization": f"Bearer {town.key}"}
    for left in ("2", "1", "0"):
        status, _, headers = await _comes(gate, key)
        assert (status, headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == (200, "3", left)
    status, problem, headers = await _comes(gate, key)
    assert (status, problem["code"], headers["Content-Type"]) == (429, "too_many_requests", "application/problem+json")
    assert (headers["Retry-After"], headers["RateLimit-Remaining"], headers["RateLimit-Reset"]) == ("20", "0", "60")
    town.clock.pass_(20)
    assert (await _comes(gate, key))[0] == 200


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "BEARER   {}"])
async def test_a_key_is_read_from_the_header_however_it_is_written(
    gate: aiohttp.ClientSession, town: Town, form: str
) -> None:
    assert (await _comes(gate, {"Authorization": form.format(town.key)}))[0] == 200


async def test_a_key_may_stand_in_a_header_of_its_own(gate: aiohttp.ClientSession, town: Town) -> None:
    assert (await _comes(gate, {"X-Api-Key": town.key}))[0] == 200
    assert (await _comes(gate, {"Authorization": "Basic eDp5"}))[1]["code"] == "no_key"


async def test_a_fault_of_ours_is_a_problem_that_tells_nothing_and_a_line_in_the_log(
    gate: aiohttp.ClientSession, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(town.database)) as connection:
        connection.execute("UPDATE keys SET scopes = '[\"nonsense\"]'")
        connection.commit()
    status, problem, headers = await _comes(gate, {"Authorization": f"Bearer {town.key}"})
    assert (status, problem["code"]) == (500, "internal_error")
    assert "nonsense" not in str(problem)
    record = next(each for each in caplog.records if each.message == "request failed")
    assert record.__dict__["request"] == headers["X-Request-Id"]


async def test_a_database_that_is_away_is_503_at_both_doors_and_comes_back(town: Town) -> None:
    await town.open(Setup())
    completions = {"model": town.agent, "messages": [{"role": "user", "content": "hello"}]}
    asked = ((SESSIONS, {"agentId": town.agent}), ("/v1/chat/completions", completions))
    headers = {"Authorization": f"Bearer {town.key}"}
    async with aiohttp.ClientSession(town.url, headers=headers) as client:
        with closing(sqlite3.connect(town.database, isolation_level=None)) as connection:
            connection.execute("ALTER TABLE generation RENAME TO away")
            for path, body in asked:
                async with client.post(path, json=body) as response:
                    assert (response.status, response.headers["Retry-After"]) == (503, "5")
                    told = await response.json(content_type=None)
            assert told["error"]["type"] == "server_error"
            connection.execute("ALTER TABLE away RENAME TO generation")
        for path, body in asked:
            async with client.post(path, json=body) as response:
                assert response.ok
