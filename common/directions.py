"""Characters that turn the direction of the text around them.

The explicit directional formatting characters of Unicode (UAX #9: embeddings, overrides, isolates and their
ends) are seen by nobody: with one of them “48 million” is shown as “84 million”, or what follows a name on
its line backwards. The direction of a text that stands by itself follows from its letters. The marks for
single places (LRM, RLM, ALM) turn nothing else and stay.
"""

from __future__ import annotations

import re
import unicodedata

_FORMATTING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FROM_THE_RIGHT = {"R", "AL", "AN"}


def undirected(text: str) -> str:
    """The text without them."""
    return text if text.isascii() else _FORMATTING.sub("", text)


def isolated(text: str) -> str:
    """The text as a part of a plain line from left to right, such as a title.

    One with letters from right to left is isolated (FSI … PDI): else it would move what stands beside it.
    """
    text = undirected(text)
    if text.isascii() or not any(unicodedata.bidirectional(char) in _FROM_THE_RIGHT for char in text):
        return text
    return f"\u2068{text}\u2069"
