"""Import the ClaimReviews of a page, feed or file, and say what came of each record."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import ImportJob, ImportNote
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from common.errors import RegistryError
from registry.claimreview_source import body_of, is_url

_PAUSE = 0.2  # seconds, while a worker has the job


class Command(BaseCommand):
    """Does the work itself; a worker that is running may take it over."""

    help = "Import ClaimReviews: a page, feed or file, an address, or '-' for standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH|URL|-, --base and --as."""
        parser.add_argument("source", metavar="PATH|URL|-", help="What to import.")
        parser.add_argument(
            "--base", default="", help="Where the page was published, for relative addresses."
        )
        parser.add_argument("--as", dest="username", help="In whose name; left out: the first superuser's.")

    def handle(self, *args: Any, source: str, base: str, username: str | None, **options: Any) -> None:
        """Raises CommandError, one line long, for what cannot be read or imported."""
        try:
            job = import_receive(
                owner=_owner(username),
                format=ImportJob.Format.CLAIMREVIEW,
                body=body_of(source),
                url=base or (source if is_url(source) else ""),
            )
            self._follow(job)
        except RegistryError as refusal:
            raise CommandError(refusal.detail) from refusal

    def _follow(self, job: ImportJob) -> None:
        while job.finished_at is None:
            import_advance(job_id=job.pk)
            job.refresh_from_db()
            if job.finished_at is None:
                time.sleep(_PAUSE)
        for note in ImportNote.objects.filter(job=job).order_by("line", "id").iterator():
            self.stdout.write(f"line {note.line}  {note.severity}  {note.code}: {note.detail}  {note.record}")
        self.stdout.write(
            f"{job.records} records: {job.created} created, {job.updated} updated, "
            f"{job.unchanged} unchanged, {job.refused} refused; {job.repaired} of them repaired"
        )
        if job.state == ImportJob.State.CANCELLED:
            raise CommandError("the import was cancelled")
        if job.state == ImportJob.State.FAILED:
            raise CommandError(f"the import failed: {job.failure}")


def _owner(username: str | None) -> User:
    users = User.objects.filter(is_active=True)
    found = users.filter(username=username) if username else users.filter(is_superuser=True).order_by("pk")
    owner = found.first()
    if owner is None:
        raise CommandError(f"there is no user {username}" if username else "name a user with --as")
    return owner
