"""What chat programs ask beside the conversation: a title, tags, what to ask next. No customer speaks there.

Found narrowly, by the whole shape of the prompts that Open WebUI and LibreChat ship: a customer never writes one by
chance, and whoever pastes one gets a title instead of an answer, and nothing else.
Sources: https://github.com/open-webui/open-webui (config.py), https://github.com/danny-avila/agents (title.ts)
"""

import re
from collections.abc import Iterable

_TASK = ("### Task:", "### Output:", "<chat_history>", "</chat_history>")
_WANTED = re.compile(r'"(title|tags|follow_ups|queries|text|prompt)"\s*:')
_EMPTY = {"tags": "[]", "follow_ups": "[]", "queries": "[]", "text": '""', "prompt": '""'}
_TITLES = (
    "Provide a concise, 5-word-or-less title for the conversation",
    "Analyze this conversation and provide:\n1. The detected language of the conversation\n2. A concise title",
)
TITLE = "Order status"


def answer(text: str) -> str | None:
    """The plain answer to such a prompt, or None: then a customer speaks."""
    if text.startswith(_TITLES):
        return TITLE
    if not text.startswith(_TASK[0]) or not _in_this_order(text, _TASK):
        return None
    wanted = _WANTED.search(text[: text.index("<chat_history>")])
    name = wanted[1] if wanted else "title"
    value = _EMPTY.get(name, f'"{TITLE}"')
    return f'{{"{name}": {value}}}'


def _in_this_order(text: str, marks: Iterable[str]) -> bool:
    """Whether the marks follow each other. One pass: a pattern with several wildcards takes days on a hostile text."""
    at = 0
    for mark in marks:
        at = text.find(mark, at)
        if at < 0:
            return False
        at += len(mark)
    return True
