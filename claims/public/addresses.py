"""The public addresses of things, under settings.PUBLIC_URL."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse


def public_url(path: str) -> str:
    """The address of a path of this registry."""
    return f"{settings.PUBLIC_URL}{path}"


def claim_url(claim_id: UUID) -> str:
    """The page of a claim."""
    return public_url(reverse("public-claim", args=[claim_id]))


def web_address(url: str) -> str:
    """The address if a link may lead there; '' for any scheme but http and https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
