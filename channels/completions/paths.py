"""The paths of this door: each with `/v1`, with `/api/v1` and bare, for clients append to whatever they are given."""

import re

PREFIXES = ("/v1", "", "/api/v1")
COMPLETIONS = tuple(prefix + "/chat/completions" for prefix in PREFIXES)
MODELS = tuple(prefix + "/models" for prefix in PREFIXES)
ELSEWHERE = tuple(prefix + name for prefix in PREFIXES for name in ("/responses", "/completions", "/embeddings"))
"""What clients of that API ask for and we do not serve."""
_BELOW_MODELS = tuple(path + "/" for path in MODELS)  # a model's name may be anything, with slashes in it
_SLASHES = re.compile("//+")


def tidy_path(path: str) -> str:
    """The path with single slashes and none at its end: what a base URL with one too many makes of it means this."""
    return _SLASHES.sub("/", path).rstrip("/") or "/"


def is_served(path: str) -> bool:
    """Whether a tidy path leads somewhere in this door."""
    return path in COMPLETIONS or path in MODELS or path.rpartition("/")[0] in MODELS


def is_ours(path: str) -> bool:
    """Whether whoever asks for this tidy path expects the shapes of this door, served or not."""
    return is_served(path) or path.startswith(("/v1/", *ELSEWHERE, *_BELOW_MODELS)) or path == "/v1"
