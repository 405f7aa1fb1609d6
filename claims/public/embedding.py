"""JSON inside of HTML."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Within a script element nothing is escaped by the parser: what could end it, or begin a comment, is written
# as JSON can write it. The two separators end lines for some readers.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def script_json(value: dict[str, Any]) -> SafeString:
    """The value as the text of a script element of a JSON type."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - nothing that HTML takes notice of is left
