"""What the things in the stream of changes are now, each as its own address shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from claims import selectors, vocabulary_selectors
from claims.documents import RatingScaleSerializer, TopicSerializer, VerdictSerializer
from claims.models import Claim, ClaimDocument
from claims.services.documents import RESOURCE as CLAIMS
from claims.services.scales import RESOURCE as RATING_SCALES
from claims.services.topics import RESOURCE as TOPICS
from claims.services.verdicts import RESOURCE as VERDICTS
from common.models import Change
from sources.api.documents import SourceSerializer
from sources.selectors import source_list
from sources.services.sources import RESOURCE as SOURCES

Reader = Callable[[Iterable[str]], Mapping[str, str]]


def changes_documents(changes: Iterable[Change]) -> dict[tuple[str, str], str]:
    """By resource and key the JSON of each thing that is there and public; a few queries a resource."""
    keys: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        keys[change.resource].add(change.key)
    return {
        (resource, key): body
        for resource, wanted in keys.items()
        for key, body in _READERS[resource](wanted).items()
    }


def _claims(keys: Iterable[str]) -> dict[str, str]:
    public = ClaimDocument.objects.filter(pk__in=list(keys), state__in=Claim.PUBLIC)
    return {str(pk): body for pk, body in public.values_list("pk", "body")}


def _reader(rows: Callable[[], QuerySet[Any]], document: type[Serializer[Any]]) -> Reader:
    def read(keys: Iterable[str]) -> dict[str, str]:
        render = JSONRenderer().render
        found = rows().filter(pk__in=list(keys))
        return {str(row.pk): render(document(row).data).decode() for row in found}

    return read


_READERS: Mapping[str, Reader] = {
    CLAIMS: _claims,
    VERDICTS: _reader(selectors.verdict_rows, VerdictSerializer),
    RATING_SCALES: _reader(vocabulary_selectors.rating_scale_list, RatingScaleSerializer),
    TOPICS: _reader(vocabulary_selectors.topic_list, TopicSerializer),
    SOURCES: _reader(source_list, SourceSerializer),
}
