"""Imports in bulk: sent, and followed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.db.models import PositiveBigIntegerField, UUIDField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.import_documents import ImportInput, ImportNoteSerializer, ImportNotesQuery, ImportSerializer
from claims.exchange.coding import Coding
from claims.import_selectors import import_get, import_list, import_notes
from claims.models import ImportJob
from claims.services.imports import import_cancel, import_fetch, import_receive
from common.api.authentication import actor
from common.api.exceptions import Malformed
from common.api.fields import PageQuery, page_of
from common.api.paging import Ordering
from common.api.parsers import StrictJSONParser
from common.api.streams import PIECE, StreamParser
from common.api.views import ApiView
from common.scopes import Scope

_IMPORTS = Ordering.by_time("imports")
_NOTES = Ordering("import-notes", {"line": PositiveBigIntegerField(), "id": UUIDField()}, descending=False)
_FORMATS = {
    "application/x-ndjson": ImportJob.Format.NDJSON,
    "text/csv": ImportJob.Format.CSV,
    "application/ld+json": ImportJob.Format.CLAIMREVIEW,
    "text/html": ImportJob.Format.CLAIMREVIEW,
}


def _parser(name: str) -> type[StreamParser]:
    return type(f"{name.title()}Parser", (StreamParser,), {"media_type": name})


class ImportsView(ApiView):
    """The imports of the key's owner."""

    access = {"GET": Scope.IMPORTS_WRITE, "POST": Scope.IMPORTS_WRITE}
    document = ImportSerializer
    query = PageQuery
    tag = "imports"
    _kept: IO[bytes] | None = None
    parser_classes = [StrictJSONParser, *(_parser(name) for name in _FORMATS)]

    @extend_schema(
        operation_id="import_list", summary="List your imports", responses={200: page_of(ImportSerializer)}
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        return self.page(import_list(actor(request)), _IMPORTS)

    @extend_schema(
        operation_id="import_create",
        summary="Import claims and reviews in bulk",
        request={"application/json": ImportInput, **dict.fromkeys(_FORMATS, OpenApiTypes.BINARY)},
        responses={202: ImportSerializer},
    )
    def post(self, request: Request) -> Response:
        """Rows of claims as NDJSON or CSV, or ClaimReviews as JSON-LD, a feed or a page; or an address.

        The body may be of any size and compressed (`Content-Encoding: gzip` or `zstd`); of a page, say with
        `Content-Location` where it is from. The answer comes once it is stored; its address says how far the
        import is. Sending the same again changes nothing.
        """
        media_type = str(request.content_type).partition(";")[0].strip().lower()
        if media_type not in _FORMATS:
            job = import_fetch(owner=actor(request), **self.body(ImportInput))
        else:
            job = self._receive(request, _FORMATS[media_type])
        return self.created(ImportSerializer(job), at="api-import", row=job, code=202)

    def payload(self) -> bytes:
        """The digest of a body of any size, which is kept in a file to be read again."""
        if not isinstance(self.request.data, Iterator):
            return super().payload()
        headers = (self.request.headers.get(name, "") for name in ("Content-Type", "Content-Encoding"))
        digest, kept = sha256(repr(list(headers)).encode()), TemporaryFile()  # noqa: SIM115 - goes with the view
        pieces: Any = self.request.data
        for piece in pieces:
            digest.update(piece)
            kept.write(piece)
        kept.seek(0)
        self._kept = kept
        return digest.digest()

    def _receive(self, request: Request, form: ImportJob.Format) -> ImportJob:
        if "Transfer-Encoding" in request.headers:
            raise Malformed("send the body with a Content-Length, not in chunks")
        given = request.headers.get("Content-Encoding", "identity").strip().lower()
        if given not in set(Coding):
            raise UnsupportedMediaType(given, f"the body may be compressed with {', '.join(Coding)} only")
        url = request.headers.get("Content-Location", "")
        pieces: Any = request.data or ()
        if (kept := self._kept) is not None:
            pieces = iter(lambda: kept.read(PIECE), b"")
        return import_receive(owner=actor(request), format=form, body=pieces, coding=Coding(given), url=url)


class ImportView(ApiView):
    """One import."""

    access = {"GET": Scope.IMPORTS_WRITE}
    document = ImportSerializer
    tag = "imports"

    @extend_schema(operation_id="import_get", summary="Show an import", responses={200: ImportSerializer})
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far it is, and what came of it."""
        return self.show(import_get(import_id, actor(request)))


class ImportCancelView(ApiView):
    """An import is stopped."""

    access = {"POST": Scope.IMPORTS_WRITE}
    problems = {"POST": (409,)}
    tag = "imports"

    @extend_schema(
        operation_id="import_cancel",
        summary="Cancel an import",
        request=None,
        responses={200: ImportSerializer},
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        """It ends after the batch that is being taken in. What was imported stays; a note says up to where.

        409 where it has ended already.
        """
        job = import_cancel(job_id=import_get(import_id, actor(request)).pk, actor=actor(request))
        return Response(ImportSerializer(job).data)


class ImportNotesView(ApiView):
    """What an import has to say of single records."""

    access = {"GET": Scope.IMPORTS_WRITE}
    document = ImportNoteSerializer
    query = ImportNotesQuery
    tag = "imports"

    @extend_schema(
        operation_id="import_note_list",
        summary="List an import's refusals and repairs",
        responses={200: page_of(ImportNoteSerializer)},
    )
    def get(self, request: Request, import_id: UUID) -> Response:
        """In the order of the body's lines."""
        notes = import_notes(import_get(import_id, actor(request)))
        if severity := self.params.get("severity"):
            notes = notes.filter(severity=severity)
        return self.page(notes, _NOTES)
