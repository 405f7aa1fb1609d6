"""Everything once, on a registry that lives no longer than the demonstration."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.article_file import read_article, read_moment
from registry.demo import Demonstration, StepFailed
from registry.first_start import database_migrate
from registry.ports import Port
from registry.processes import StackError
from registry.showcase import SAMPLE
from registry.supervisor import Interrupted, Supervisor, stop_signals
from registry.temporary import temporary_data
from webhooks.receiver import Receiver


class Command(BaseCommand):
    """Exits 0 only if every step held."""

    help = "From an article to two verified webhooks, over the REST API; nothing of it stays."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """[ARTICLE] and --published."""
        parser.add_argument("article", nargs="?", help="A text or HTML file; default: the bundled sample.")
        parser.add_argument("--published", help="When: 2025-12-28. Default: as the page says.")
        parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)

    def handle(
        self, *args: Any, article: str | None, published: str | None, inside: Path | None, **options: Any
    ) -> None:
        """Raises CommandError, with nothing left running, at the first step that does not hold."""
        document = _document(article, published)
        try:
            with stop_signals():
                if not settings.EMBEDDED:
                    with tempfile.TemporaryDirectory() as data:
                        self._demonstrate(document, Path(data))
                elif inside is None:
                    _in_a_temporary_folder()
                else:
                    self._demonstrate(document, inside)
        except Interrupted:
            raise CommandError("stopped", returncode=130) from None
        except (StepFailed, StackError) as error:
            raise CommandError(str(error)) from error

    def _demonstrate(self, document: dict[str, Any], data: Path) -> None:
        with Receiver() as receiver:
            # The one exception to what may be reached, for the processes started below and nobody else.
            os.environ["OUTBOUND_ALLOW"] = f"127.0.0.1/32:{receiver.port}"
            os.environ["BEHIND_PROXY"] = "1"
            with Supervisor(data, port=Port.usual(), embedded=settings.EMBEDDED) as registry:
                self._say(f"A registry of its own in {data}")
                database_migrate()
                registry.start()
                self._say(f"web, worker and beat are ready at {registry.site}/api/v1/docs")
                Demonstration(registry.site, receiver, say=self._say, check=registry.check).run(document)
        self._say("\nEvery step held.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _document(article: str | None, published: str | None) -> dict[str, Any]:
    """What to post: the article given, or the bundled sample with what is known of it."""
    document: dict[str, Any] = dict(read_article(article or str(SAMPLE)))
    if article is None:
        about = json.loads(SAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
        document["url"] = about["url"]
        published = published or about["published"]
    if published:
        document["published_at"] = read_moment(published).isoformat()
    return document


def _in_a_temporary_folder() -> None:
    """Run this command again on a data folder of its own, since the settings name that folder's servers.

    This process removes the folder whatever becomes of the other. Raises SystemExit with its exit code.
    """
    with temporary_data("demo") as data:
        command = [sys.executable, *sys.orig_argv[1:], "--inside", str(data)]
        process = subprocess.Popen(command)
        try:
            code = process.wait()
        except Interrupted:
            # It has had the terminal's Ctrl-C as well; another signal reached this process alone.
            process.terminate()
            process.wait()
            raise
    if code:
        raise SystemExit(code)
