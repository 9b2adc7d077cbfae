"""`<Dial>`: a colleague's telephone rings, they are told what it is about, and are connected or not.

Source: https://www.twilio.com/docs/voice/twiml/dial
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from commands.telephone.colleagues import AtTheirDesk, Colleague, Leaves, Ringing
from commands.telephone.document import Document, Verb
from commands.telephone.errors import HungUp, Refused
from commands.telephone.leg import BRIEF, Flow, Leg, Next
from commands.telephone.people import Kind, Sound
from commands.telephone.subscriber import Subscriber, colleague_parameters, new_sid

DEFAULT_RINGS = 30
ANSWERED_AFTER = 6.0
EVENTS = {"initiated": "initiated", "ringing": "ringing", "answered": "in-progress"}


@dataclass(slots=True)
class Called:
    """What came of calling one number."""

    number: str
    sid: str
    status: str
    bridged: bool = False
    seconds: float = 0.0
    told: tuple[Sound, ...] = ()

    def form(self) -> dict[str, str]:
        """What the action is sent."""
        duration = {"DialCallDuration": str(round(self.seconds))} if self.status == "completed" else {}
        bridged = str(self.bridged).lower()
        return {"DialCallStatus": self.status, "DialCallSid": self.sid, "DialBridged": bridged, **duration}


class Switchboard:
    """Calls colleagues for a leg; `who` says how the colleague at a number behaves this time."""

    def __init__(self, subscriber: Subscriber, who: Callable[[str], Colleague]) -> None:
        self._subscriber = subscriber
        self._who = who
        self.called: list[Called] = []

    async def dial(self, leg: Leg, dial: Verb, document: Document) -> Next:
        """Obey a `<Dial>`. Raises: HungUp when the caller left; Refused."""
        numbers = dial.children or (Verb("Number", {}, dial.text, ()),)
        if len(numbers) > 1 and not dial.is_true("sequential"):
            raise Refused("<Dial> rings several at once, and whoever answers first is told while the others still ring")
        called, left = Called("", new_sid("CA"), "failed"), False
        for number in numbers:
            called, left = await self._call(leg, dial, number)
            if called.bridged or left:
                break
        if left:
            leg.parameters["CallStatus"] = "completed"
        action = dial.attributes.get("action")
        then: Next = Flow.ON
        if action is not None:
            then = await leg.ask_even_if_gone(dial.get("method", "POST"), action, called.form(), document)
        if left:
            raise HungUp
        return then

    async def _call(self, leg: Leg, dial: Verb, number: Verb) -> tuple[Called, bool]:
        """Ring, tell, connect. Returns also whether the caller left meanwhile."""
        colleague = self._who(number.text)
        called = Called(number.text, new_sid("CA"), "")
        self.called.append(called)
        rings = dial.number("timeout", DEFAULT_RINGS)
        unanswered = colleague.ringing is not Ringing.ANSWERED
        report = _Report(leg, self._subscriber, number, called)
        await report("initiated", "ringing")
        seconds = rings if colleague.ringing is Ringing.NO_ANSWER else ANSWERED_AFTER
        await leg.hears(Kind.RINGING, number.text, min(seconds, rings))
        if colleague.caller_leaves is Leaves.RINGING or unanswered:
            called.status = "canceled" if colleague.caller_leaves is Leaves.RINGING else colleague.ringing.value
            await report.ended(called.status)
            return called, colleague.caller_leaves is Leaves.RINGING
        await report("answered")
        accepts = await self._brief(leg, number, called, colleague, document_url=number.attributes.get("url"))
        left = colleague.caller_leaves is Leaves.BRIEF
        called.status, called.bridged = "completed", accepts and not left
        if called.bridged:
            called.seconds += colleague.talks
            await leg.hears(Kind.COLLEAGUE, number.text, colleague.talks)
            left = colleague.caller_leaves is Leaves.TALK
        await report.ended("completed")
        return called, left

    async def _brief(
        self, leg: Leg, number: Verb, called: Called, colleague: Colleague, *, document_url: str | None
    ) -> bool:
        """What only the colleague hears, before anybody is connected. Returns whether they stay on the line."""
        if document_url is None:
            return True
        person = AtTheirDesk(colleague)
        parameters = colleague_parameters(self._subscriber, number.text, called.sid, leg.sid, "in-progress")
        theirs = Briefed(leg.exchange, person, leg.tasks, parameters)
        try:
            brief = await theirs.ask(number.get("method", "POST"), document_url, {}, None)
            return await theirs.follow(brief) is Flow.OVER
        except HungUp:
            return False
        finally:
            called.told = tuple(theirs.ear.sounds)
            called.seconds = theirs.ear.now()
            await leg.hears(Kind.RINGING, number.text, called.seconds)


class Briefed(Leg):
    """A colleague's leg before it is connected, in which fewer verbs may stand."""

    async def obey(self, verb: Verb, document: Document) -> Next:
        """Do what a verb says, if a colleague may be told so."""
        if verb.name not in BRIEF:
            raise Refused(f"<{verb.name}> may not stand in what a colleague is told")
        return await super().obey(verb, document)


class _Report:
    """Tells the server of a colleague's leg, as far as it wants to know."""

    def __init__(self, leg: Leg, subscriber: Subscriber, number: Verb, called: Called) -> None:
        self._leg = leg
        self._subscriber = subscriber
        self._number = number
        self._called = called
        self._sequence = 0

    async def __call__(self, *events: str) -> None:
        for event in events:
            await self._tell(event, EVENTS[event])

    async def ended(self, status: str) -> None:
        """The leg is over, in whatever way."""
        await self._tell("completed", status, CallDuration=str(round(self._called.seconds)))

    async def _tell(self, event: str, status: str, **more: str) -> None:
        callback = self._number.attributes.get("statusCallback")
        if callback is None or event not in self._number.get("statusCallbackEvent", "completed").split():
            return
        called, number = self._called, self._number.text
        form = colleague_parameters(self._subscriber, number, called.sid, self._leg.sid, status)
        form |= {**progress(self._sequence), **more}
        self._sequence += 1
        await self._leg.exchange.tell(self._number.get("statusCallbackMethod", "POST"), callback, form)


def progress(sequence: int) -> dict[str, str]:
    """What every status callback is sent beside the standard parameters."""
    return {
        "Timestamp": formatdate(),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
    }
