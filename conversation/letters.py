"""What we write in e-mails: the one catalogue of that door. Nothing in it tells an order fact."""

ANSWERED = "Ticket {number}: {name} has answered"
ANSWER = """Hello,

{name} has answered your ticket {number}:

{words}

{link}"""
TO_GO_ON = "To go on with the conversation: {url}"
A_COLLEAGUE_HAS_ANSWERED = "Ticket {number}: a colleague has answered"
NOTICE = """Hello,

A colleague has answered, ticket {number}.

{link}"""
TO_READ_IT = "To read it, come back to your conversation: {url}"
WHERE_YOU_ASKED = "You find it in the conversation in which you asked."
WAITING = "Ticket {number} waits: {kind}"
UNCLAIMED = """Ticket {number} ({kind}) has been waiting for {minutes} minutes, and nobody has claimed it.

{link}"""
TO_CLAIM_IT = "To claim it: {url}"
KINDS = {
    "lost": "a parcel is lost",
    "damaged": "something arrived damaged",
    "wrong_item": "the wrong thing arrived",
    "human": "somebody asks for a person",
    "message": "somebody left a message",
    "unverified": "somebody could not prove that an order is theirs",
    "lookup_failed": "the order system did not answer, and somebody left a message",
}


def answer(*, number: int, name: str, words: str, url: str | None) -> tuple[str, str]:
    """Subject and text for whoever has proved that this address is theirs."""
    link = TO_GO_ON.format(url=url) if url else ""
    return ANSWERED.format(number=number, name=name), _text(ANSWER, number=number, name=name, words=words, link=link)


def notice(*, number: int, url: str | None) -> tuple[str, str]:
    """Subject and text for every other address: not a word of what was answered."""
    link = TO_READ_IT.format(url=url) if url else WHERE_YOU_ASKED
    return A_COLLEAGUE_HAS_ANSWERED.format(number=number), _text(NOTICE, number=number, link=link)


def unclaimed(*, number: int, kind: str, minutes: int, url: str | None) -> tuple[str, str]:
    """Subject and text for members: the kind of the ticket, and nothing of what its customer said."""
    about, link = KINDS[kind], TO_CLAIM_IT.format(url=url) if url else ""
    return WAITING.format(number=number, kind=about), _text(
        UNCLAIMED, number=number, kind=about, minutes=minutes, link=link
    )


def _text(pattern: str, **blanks: object) -> str:
    return pattern.format(**blanks).rstrip() + "\n"
