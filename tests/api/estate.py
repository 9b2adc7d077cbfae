"""Everything that a tenant can have, made over the API, and one valid request for each operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from escalation import photos
from escalation.photos import Added
from infra.once import Delivery
from routes.operation import Operation
from server.app import every_operation
from tests.api.operator import Operator

ZEROS = "0" * 26
PREFIXES = {
    "agents": "agt",
    "keys": "key",
    "publishable-keys": "pub",
    "numbers": "lin",
    "members": "mem",
    "sessions": "cnv",
    "conversations": "cnv",
    "webhooks": "whk",
    "deliveries": "dlv",
    "tickets": "tkt",
    "identity-secrets": "kid",
    "photos": "pho",
}
NOWHERE: Mapping[str, str] = {word: f"{prefix}_{ZEROS}" for word, prefix in PREFIXES.items()}
"""An id of each kind that nobody has."""
DEEP = ("publishable-keys", "identity-secrets")
URL = "https://shop.example.com/status"
ORIGINS = ["https://shop.example.com"]
TWILIO = {"credentials": {"accountSid": "AC" + "0" * 32, "authToken": "a-token-of-the-tests"}}


@dataclass
class Estate:
    """`ids`: by the word of the path that each stands behind; `secrets`: all that was shown once."""

    owner: Operator
    ids: dict[str, str] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    @classmethod
    async def of(cls, owner: Operator) -> "Estate":
        """At least one of everything that is served."""
        estate = cls(owner)
        connected = await owner.post("/integrations/generic_https/connect", {
            "credentials": {"secret": "generate"}, "settings": {"url": URL}, "replace": True,
        })  # fmt: skip
        estate.secrets += [connected.data["secret"], TWILIO["credentials"]["authToken"], owner.key]
        assert (await owner.post("/integrations/twilio/connect", TWILIO)).status == 201
        await estate._make("/agents")
        agent = f"/agents/{estate.ids['agents']}"
        assert (await owner.put(f"{agent}/caller-verification", {"endpointVerifies": True})).status == 200
        assert (await owner.post(f"{agent}/integrations/generic_https/provision")).status == 201
        assert (await owner.post(f"{agent}/publish")).status == 201
        deep = [f"{agent}/{word}" for word in DEEP]
        for path in ("/keys", *deep, "/numbers", "/members", "/chat/sessions", "/webhooks"):
            if path in served(owner) or path in deep:
                await estate._make(path)
        estate.ids["conversations"] = estate.ids["sessions"]
        await estate._add_a_photo()
        assert (await owner.post(f"/chat/sessions/{estate.ids['sessions']}/messages", {"content": "hi"})).status == 200
        await estate._ask_for_a_person()
        if "webhooks" in estate.ids:
            tested = await owner.post(f"/webhooks/{estate.ids['webhooks']}/test")
            estate.ids["deliveries"] = tested.data["id"]
        return estate

    async def _ask_for_a_person(self) -> None:
        said = f"/chat/sessions/{self.ids['sessions']}/messages"
        assert (await self.owner.post(said, {"content": "a person please"})).status == 200
        self.ids["tickets"] = (await self.owner.get("/tickets")).data[0]["id"]
        noted = {"memberId": self.ids["members"], "text": "their own affair"}
        assert (await self.owner.post(f"/tickets/{self.ids['tickets']}/note", noted)).status == 201

    async def _add_a_photo(self) -> None:
        """Customers add them by the widget; here one is simply there."""
        house, (tenant, where) = self.owner.town.house, (self.owner.tenant, self.ids["conversations"])
        added = Added(b"a picture", Delivery("photo-of-the-lamp", "digest"))
        await house.store.write(lambda tx: photos.add(tx, house.vault, tenant, where, added, at=1.0))
        (photo,) = await house.store.read(lambda tx: photos.of_conversation(tx, tenant, where))
        self.ids["photos"] = photo.id

    async def _make(self, path: str) -> None:
        word = path.rpartition("/")[2]
        template = f"/agents/{{id}}/{word}" if word in DEEP else path
        made = await self.owner.post(path, bodies(self.owner, self.ids)[f"POST {template}"])
        assert made.status == 201, made.body
        self.ids[word] = made.data["id"]
        if secret := made.data.get("secret"):
            self.secrets.append(secret)


def operations(owner: Operator) -> list[Operation[Any]]:
    """All that are served."""
    return every_operation(owner.town.house)


def served(owner: Operator) -> set[str]:
    return {operation.path for operation in operations(owner)}


def name(operation: Operation[Any]) -> str:
    return f"{operation.method} {operation.path}"


def filled(path: str, ids: Mapping[str, str]) -> str:
    """The path with its variables filled in."""
    given = ""
    words = path.split("/")
    for before, word in pairwise(words):
        match word:
            case "{kind}":
                given += "/generic_https"
            case "{v}":
                given += "/1"
            case _:
                given += "/" + (ids[before] if word.startswith("{") else word)
    return given


def bodies(owner: Operator, ids: Mapping[str, str]) -> dict[str, object]:
    """A valid body for each operation that takes one."""
    agent = ids.get("agents", "")
    acting = {"memberId": ids.get("members", NOWHERE["members"])}
    return {
        "POST /agents": {"name": "Order status"},
        "PATCH /agents/{id}": {"name": "Renamed"},
        "PUT /agents/{id}/caller-verification": {"endpointVerifies": True, "max_attempts": 2},
        "PUT /agents/{id}/guardrails": {"disclose": ["carrier"]},
        "PUT /agents/{id}/handoff": {"timezone": "Europe/Berlin"},
        "POST /agents/{id}/integrations/{kind}/provision": {"actions": ["lookup_order"]},
        "POST /agents/{id}/publish": {"note": "Again"},
        "POST /agents/{id}/rollback": {"version": 1},
        "POST /agents/{id}/publishable-keys": {"name": "Shop", "origins": ORIGINS},
        "POST /agents/{id}/identity-secrets": {},
        "PATCH /agents/{id}/publishable-keys/{keyId}": {"origins": ["https://www.example.com"]},
        "POST /integrations/{kind}/connect": {"settings": {"url": URL}, "replace": True},
        "POST /integrations/{kind}/test": {},
        "POST /keys": {"name": "Program", "scopes": ["chat:write"]},
        "POST /numbers": {"e164": "+14155552671", "agentId": agent},
        "PATCH /numbers/{id}": {"agentId": agent, "mode": "relay"},
        "POST /members": {"name": "Ada", "email": "ada@example.com", "role": "owner"},
        "PATCH /members/{id}": {"name": "Ada L."},
        "POST /chat/sessions": {"agentId": agent},
        "POST /chat/sessions/{id}/messages": {"content": "hello"},
        "POST /chat/sessions/{id}/end": {},
        "POST /webhooks": {"url": f"{owner.shop}/hooks", "events": ["ticket.created"]},
        "PATCH /webhooks/{id}": {"enabled": False},
        "POST /webhooks/{id}/rotate": {},
        "POST /webhooks/{id}/test": {},
        "POST /webhooks/{id}/deliveries/{deliveryId}/replay": {},
        "POST /tickets/{id}/claim": acting,
        "POST /tickets/{id}/take-over": acting,
        "POST /tickets/{id}/release": acting,
        "POST /tickets/{id}/hand-back": acting,
        "POST /tickets/{id}/reopen": acting,
        "POST /tickets/{id}/resolve": {**acting, "outcome": "refunded"},
        "POST /tickets/{id}/reply": {**acting, "text": "Hello!"},
        "POST /tickets/{id}/note": {**acting, "text": "Tuesday's caller again"},
        "PUT /retention": {"conversationsDays": 7},
        "POST /forget": {"email": "nobody@example.com"},
    }
