"""`<Record>`: what the caller leaves behind.

Source: https://www.twilio.com/docs/voice/twiml/record
"""

from commands.telephone.document import Document, Verb
from commands.telephone.errors import HungUp
from commands.telephone.leg import Leg, Next
from commands.telephone.people import Keys, Kind, Speech, Wanted, spoken_for
from commands.telephone.subscriber import new_sid

LONGEST = 3600
DEFAULT_SILENCE = 5


async def record(leg: Leg, verb: Verb, document: Document) -> Next:
    """Obey a `<Record>`. Raises: HungUp when the caller did, and the action was told so."""
    if verb.is_true("playBeep", default=True):
        await leg.hears(Kind.BEEP, "beep", 0.5)
    seconds, digits, left = 0.0, "", False
    try:
        act = await leg.acts(Wanted.RECORDING)
        leg.note(act, stops=False)
        match act:
            case Speech(text):
                seconds = min(spoken_for(text), verb.number("maxLength", LONGEST))
            case Keys(keys):
                digits = keys[:1]
            case _:
                leg.ear.own_turn("", verb.number("timeout", DEFAULT_SILENCE))
    except HungUp:
        digits, left = "hangup", True
        leg.parameters["CallStatus"] = "completed"
    sid = new_sid("RE")
    url = f"https://api.twilio.com/2010-04-01/Accounts/{leg.parameters['AccountSid']}/Recordings/{sid}"
    what = {"RecordingUrl": url, "RecordingSid": sid, "RecordingDuration": str(round(seconds))}
    told = {**what, **({"Digits": digits} if digits else {})}
    then = await leg.ask_even_if_gone(verb.get("method", "POST"), verb.get("action", document.url), told, document)
    if callback := verb.attributes.get("recordingStatusCallback"):
        status = "completed" if seconds else "absent"
        if status in verb.get("recordingStatusCallbackEvent", "completed").split():
            form = {**leg.parameters, **what, "RecordingStatus": status}
            await leg.exchange.tell(verb.get("recordingStatusCallbackMethod", "POST"), callback, form)
    if left:
        raise HungUp
    return then
