"""A call over a socket, as TwiML sees it: led there with a pass, and taken back when the socket is no more.

A lost socket is connected anew, once; after that the call goes on by Gather, with all that was said.
"""

from collections.abc import Mapping

import orjson

from channels.voice import phrases
from channels.voice.gather import GREETED, Gather
from channels.voice.knocking import Knock, Switchboard
from channels.voice.place import Place
from channels.voice.relay_documents import connect
from channels.voice.told import Telling, Told
from channels.voice.transfer import Transferring
from channels.voice.twiml import document
from conversation.effects import Outcome
from turns.passes import Passes
from turns.visit import Turn

AFTER = ("relay/after", "relay/again")
"""Where the call goes on after its first socket, and after its second: there is no third."""


class Relay:
    """The steps of a call before and after its sockets."""

    def __init__(self, board: Switchboard, gather: Gather, transferring: Transferring, passes: Passes) -> None:
        self._board = board
        self._gather = gather
        self._transferring = transferring
        self._passes = passes

    async def incoming(self, knock: Knock) -> bytes:
        """Somebody calls; the same call once more is led to the same socket."""
        return await self._connect(knock, 0)

    async def after(self, knock: Knock, session: int) -> bytes:
        """The socket is no more. What is to come was handed over by whoever ended it."""
        if not knock.asked.is_heard:
            return document()
        if knock.asked.session_status == "failed":
            return await (self._connect(knock, 1) if session == 0 else self._gather.resume(knock))
        handed, seq, said = _read(knock.asked.handed), knock.conversation.seq, knock.conversation.said
        match handed.get("then"), handed.get("n") == seq:
            case "transfer", True:
                turn = Turn(knock.conversation.conversation_id, 0, seq, said.last.text, Outcome.CONNECTING)
                return await self._transferring.begin(knock, turn, Place())
            case "goodbye", at_its_end:
                return knock.documents.goodbye(said.last.text if at_its_end else None)
            case "trouble", _:
                documents, colleague = self._board.adrift(knock.line)
                return documents.trouble(colleague)
            case _:
                return await self._gather.resume(knock)

    async def _connect(self, knock: Knock, session: int) -> bytes:
        asked, line, documents = knock.asked, knock.line, knock.documents
        about = {
            "CallSid": asked.call_sid,
            "AccountSid": asked.account_sid,
            "From": asked.caller,
            "To": asked.called,
            "CallStatus": "in-progress",
            "Direction": asked.direction,
            "StirVerstat": asked.attestation,
        }
        shown = await self._passes.give(line.tenant_id, line.line_id, asked.call_sid, session, about)
        greeted = greeting(knock)
        action = documents.url(AFTER[session], Place())
        return connect(line, documents.public_url, greeted.words, greeted.listening, shown=shown, action=action)


def greeting(knock: Knock) -> Told:
    """What is said before the socket is open: our greeting or, once somebody was heard, that we are there again."""
    conversation = knock.conversation
    telling = Telling(knock.line.shop, knock.agent.terms.hints.prefixes)
    if conversation.seq <= GREETED:
        return telling.greeting(conversation.said, conversation.seq)
    stands = telling.stale(conversation.said, conversation.seq)
    return Told(phrases.STALE, stands.listening, stands.place)


def _read(handed: str) -> Mapping[str, object]:
    """What we handed over ourselves; nothing where it is not ours."""
    try:
        found = orjson.loads(handed)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
