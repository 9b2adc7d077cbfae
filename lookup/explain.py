"""What a failed lookup means for the merchant, in one sentence each; a customer never hears these."""

from lookup.order import Failure

_SENTENCES = {
    "busy": "Too many lookups were under way at once, so this one was not sent.",
    "timeout": "No whole reply came within the time limit.",
    "connection": "The connection failed before a whole reply was read.",
    "tls": "The TLS certificate or handshake was not acceptable.",
    "refused_address": "The URL leads to an address that is not on the public internet, so nothing was sent.",
    "redirect": "The endpoint redirects; give us the final URL instead.",
    "too_large": "The reply is larger than 64 KB.",
    "encoding": "The reply is compressed in a way we did not ask for or cannot read.",
    "content_type": "The reply is not declared as JSON.",
    "bad_json": "The reply is not one JSON object.",
    "invalid_field": "A field of the reply is missing or invalid.",
    "http_status": "The endpoint answered with an HTTP error.",
    "receiver_error": "The endpoint itself reported trouble.",
    "credentials": "The store does not accept the credentials; connect it again.",
    "denied": "The app is not allowed to read a field that is needed; check its scopes and its customer data access.",
    "throttled": "The store's request limit was used up, and did not free itself in time.",
    "search_warning": "The store did not understand the search, so its answer was not used.",
    "backend_error": "The store answered with an error.",
    "refused": "The endpoint works, and refused this lookup.",
}


def explain(failure: Failure) -> str:
    """One sentence and the facts behind it, for the connector's "last failure reason" and the terminal."""
    facts = {
        "HTTP status": failure.http_status,
        "content type": failure.content_type,
        "bytes": failure.size,
        "field": failure.field,
        "error code": failure.error_code,
        "message": failure.message,
    }
    known = "; ".join(f"{name}: {value}" for name, value in facts.items() if value is not None)
    sentence = _SENTENCES[failure.category]
    return f"{sentence} ({known})" if known else sentence
