"""Names for rows: sortable by time, unguessable in the rest."""

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_CHARACTERS = 9
_RANDOM_CHARACTERS = 17


def new_id(prefix: str) -> str:
    """An id such as `cnv_01k3…`: milliseconds since 1970 in 45 bits, then 85 random bits, in Crockford's base 32."""
    number = (time.time_ns() // 1_000_000 << 5 * _RANDOM_CHARACTERS) | secrets.randbits(5 * _RANDOM_CHARACTERS)
    length = _TIME_CHARACTERS + _RANDOM_CHARACTERS
    return prefix + "_" + "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
