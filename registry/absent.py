"""What a command says where the servers that it needs do not answer."""

from __future__ import annotations

from django.conf import settings
from django.db import OperationalError


def is_absence(error: OperationalError) -> bool:
    """Whether PostgreSQL could not be reached, or went away: what it refuses itself has a code."""
    return getattr(error.__cause__, "sqlstate", None) is None


def absence(error: Exception) -> str:
    """One line that says what does not answer, and what to do."""
    reason = str(error).strip().partition("\n")[0]
    if not settings.EMBEDDED:
        return f"PostgreSQL or Redis, at DATABASE_URL and REDIS_URL, does not answer: {reason}"
    return (
        f"the registry in {settings.DATA_DIR} is not running; start it with: python3 dev.py up "
        "(or, where another is meant, set REGISTRY_DATA to its data folder)"
    )
