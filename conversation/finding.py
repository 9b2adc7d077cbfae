"""What the world answered to a request: proven or not, tried, put before a person."""

from conversation import phrases
from conversation.known import Invalid, Known, Matter, Nothing, Proven, Said, Told
from conversation.revising import revised
from lookup.order import Answer, Refusal, Refused
from verification.policy import Factor
from verification.proof import verify

MOST_TRIED = 20


def found(known: Known, answer: Answer | Refused) -> Known:
    """Only a proof makes an answer tellable; "no such order" and "not your order" are one."""
    said, terms = known.said, known.terms
    if isinstance(answer, Refused):
        if answer.refusal is Refusal.INVALID_REFERENCE:
            return tried(revised(known.saying(reference=None), found=Invalid(answer.message)), "invalid_reference")
        return tried(revised(known, found=Nothing.TO_TELL), "not_proven")
    raised = said.raised is not None and said.raised == said.reference
    proof = verify(
        answer,
        said.claims,
        policy=terms.policy,
        reference=said.reference or "",
        verifies=terms.verifies and (terms.strict or not raised),
        raised=raised,
        at=known.at,
    )
    if proof is None:
        return tried(revised(known, found=Nothing.TO_TELL), "not_proven")
    known = known.saying(proven=Proven(proof.reference, proof.factors, proof.at, _email(said, proof.factors)))
    return tried(revised(known, found=Told(answer, proof)), "told")


def _email(said: Said, factors: tuple[Factor, ...]) -> str | None:
    """The e-mail that was part of the proof, if one was."""
    claimed = (claim.value for claim in said.claims if claim.factor is Factor.EMAIL and Factor.EMAIL in factors)
    return next(claimed, None)


def tried(known: Known, what: str) -> Known:
    """For the colleague who gets the case: what was done, without what came of it."""
    return known.saying(tried=(*known.said.tried, what)[-MOST_TRIED:])


def not_connected(known: Known) -> Known:
    """Nobody took the call: what is said of the ticket that was to be talked about, and whatever is added to it."""
    *_, ticket = known.said.noted
    known = known.saying(missed=True, matter=Matter.PERSON, open=True, reason=ticket.reason)
    return revised(known, enqueued=ticket)


def enqueued(known: Known) -> Known:
    """A ticket is on disk. What was asked for beside it comes next, after the word that it is noted."""
    said, noted = known.said, known.enqueued
    if noted is None:
        return known
    known = known.saying(noted=(*(each for each in said.noted if each.ticket_id != noted.ticket_id), noted))
    if said.then is None:
        return known
    preface = phrases.fill(phrases.ADDED if known.again else phrases.NOTED, number=noted.number)
    known = known.saying(matter=said.then, then=None, asked=frozenset(), open=True)
    return revised(known, preface=(preface,), enqueued=None, again=False)
