"""`manage.py webhook_listen`: a receiver for development that prints what arrives, verified."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webhooks.receiver import Received, Receiver
from webhooks.signing import MalformedSecret, Signer


class Command(BaseCommand):
    help = "Listen for webhooks on 127.0.0.1 and print each as it arrives, with its signature verified."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8900, help="0 takes a free one (default: %(default)s)"
        )
        parser.add_argument("--secret", default="", help="the endpoint's signing secret, whsec_…")

    def handle(self, *args: Any, **options: Any) -> None:
        secret = options["secret"]
        try:
            if secret:
                Signer(secret)
            receiver = Receiver(port=options["port"], secret=secret, on_event=self._print)
        except MalformedSecret as error:
            raise CommandError(f"--secret: {error}") from error
        except (OSError, OverflowError) as error:
            raise CommandError(f"cannot listen on port {options['port']}: {error}") from error
        with receiver:
            self.stdout.write(f"Listening on {receiver.url} (Ctrl-C stops)")
            if not secret:
                self.stdout.write("No --secret was given: signatures are not verified.")
            self.stdout.flush()
            try:
                receiver.wait()
            except KeyboardInterrupt:
                self.stdout.write("Stopped.")

    def _print(self, received: Received) -> None:
        verdict = "verified" if received.verified else f"NOT VERIFIED ({received.problem})"
        self.stdout.write(
            f"\n{received.received_at:%H:%M:%S} {received.id or 'without webhook-id'}: {verdict}"
        )
        if received.payload is None:
            self.stdout.write(f"not JSON: {received.body[:1024]!r}")
        else:
            self.stdout.write(json.dumps(received.payload, ensure_ascii=False, indent=2))
        self.stdout.flush()
