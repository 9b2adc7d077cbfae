"""A call from its first ring to the last thing the server is told of it."""

from collections.abc import Mapping

from commands.telephone.dialling import Switchboard, progress
from commands.telephone.document import Document, Verb
from commands.telephone.errors import HungUp, Unreachable
from commands.telephone.exchange import Exchange
from commands.telephone.leg import Flow, Leg, Next
from commands.telephone.people import Kind, Person
from commands.telephone.recording import record
from commands.telephone.relay import Session
from commands.telephone.subscriber import Caller, Subscriber, call_parameters, new_sid
from infra.tasks import Tasks

REJECTED = {"busy": "busy", "rejected": "failed"}
BROKEN = "We are sorry, an application error has occurred. Goodbye."


class Calling(Leg):
    """The caller's leg, which may be connected to colleagues and to relays."""

    def __init__(
        self,
        exchange: Exchange,
        person: Person,
        tasks: Tasks,
        *,
        subscriber: Subscriber,
        caller: Caller,
        switchboard: Switchboard,
        slash: bool = False,
    ) -> None:
        super().__init__(exchange, person, tasks, call_parameters(subscriber, caller, new_sid("CA"), "ringing"))
        self._subscriber = subscriber
        self._switchboard = switchboard
        self._slash = slash
        self._obeyed = 0
        self.troubles: list[str] = []
        self.sessions: list[Session] = []

    async def call(self) -> None:
        """Ring, obey, and say at last how it ended. Raises: Refused."""
        began, status = self.ear.now(), "completed"
        try:
            document = await self.ask("POST", self._subscriber.incoming, {}, None)
            if await self.follow(document) is Flow.REJECTED:
                status = self.parameters["CallStatus"]
        except HungUp:
            pass
        except Unreachable:
            await self.ear.hear(Kind.SPEECH, BROKEN)
            raise
        finally:
            lasted = str(round(self.ear.now() - began))
            self.parameters["CallStatus"] = status
            await self._tell({"CallDuration": lasted, **progress(0)})

    async def _tell(self, how: Mapping[str, str]) -> None:
        await self.exchange.tell("POST", self._subscriber.status, {**self.parameters, **how})

    async def obey(self, verb: Verb, document: Document) -> Next:
        """Do what a verb says."""
        self._obeyed += 1
        match verb.name:
            case "Reject" if self._obeyed == 1:
                self.parameters["CallStatus"] = REJECTED[verb.get("reason", "rejected")]
                return Flow.REJECTED
            case "Dial":
                return await self._switchboard.dial(self, verb, document)
            case "Record":
                return await record(self, verb, document)
            case "Connect":
                session = Session(self, verb, self._subscriber, slash=self._slash)
                self.sessions.append(session)
                return await session.run(document)
            case _:
                return await super().obey(verb, document)

    async def document(self, method: str, url: str, form: Mapping[str, str], base: str | None) -> Document:
        """One request or, where nothing comes of it, one to where a merchant keeps a document for that."""
        fallback = self._subscriber.fallback
        try:
            return await super().document(method, url, form, base)
        except Unreachable as error:
            if fallback is None or url == fallback:
                raise
            self.troubles.append(str(error))
            return await super().document(
                "POST", fallback, {**form, "ErrorCode": str(error.code), "ErrorUrl": url}, None
            )
