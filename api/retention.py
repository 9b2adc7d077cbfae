"""Retention over HTTP: how long what people said is kept, and forgetting one of them at once."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from infra.store.transaction import Store
from infra.store.vault import Vault
from intents import forms
from journal.forgetting import forget
from routes.operation import Call, Given, Nothing, Operation
from routes.shapes import GIVEN, READ
from tenants import tenancy
from tenants.principal import Scope
from tenants.tenancy import Retention


def _address(text: str) -> str:
    address = forms.email(text)
    if address is None:
        raise ValueError("must be an e-mail address")
    return address


class Person(BaseModel):
    """Who is to be forgotten."""

    model_config = READ
    email: Annotated[str, Field(max_length=254), AfterValidator(_address)]


class ForgottenGiven(BaseModel):
    """What was erased, in numbers; all 0 where nothing was found."""

    model_config = GIVEN
    conversations: int
    utterances: int
    tickets: int = Field(description="emptied and resolved as `forgotten`; their numbers stay")


@dataclass(frozen=True, slots=True)
class Privacy:
    """The operations on what is kept of people."""

    store: Store
    vault: Vault

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        scope, forgetting = Scope.PRIVACY_WRITE, "Erase what somebody said, wherever their e-mail was said"
        return [
            Operation("GET", "/retention", scope, "How long it is kept", Nothing, Retention, self.show),
            Operation("PUT", "/retention", scope, "Keep it for another time", Retention, Retention, self.change),
            Operation("POST", "/forget", scope, forgetting, Person, ForgottenGiven, self.forget),
        ]

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """In days."""
        return Given(await self.store.read(lambda tx: tenancy.retention(tx, call.tenant)))

    async def change(self, call: Call, wanted: Retention) -> Given:
        """What is left out has its default. It holds for what is there already too."""
        return Given(await self.store.write(lambda tx: tenancy.change_retention(tx, call.tenant, wanted)))

    async def forget(self, call: Call, person: Person) -> Given:
        """A second time finds nothing."""
        forgetting = partial(forget, vault=self.vault, tenant=call.tenant, email=person.email, at=call.now)
        return Given(ForgottenGiven(**asdict(await self.store.write(forgetting))))
