"""The whole registry on this machine: the servers beneath, web, worker and beat, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.first_start import ADMIN_NAME, admin_create_first, database_migrate, documents_readdress
from registry.ports import Port
from registry.processes import StackError
from registry.showcase import sample_is_wanted, show_sample
from registry.supervisor import Interrupted, Supervisor, stop_signals


class Command(BaseCommand):
    """Starts everything and stays until Ctrl-C, SIGTERM, or the death of a child that is not renewed."""

    help = "Run the registry: web, worker, beat, and PostgreSQL and Redis unless their URLs are set."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """--port, --data and --no-sample."""
        parser.add_argument(
            "--port", type=_port, help="Port of 127.0.0.1 to serve on; default: 8000, or the next free one."
        )
        parser.add_argument(
            "--data", type=Path, help="Data folder; default: REGISTRY_DATA, or .data in the project."
        )
        parser.add_argument(
            "--no-sample", action="store_true", help="Do not ingest the bundled article at first start."
        )

    def handle(
        self, *args: Any, port: int | None, data: Path | None, no_sample: bool, **options: Any
    ) -> None:
        """Run until told to stop. Raises CommandError, with nothing left running, where something fails."""
        if data is not None and data.expanduser().resolve() != settings.DATA_DIR.resolve():
            _start_again_with(data)
        started = time.monotonic()
        try:
            with (
                stop_signals(),
                Supervisor(
                    settings.DATA_DIR, port=self._choose(port), embedded=settings.EMBEDDED
                ) as registry,
            ):
                self._bring_up(registry, started)
                if not no_sample and sample_is_wanted():
                    show_sample(say=self._say, check=registry.check)
                self._say("Ctrl-C stops it.")
                registry.watch()
        except Interrupted:
            self._say("Stopped.")
        except StackError as error:
            raise CommandError(f"{error}\nWhat this command had started was stopped.") from error

    def _choose(self, number: int | None) -> Port:
        try:
            port = Port.usual() if number is None else Port(number)
        except StackError as error:
            raise CommandError(str(error)) from error
        if number is None and port.number != 8000:
            self._say(f"Port 8000 is taken; using {port.number}.")
        return port

    def _bring_up(self, registry: Supervisor, started: float) -> None:
        def mark(what: str) -> None:
            self._say(f"[{time.monotonic() - started:5.1f} s] {what}")

        self._say(f"Claim registry {settings.VERSION}, data in {settings.DATA_DIR}")
        for note in registry.stack.notes if registry.stack else []:
            self._say(note)
        mark("PostgreSQL and Redis answer")
        database_migrate()
        documents_readdress(registry.site)
        password = admin_create_first()
        mark("database is up to date")
        if password:
            self._say(f"  admin login, shown only this once: {ADMIN_NAME} {password}")
        registry.start()
        mark(f"ready: {registry.site}/")
        self._say(f"  admin          {registry.site}/admin/")
        self._say(f"  API            {registry.site}/api/v1/")
        self._say(f"  documentation  {registry.site}/api/v1/docs")
        self._say(f"  logs           {registry.folder.logs}")
        if settings.DATA_DIR != settings.BASE_DIR / ".data":
            self._say(f"  commands       REGISTRY_DATA={settings.DATA_DIR} python3 dev.py manage …")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")
    return int(text)


def _start_again_with(data: Path) -> None:
    """Replace this process by the same command with the data folder in the environment.

    The settings, which take their addresses from the folder, were read before the arguments were.
    """
    os.environ["REGISTRY_DATA"] = str(data.expanduser().resolve())
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the very command that runs now
