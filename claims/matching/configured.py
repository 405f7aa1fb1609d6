"""What the settings name: the matcher by dotted path, its ranker's weights, and a model of embeddings.

Each is made once per process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from claims.matching.encoder import Encoder, Unusable, identify, load
from claims.matching.ranker import Ranker, shipped, unpack
from claims.matching.types import Matcher


def matcher() -> Matcher:
    """What settings.MATCHER names. Raises ImportError for a path that leads nowhere."""
    return _matcher(settings.MATCHER)


def encoder() -> Encoder | None:
    """The model that settings.MATCHING_EMBEDDING names, None where it is empty. Raises Unusable."""
    return _encoder(settings.MATCHING_EMBEDDING) if settings.MATCHING_EMBEDDING else None


def ranker() -> Ranker:
    """The weights that settings.MATCHING_WEIGHTS names, or else the shipped ones.

    Raises Unusable where they were not trained with the embedding that is set, or without one with none.
    """
    return _ranker(settings.MATCHING_WEIGHTS, settings.MATCHING_EMBEDDING)


@cache
def _matcher(path: str) -> Matcher:
    made: Matcher = import_string(path)()
    return made


_encoder = cache(load)


@cache
def _ranker(path: str, embedding: str) -> Ranker:
    found = _read(path) if path else shipped()
    wanted = identify(embedding) if embedding else ""
    if found.embedding != wanted:
        raise Unusable(
            f"MATCHING_WEIGHTS: {path or 'the shipped weights'} were trained with {_named(found.embedding)},"
            f" and MATCHING_EMBEDDING is {_named(wanted)}; train them anew: manage.py train_matching"
        )
    return found


def _read(path: str) -> Ranker:
    try:
        return unpack(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"MATCHING_WEIGHTS: {path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable(f"MATCHING_WEIGHTS: {path} holds no weights: {error}") from error


def _named(identity: str) -> str:
    return identity or "no embedding"
