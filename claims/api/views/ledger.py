"""The log of verdicts, for whoever wants to check the registry's history without trusting it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import ledger_selectors as selectors
from claims.api.ledger_documents import (
    CheckpointQuery,
    CheckpointSerializer,
    ConsistencyQuery,
    ConsistencySerializer,
    EntriesQuery,
    EntriesSerializer,
    EntrySerializer,
    InclusionQuery,
    InclusionSerializer,
    base64_of,
)
from claims.ledger import verifier
from claims.models import LedgerEntry
from common.api.permissions import Access
from common.api.views import ApiView
from common.errors import Invalid


class CheckpointView(ApiView):
    """What the registry commits to."""

    access = {"GET": Access.PUBLIC}
    document = CheckpointSerializer
    query = CheckpointQuery
    problems = {"GET": (404,)}
    tag = "ledger"

    @extend_schema(
        operation_id="ledger_checkpoint_get",
        summary="Show a signed checkpoint",
        responses={200: CheckpointSerializer},
    )
    def get(self, request: Request) -> Response:
        """Keep one: with it you can prove later that nothing before it changed.

        One is signed within a minute of each new verdict. A verifier that needs nothing of the registry's
        code is at `/api/v1/ledger/verifier.py`.
        """
        checkpoint = selectors.ledger_checkpoint_get(self.params.get("size"))
        return self.show(checkpoint)


class EntriesView(ApiView):
    """Every verdict, in the order in which the log took them."""

    access = {"GET": Access.PUBLIC}
    document = EntrySerializer
    query = EntriesQuery
    tag = "ledger"

    @extend_schema(
        operation_id="ledger_entry_list", summary="List the log's entries", responses={200: EntriesSerializer}
    )
    def get(self, request: Request) -> Response:
        """From `start` on; the newest may be in no checkpoint yet."""
        entries = selectors.ledger_entries(self.params["start"], self.params["limit"])
        shown = EntrySerializer([_entry(entry) for entry in entries], many=True).data
        return Response({"entries": self.arrange(shown)})


class InclusionView(ApiView):
    """Is this verdict in the log?"""

    access = {"GET": Access.PUBLIC}
    document = InclusionSerializer
    query = InclusionQuery
    problems = {"GET": (404, 422)}
    tag = "ledger"

    @extend_schema(
        operation_id="ledger_inclusion_get",
        summary="Prove that a verdict is in the log",
        responses={200: InclusionSerializer},
    )
    def get(self, request: Request) -> Response:
        """The cost grows with the logarithm of the size."""
        if ("verdict" in self.params) == ("index" in self.params):
            raise Invalid("give either verdict or index, and not both")
        if "verdict" in self.params:
            entry = selectors.ledger_entry_of(self.params["verdict"])
        else:
            entry = selectors.ledger_entry_at(self.params["index"])
        size = self.params.get("size")
        if size is None:
            size = selectors.ledger_checkpoint_get().size
        hashes = selectors.ledger_inclusion(entry.index, size)
        proof = {**_entry(entry), "size": size, "hashes": [base64_of(each) for each in hashes]}
        return self.show(proof)


class ConsistencyView(ApiView):
    """Was anything but appended to?"""

    access = {"GET": Access.PUBLIC}
    document = ConsistencySerializer
    query = ConsistencyQuery
    problems = {"GET": (404, 422)}
    tag = "ledger"

    @extend_schema(
        operation_id="ledger_consistency_get",
        summary="Prove that the log was only appended to",
        responses={200: ConsistencySerializer},
    )
    def get(self, request: Request) -> Response:
        """Between two sizes; the cost grows with the logarithm of the newer one."""
        old = self.params["old"]
        new = self.params.get("new") or selectors.ledger_checkpoint_get().size
        hashes = selectors.ledger_consistency(old, new)
        proof = {"old": old, "new": new, "hashes": [base64_of(each) for each in hashes]}
        return self.show(proof)


class VerifierView(ApiView):
    """The verifier, to be read and run by whoever does not trust the registry."""

    access = {"GET": Access.PUBLIC}

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Its one file."""
        source = Path(verifier.__file__).read_bytes()
        return HttpResponse(source, content_type="text/x-python; charset=utf-8")


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    # A leaf that somebody damaged must come out different, not break the answer.
    leaf = bytes(entry.leaf).decode(errors="replace")
    return {"index": entry.index, "verdict": entry.verdict_id, "leaf": leaf}
