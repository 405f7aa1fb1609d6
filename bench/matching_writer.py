"""Another process, which writes claims at a steady rate while the benchmark asks."""

from __future__ import annotations

import time
from typing import Any

import django

RATE = 200
"""Claims a second."""
_FOLD_SECONDS = 5.0


def write_claims(schema: str, sender: Any, stop: Any) -> None:
    """Commit a claim at a time, and send (id, text) of each after its commit, until `stop` is set."""
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - the settings are read by now

    from bench.claim_texts import Texts  # noqa: PLC0415
    from claims.models import Claim  # noqa: PLC0415
    from claims.services.match_index import match_index_fold, match_index_write  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {schema}, public")
    texts = Texts(99)
    sender.send("begun")
    started = folded = time.monotonic()
    for number, text in enumerate(texts.claims(10**9)):
        if stop.is_set():
            return
        with transaction.atomic():
            claim = Claim.objects.create(text=text, language="en")
            match_index_write(claims=[claim.pk])
        sender.send((claim.pk, text))
        if time.monotonic() - folded > _FOLD_SECONDS:
            match_index_fold()
            folded = time.monotonic()
        time.sleep(max(0.0, started + number / RATE - time.monotonic()))
