"""How the stream of changes is asked and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from common.models import Change


class ChangeSerializer(serializers.Serializer[Any]):
    """Something became, changed or went."""

    position = serializers.IntegerField(help_text="From 1, without a gap. Give it as `after` to go on.")
    resource = serializers.CharField(
        help_text="As in its address, `/api/v1/{resource}/{id}`: one of claims, verdicts, sources, topics, "
        "rating-scales; more may come."
    )
    id = serializers.CharField(source="key", help_text="Its key there.")
    kind = serializers.CharField(help_text=f"One of {', '.join(Change.Kind.values)}; more may come.")
    time = serializers.DateTimeField(source="recorded_at", help_text="When it happened.")


class ChangeDocumentSerializer(ChangeSerializer):
    """A change, and what the thing is now."""

    document = serializers.DictField(
        allow_null=True,
        help_text="What its address answers now, so that a later change may be in it already. Null: it is no "
        "longer there, or no longer public; forget it.",
    )


class ChangesSerializer(serializers.Serializer[Any]):
    """A stretch of the stream of changes."""

    results = ChangeDocumentSerializer(many=True)
    next = serializers.URLField(help_text="Where to go on, now or when there is more.")


def changes_written(
    changes: Sequence[Change], documents: Mapping[tuple[str, str], str], following: str
) -> bytes:
    """The JSON of a stretch, of documents that are JSON already."""
    render = JSONRenderer().render
    entries = [
        render(ChangeSerializer(change).data)[:-1]
        + b',"document":'
        + documents.get((change.resource, change.key), "null").encode()
        + b"}"
        for change in changes
    ]
    return b'{"results":[' + b",".join(entries) + b'],"next":' + json.dumps(following).encode() + b"}"


_TOPIC = {"slug": "water", "name": "Water supply"}
EXAMPLE = OpenApiExample(
    "A topic that was renamed, and one that went",
    value={
        "results": [
            {
                "position": 4711,
                "resource": "topics",
                "id": "water",
                "kind": "updated",
                "time": "2026-03-02T09:30:00.120000Z",
                "document": _TOPIC,
            },
            {
                "position": 4712,
                "resource": "topics",
                "id": "dams",
                "kind": "deleted",
                "time": "2026-03-02T09:31:10.500000Z",
                "document": None,
            },
        ],
        "next": "https://registry.example/api/v1/changes?after=4712&after_time=2026-03-02T09%3A31%3A10.500000Z",
    },
    response_only=True,
)
