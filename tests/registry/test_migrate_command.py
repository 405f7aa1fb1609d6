"""What `manage.py migrate` refuses; that it migrates, every test shows."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_tables_of_a_newer_version_are_left_alone() -> None:
    MigrationRecorder(connection).record_applied("webhooks", "0999_from_tomorrow")
    with pytest.raises(
        CommandError, match=r"another version of the registry \(webhooks\.0999_from_tomorrow\)"
    ):
        call_command("migrate", verbosity=0)
