"""How often a key may ask: said with every reply, and refused politely above it."""

from tests.api.operator import Operator


async def test_what_is_left_of_a_keys_rate_is_told_and_kept(operator: Operator) -> None:
    there = await operator.beside(requests_per_minute=3)
    seen = [await there.get("/agents") for _ in range(3)]
    assert [reply.headers["RateLimit-Remaining"] for reply in seen] == ["2", "1", "0"]
    assert {reply.headers["RateLimit-Limit"] for reply in seen} == {"3"}
    over = await there.get("/agents")
    assert over.refused == (429, "too_many_requests")
    wait = int(over.headers["Retry-After"])
    assert 0 < wait <= 60
    assert (await there.get("/nowhere")).refused == (404, "unknown_path")
    operator.town.clock.pass_(wait)
    assert (await there.get("/agents")).status == 200
    await there.leaves()


async def test_one_keys_haste_is_not_anothers(operator: Operator, rival: Operator) -> None:
    there = await operator.beside(requests_per_minute=1)
    await there.get("/agents")
    assert (await there.get("/agents")).status == 429
    assert (await there.ask("GET", "/agents", key=rival.key)).status == 200
    await there.leaves()


async def test_a_refused_request_counts_too(operator: Operator) -> None:
    there = await operator.beside(requests_per_minute=1)
    assert (await there.post("/agents", b"{")).status == 400
    assert (await there.post("/agents", {"name": "Late"})).status == 429
    assert (await operator.get("/agents?limit=100")).data[-1]["name"] == "Order status"
    await there.leaves()
