"""How rows of several lists are shown."""

from __future__ import annotations

from django.utils.html import format_html


def with_failure(name: str, failure: str) -> str:
    """The row's name, and below it why its last attempt failed."""
    return format_html('{}<div class="quiet">{}</div>', name, failure) if failure else name
