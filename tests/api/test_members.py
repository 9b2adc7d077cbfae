"""Members over HTTP: the people of a tenant, one of whom is always an owner."""

import pytest

from tests.api.operator import Operator
from tests.world.written import written

ADA = {"name": "Ada", "email": "ada@example.com", "role": "owner"}
BOB = {"name": "Bob", "email": "bob@example.com", "role": "colleague"}


async def test_a_member_is_taken_in_changed_and_taken_away(operator: Operator) -> None:
    ada = (await operator.post("/members", {**ADA, "email": " Ada@Example.COM "})).data
    assert (ada["name"], ada["email"], ada["role"]) == ("Ada", "ada@example.com", "owner")
    bob = (await operator.post("/members", BOB)).data
    assert (await operator.get("/members")).data == [ada, bob]
    one = f"/members/{bob['id']}"
    assert (await operator.patch(one, {"role": "manager"})).data["role"] == "manager"
    assert (await operator.patch(one, {"name": "Bob B."})).data["name"] == "Bob B."
    assert (await operator.delete(one)).status == 204
    for reply in (await operator.get(one), await operator.delete(one), await operator.patch(one, {})):
        assert reply.refused == (404, "not_found")
    assert (await operator.post("/members", BOB)).status == 201


async def test_the_last_owner_stays_one(operator: Operator) -> None:
    ada = f"/members/{(await operator.post('/members', ADA)).data['id']}"
    bob = f"/members/{(await operator.post('/members', BOB)).data['id']}"
    assert (await operator.delete(ada)).refused == (409, "in_use")
    assert (await operator.patch(ada, {"role": "manager"})).refused == (409, "in_use")
    assert (await operator.patch(ada, {"name": "Ada L.", "role": "owner"})).status == 200
    await operator.patch(bob, {"role": "owner"})
    assert (await operator.patch(ada, {"role": "colleague"})).status == 200
    assert (await operator.delete(bob)).refused == (409, "in_use")


async def test_an_e_mail_is_one_members_and_stands_nowhere_in_the_open(operator: Operator) -> None:
    assert (await operator.post("/members", ADA)).status == 201
    again = {**ADA, "email": "ADA@example.com", "role": "colleague"}
    assert (await operator.post("/members", again)).refused == (409, "exists_already")
    assert b"ada@example.com" not in await written(operator.town.house.store)


@pytest.mark.parametrize(
    "more",
    [
        {"email": "ada"},
        {"email": "ada@example"},
        {"email": "ada@example.com\r\nBcc: all@example.com"},
        {"email": "a" * 250 + "@example.com"},
        {"role": "god"},
        {"role": ["owner"]},
        {"name": ""},
        {"name": "Ada\nBcc: x"},
        {"password": "x"},
    ],
)
async def test_what_a_member_cannot_be_is_refused(operator: Operator, more: dict[str, object]) -> None:
    assert (await operator.post("/members", {**ADA, **more})).refused == (400, "invalid_request")
    assert (await operator.get("/members")).data == []


async def test_a_members_e_mail_cannot_be_changed(operator: Operator) -> None:
    one = f"/members/{(await operator.post('/members', ADA)).data['id']}"
    assert (await operator.patch(one, {"email": "eve@example.com"})).refused == (400, "invalid_request")
    assert (await operator.get(one)).data["email"] == "ada@example.com"
