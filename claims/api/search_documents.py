"""What is said of a search beside the claims it found, and of a match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from rest_framework import serializers

from claims.documents import ClaimSerializer
from claims.facets import VALUES, Share
from claims.search_selectors import DEPTH, READ, Found
from claims.searching.folding import Span
from common.api.fields import page_of


class ShareSerializer(serializers.Serializer[Any]):
    """A value with how many of the claims found have it."""

    value = serializers.CharField(help_text="As the filter of that name takes it.")
    name = serializers.CharField(help_text="For people.")
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer[Any]):
    """How the claims found divide."""

    normalised = ShareSerializer(many=True, help_text="What a current verdict says, whoever's it is.")
    publisher = ShareSerializer(many=True, help_text="Whose current verdict it has.")
    language = ShareSerializer(many=True)
    topic = ShareSerializer(many=True)
    claimant = ShareSerializer(many=True)


class SpanSerializer(serializers.Serializer[Any]):
    """A piece of a text."""

    start = serializers.IntegerField(help_text="In code points.")
    end = serializers.IntegerField(help_text="Just past it.")


class HighlightSerializer(serializers.Serializer[Any]):
    """Where in a claim's text the words stand that were looked for."""

    claim = serializers.UUIDField()
    text = SpanSerializer(many=True, help_text="Offsets, so that nothing needs to be escaped; often none.")


class ReadingSerializer(serializers.Serializer[Any]):
    """A word that no claim has, and what it was also read as."""

    written = serializers.CharField()
    read_as = serializers.ListField(child=serializers.CharField(), help_text="As stems.")


class SearchSerializer(serializers.Serializer[Any]):
    """About the search as a whole."""

    found = serializers.IntegerField(
        help_text=f"How many claims are listed, over all pages: at most {DEPTH:,}."
    )
    complete = serializers.BooleanField(
        help_text=(
            "Whether these are all that match. Otherwise they are the best among "
            f"{READ:,} that match and the newest that do: add a word or a filter."
        )
    )
    readings = ReadingSerializer(many=True)
    highlights = HighlightSerializer(many=True, help_text="Of the claims on this page.")
    facets = FacetsSerializer(
        allow_null=True, help_text=f"At most {VALUES} values each, of the claims listed; null: not asked for."
    )


class ClaimPageSerializer(page_of(ClaimSerializer)):  # type: ignore[misc]  # made at run time
    """A page of Claim documents."""

    search = SearchSerializer(allow_null=True, help_text="Null without `q`.")


def search_document(
    found: Found,
    highlighted: Mapping[UUID, Sequence[Span]],
    facets: Mapping[str, Sequence[Share]] | None,
) -> dict[str, Any]:
    """What SearchSerializer declares."""
    spans = [
        {"claim": claim, "text": [{"start": start, "end": end} for start, end in pieces]}
        for claim, pieces in highlighted.items()
    ]
    readings = [{"written": word, "read_as": meant} for word, meant in found.read_as.items()]
    values = {"found": len(found.hits), "complete": found.complete, "facets": facets}
    document: dict[str, Any] = SearchSerializer(values | {"readings": readings, "highlights": spans}).data
    return document
