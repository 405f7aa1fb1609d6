"""What a database needs before the registry can be used: its tables, and somebody who may log in."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections

ADMIN_NAME = "admin"


def database_migrate() -> None:
    """Bring the tables up to date; then close the connection, which must not be shared with children."""
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def admin_create_first() -> str | None:
    """Create the login "admin" where there is no superuser yet; its password, to be shown once, or None."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser(ADMIN_NAME, password=password)
    return password
