"""Characters that turn the direction of the text around them.

The explicit directional formatting characters of Unicode (UAX #9: embeddings, overrides, isolates and their
ends) are seen by nobody: with one of them “48 million” is shown as “84 million”, or what follows a name on
its line backwards. The direction of a text that stands by itself follows from its letters. The marks for
single places (LRM, RLM, ALM) turn nothing else and stay.
"""

from __future__ import annotations

import re

_FORMATTING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def undirected(text: str) -> str:
    """The text without them."""
    return text if text.isascii() else _FORMATTING.sub("", text)
