"""What a browser is sent of a module of ours: the same lines without the comments, which are for its readers.

The files in `widget/` stay as they are written. A line is left out only where a comment is all there is on it.
"""

import re

_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_CAST = re.compile(r"/\*\* @type \{(?:(?!\*/).)*\} \*/ ?")
_STYLE = re.compile(r"(?<=const CSS = `)[^`]*(?=`;)")
_AIR = re.compile(r";?\s*(})\s*|\s*([{;])\s*|(?<=[:,])[ \n]+")
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def bare(source: str) -> str:
    """The module without comments and indentation, and its style sheet without blanks that mean nothing.

    What it relies on is held by a test over every module: a line that begins like a comment is one, also in the style
    sheet; and the result still runs.
    """
    for pattern in (_BLOCK, _LINE, _CAST, _INDENT):
        source = pattern.sub("", source)
    return _STYLE.sub(lambda css: _AIR.sub(lambda met: met[1] or met[2] or "", css[0]), source)
