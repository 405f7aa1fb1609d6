"""What a database needs before the registry can be used: its tables, and somebody who may log in."""

from __future__ import annotations

import json
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections

from claims.models import Claim, ClaimDocument
from claims.services.rebuilding import documents_rebuild
from common.api.fields import resource_url
from registry import env

ADMIN_NAME = "admin"


def database_migrate() -> None:
    """Bring the tables up to date; then close the connection, which must not be shared with children."""
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def documents_readdress(site: str) -> None:
    """Have the documents of claims say the address at which the registry is served now.

    They are also made where there are none yet. Afterwards the connection is closed, as above.
    """
    settings.PUBLIC_URL = env.site("PUBLIC_URL", site)
    # They are rewritten in this order: where that was stopped, the first and the last differ.
    documents = ClaimDocument.objects.order_by("pk")
    ends = [end for end in (documents.first(), documents.last()) if end]
    if any(map(_moved, ends)) or Claim.objects.filter(document=None).exists():
        documents_rebuild()
    connections.close_all()


def _moved(document: ClaimDocument) -> bool:
    said: str = json.loads(document.body)["url"]
    return said != resource_url("claims", document.pk)


def admin_create_first() -> str | None:
    """Create the login "admin" where there is no superuser yet; its password, to be shown once, or None."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser(ADMIN_NAME, password=password)
    return password
