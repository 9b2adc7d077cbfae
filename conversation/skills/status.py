"""Where an order is, or how a project stands: ask for what is missing, look up, tell."""

from dataclasses import replace

from conversation import details, phrases
from conversation.card import card_of
from conversation.effects import Disclosed, Effect, LookUp, Outcome, Say
from conversation.kinds import kind_of
from conversation.known import Invalid, Known, Nothing, Told
from conversation.phrases import Phrase
from conversation.terms import Guardrails
from intents.meaning import Intent, Slot
from lookup.order import Answer, Kind
from verification.policy import Factor, Require
from verification.proof import Proof

ASKS_FOR_THE_STATUS = frozenset({"eta"})


def decide(known: Known) -> Effect:
    """The next step towards a status, from what is known, in whatever order it came."""
    said, terms = known.said, known.terms
    if not terms.plan_allows:
        return phrases.say(Outcome.NOT_ENABLED, phrases.NOT_ENABLED, kind=kind_of(known))
    if not terms.kinds or (said.kind and said.kind not in terms.kinds):
        return phrases.say(Outcome.NOT_ENABLED, phrases.NOT_ENABLED, phrases.OFFER_MESSAGE, kind=kind_of(known))
    if known.locked:
        return phrases.say(Outcome.LOCKED, phrases.NOT_FOUND, phrases.LOCKED_OFFER, kind=kind_of(known))
    match known.found:
        case Told(answer, proof):
            return tell(known, answer, proof)
        case Nothing.TO_TELL:
            return _not_found(known)
        case Nothing.TO_BE_HAD:
            return phrases.say(Outcome.UNAVAILABLE, phrases.TROUBLE)
        case Invalid(message):
            return _invalid(known, message)
        case None:  # pragma: no branch - mypy shows that there is nothing else
            return _ask_or_look_up(known)


def tell(known: Known, answer: Answer, proof: Proof) -> Say:
    """Tell the status, or the detail that was asked for. Costs a `Proof`, which `verify` alone makes."""
    if proof.reference != known.said.reference:
        raise ValueError("a proof is good for the order it was made for")
    guardrails = known.terms.guardrails
    summary = Disclosed(answer.summary)
    if known.said.about is not None:
        return phrases.say(Outcome.TOLD, *_detail(answer, known.said.about, guardrails, summary))
    if details.is_stale(answer, known.at):
        reply = phrases.say(Outcome.TOLD, summary, phrases.OFFER_STALE)
    elif known.said.further:
        reply = phrases.say(Outcome.TOLD, summary, phrases.OFFER_NEXT, reading=known.said.further[0])
    elif details.has_tracking(answer, guardrails):
        reply = phrases.say(Outcome.TOLD, summary, phrases.OFFER_TRACKING)
    else:
        reply = phrases.say(Outcome.TOLD, summary)
    return replace(reply, card=card_of(answer, guardrails)) if kind_of(known) is not Kind.PROJECT else reply


def _detail(answer: Answer, about: str, guardrails: Guardrails, summary: Disclosed) -> tuple[Disclosed, ...]:
    """One detail; "when will it come?" is answered by the summary first, and so is what the shop does not say."""
    detail = details.tell(answer, about, guardrails)
    if about in ASKS_FOR_THE_STATUS:
        return (summary, detail) if detail else (summary,)
    return (detail,) if detail else (Disclosed(phrases.NO_SUCH_DETAIL), summary)


def _ask_or_look_up(known: Known) -> Effect:
    said, policy = known.said, known.terms.policy
    kind = kind_of(known)
    if said.doubtful is not None:
        return phrases.say(Outcome.ASKED, phrases.CONFIRM, reading=said.doubtful)
    if unsure := [claim for claim in said.unsure if claim.factor in policy.factors]:
        return phrases.say(Outcome.ASKED, phrases.CONFIRM, reading=unsure[0].value)
    if said.reference is None:
        return phrases.say(Outcome.ASKED, _ask_reference(known), kind=kind)
    if kind is None and Slot.KIND not in said.asked:
        return phrases.say(Outcome.ASKED, phrases.ASK_KIND)
    kind = kind or Kind.ORDER  # asked once; whoever does not tell then is taken to mean an order
    located_by = said.reference if "@" in said.reference else None
    if not policy.can_prove(said.claims, located_by) or (located_by and not _may_locate(known)):
        return phrases.say(Outcome.ASKED, phrases.ASK_REFERENCE_AGAIN, kind=kind)
    raised = said.raised is not None and said.raised == said.reference
    if missing := policy.missing(said.claims, raised=raised, located_by=located_by):
        every = raised or policy.require is Require.ALL
        if said.intent is Intent.DENY and said.last.asks & {Slot(factor.value) for factor in missing}:
            return phrases.say(Outcome.ASKED, phrases.CANNOT_WITHOUT, kind=kind)
        insists = said.misunderstood or said.intent in {Intent.ORDER_STATUS, Intent.PROJECT_STATUS}
        again = insists and said.last.asks & {Slot(factor.value) for factor in missing}
        ask = phrases.ask_once_more_for if again else phrases.ask_for
        return phrases.say(Outcome.ASKED, ask(missing, every=every))
    return LookUp(kind, said.reference, policy.sent(said.claims, located_by), raised)


def _may_locate(known: Known) -> bool:
    """Whether an e-mail may stand for the number: always that of somebody who signed in as its owner."""
    return known.terms.locates or any(claim.signed and claim.factor is Factor.EMAIL for claim in known.said.claims)


def _ask_reference(known: Known) -> Phrase:
    """Ask for the number, in other words each time; who has none is asked for an e-mail, then offered a person."""
    said = known.said
    if said.intent is Intent.DENY and Slot.EMAIL in said.asked:
        return phrases.CANNOT_FIND
    if Slot.EMAIL in said.last.asks:
        return phrases.ASK_EITHER_AGAIN
    if Slot.REFERENCE not in said.last.asks & said.asked:  # of a matter just begun nothing was asked yet
        return phrases.ASK_REFERENCE if kind_of(known) else phrases.ASK_NUMBER
    if said.intent is Intent.DENY and _may_locate(known):
        return phrases.ASK_EMAIL_INSTEAD
    asked_again = phrases.was_said(phrases.ASK_REFERENCE_AGAIN, said.last.text, known.terms.guardrails)
    return phrases.ASK_NUMBER_OR_EMAIL if asked_again and _may_locate(known) else phrases.ASK_REFERENCE_AGAIN


def _not_found(known: Known) -> Say:
    said, policy = known.said, known.terms.policy
    sees = () if known.terms.sees_all else (phrases.SIXTY_DAYS,)
    if policy.require is Require.NONE:
        return phrases.say(Outcome.NOT_FOUND, phrases.NOT_FOUND, *sees, kind=kind_of(known))
    every = policy.require is Require.ALL or said.raised == said.reference
    again = phrases.once_more(policy.factors, every=every)
    return phrases.say(Outcome.NOT_FOUND, phrases.NOT_FOUND, again, *sees, kind=kind_of(known))


def _invalid(known: Known, message: str | None) -> Say:
    explained = (Disclosed(message),) if message else ()
    return phrases.say(Outcome.INVALID_REFERENCE, *explained, phrases.INVALID, kind=kind_of(known))
