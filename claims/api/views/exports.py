"""Exports in bulk: everything as one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from claims.document_selectors import claims_validator
from claims.exchange.coding import Coding, compressed
from claims.export_selectors import claims_csv, claims_ndjson
from claims.models import Claim
from claims.rules import Normalised
from claims.selectors import claims_asked
from common.api.fields import Choice, LanguageField, Query
from common.api.permissions import Access, scope_require
from common.api.streams import StreamRenderer
from common.api.views import ApiView
from common.ids import new_id
from common.scopes import Scope

_SUFFIXES = {Coding.GZIP: ("gz", "application/gzip"), Coding.ZSTD: ("zst", "application/zstd")}
_COMPRESSED = {(200, media_type): OpenApiTypes.BINARY for _, media_type in _SUFFIXES.values()}


class ExportQuery(Query):
    """Which claims, and how they are compressed."""

    state = Choice(
        choices=Claim.State.choices,
        default=Claim.State.PUBLISHED,
        help_text="`open` and `merged_open` need candidates:read.",
    )
    updated_since = serializers.DateTimeField(
        required=False, help_text="Whose document changed in anything then or later."
    )
    language = LanguageField(required=False, help_text="BCP 47; finds regional forms.")
    topic = serializers.SlugField(required=False, max_length=100)
    publisher = serializers.UUIDField(required=False, help_text="Of a current verdict.")
    normalised = Choice(
        required=False, choices=[(n.value, n.value) for n in Normalised], help_text="Of a current verdict."
    )
    compression = Choice(
        choices=[Coding.GZIP.value, Coding.ZSTD.value],
        required=False,
        help_text="A compressed file, whatever Accept-Encoding says.",
    )


class NdjsonRenderer(StreamRenderer):
    """A document a line."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class CsvRenderer(StreamRenderer):
    """A table."""

    media_type = "text/csv"
    format = "csv"


class ExportView(ApiView):
    """A stream of claims, read from one snapshot, in constant memory."""

    access = {"GET": Access.PUBLIC}
    query = ExportQuery
    problems = {"GET": (403, 404)}
    tag = "exports"
    stream: ClassVar[Callable[..., Iterator[bytes]]]
    name: ClassVar[str]

    def version(self) -> str:
        """How many changes there were, and how it is compressed: each way is other bytes.

        Of what is not public the stream of changes tells nothing; that is never the same twice.
        """
        if self.params["state"] not in Claim.PUBLIC:
            return new_id().hex
        coding = self.params.get("compression") or f"as {_accepted(self.request)}"
        return f"{claims_validator()} {coding}"

    def streamed(self, request: Request) -> StreamingHttpResponse:
        """The answer. Raises PermissionDenied."""
        wanted = {name: value for name, value in self.params.items() if name != "compression"}
        if wanted["state"] not in Claim.PUBLIC:
            scope_require(request, Scope.CANDIDATES_READ)
        pieces = self.stream(**claims_asked(wanted))
        media_type = self.renderer_classes[0].media_type
        name, headers = self.name, {"Vary": "Accept-Encoding"}
        if chosen := self.params.get("compression"):
            suffix, media_type = _SUFFIXES[Coding(chosen)]
            name, coding = f"{name}.{suffix}", Coding(chosen)
        else:
            coding = _accepted(request)
            headers |= {"Content-Encoding": coding} if coding is not Coding.IDENTITY else {}
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return StreamingHttpResponse(compressed(pieces, coding), content_type=media_type, headers=headers)


class ClaimsNdjsonView(ExportView):
    """Claims as NDJSON."""

    renderer_classes = [NdjsonRenderer]
    stream = staticmethod(claims_ndjson)
    name = "claims.ndjson"

    @extend_schema(
        operation_id="claim_export_ndjson",
        summary="Export claims as NDJSON",
        responses={(200, "application/x-ndjson"): OpenApiTypes.STR} | _COMPRESSED,
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """A claim's document a line, as `claim_get` answers with, in no particular order.

        An import takes these lines as they are.
        """
        return self.streamed(request)


class ClaimsCsvView(ExportView):
    """Claims as CSV."""

    renderer_classes = [CsvRenderer]
    stream = staticmethod(claims_csv)
    name = "claims.csv"

    @extend_schema(
        operation_id="claim_export_csv",
        summary="Export claims as CSV",
        responses={(200, "text/csv"): OpenApiTypes.STR} | _COMPRESSED,
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """A line for each standing verdict of a claim, at least one for each claim; an import takes them."""
        return self.streamed(request)


def _accepted(request: Request) -> Coding:
    """The better of the codings that the caller takes."""
    offered: dict[str, Any] = {}
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        offered[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    takes = {name for name, weight in offered.items() if weight.strip("0.")}
    return next((coding for coding in (Coding.ZSTD, Coding.GZIP) if coding in takes), Coding.IDENTITY)
