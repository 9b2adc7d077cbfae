"""Of which kind a reference is: as it was said, as its prefix tells, or as there is but one kind at this shop."""

from conversation.known import Known
from conversation.terms import Terms
from lookup.order import Kind

# What a prefix is called is all that tells its kind; "W" and "#" tell nothing.
_NAMES = {
    **dict.fromkeys(("ORD", "ORDER", "SO", "PO"), Kind.ORDER),
    **dict.fromkeys(("PROJ", "PROJECT", "PRJ", "JOB", "WO"), Kind.PROJECT),
}


def kind_of(known: Known) -> Kind | None:
    """The kind of the reference that is spoken of, or None if it may be either and is to be asked for."""
    kinds = known.terms.kinds
    if known.said.kind is not None:
        return known.said.kind
    if len(kinds) == 1:
        return next(iter(kinds))
    return told_by_prefix(known.said.reference, known.terms)


def told_by_prefix(reference: str | None, terms: Terms) -> Kind | None:
    """The kind that one of the shop's own prefixes tells; another's would tell nothing of this shop."""
    plain = (reference or "").upper()
    own = max((prefix for prefix in terms.hints.prefixes if plain.startswith(prefix.upper())), key=len, default="")
    told = _NAMES.get(own.strip("#-_/ ").upper())
    return told if told in terms.kinds else None
