"""What is checked at a start: better no start than no first answer, or verdicts that nobody signs for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name

from claims.ledger.keys import MalformedKey, seed
from claims.matching.configured import ranker
from claims.matching.encoder import Unusable


def check_matching(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """An error where the embedding or the weights that are set cannot be used; the model is not loaded."""
    try:
        ranker()
    except Unusable as error:
        return [Error(str(error), id="claims.E001")]
    return []


def check_ledger(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """An error where a key that signs the log of verdicts is none."""
    try:
        for key in settings.LEDGER_KEYS:
            seed(key)
    except MalformedKey as error:
        return [Error(str(error), id="claims.E003")]
    return []


def check_database(
    app_configs: Sequence[AppConfig] | None, databases: Collection[str] | None = None, **_: object
) -> list[CheckMessage]:
    """With an embedding: an error where the database cannot hold vectors, a warning while it has none."""
    if not settings.MATCHING_EMBEDDING or not databases or check_matching(app_configs):
        return []
    # Models, which this imports, exist only once every app is loaded.
    from claims.embedding_selectors import embeddings_begun, pgvector_lack  # noqa: PLC0415 - see above

    if lack := pgvector_lack():
        return [Error(f"MATCHING_EMBEDDING: {lack}", id="claims.E002")]
    if not embeddings_begun(ranker().embedding):
        return [
            Warning(
                "The model that is set has embedded no claims; run: manage.py match_embed fill",
                id="claims.W001",
            )
        ]
    return []
