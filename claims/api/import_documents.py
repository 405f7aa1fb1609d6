"""How imports are shown and asked for."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import ImportJob, ImportNote
from common.api.fields import Choice, Input, PageQuery, TextOrNull


class ImportSerializer(serializers.Serializer[Any]):
    """A body or an address that is being taken in, and how far it is."""

    id = serializers.UUIDField()
    format = serializers.CharField(help_text=f"One of {', '.join(ImportJob.Format.values)}; more may come.")
    url = TextOrNull(help_text="Where it is fetched, or where the body is from.")
    state = serializers.CharField(help_text="One of queued, running, done, failed, cancelled; more may come.")
    failure = TextOrNull(help_text="Why it failed or is being repeated, and what to do.")
    size = serializers.IntegerField(help_text="Of the body, decompressed, in bytes.")
    line = serializers.IntegerField(help_text="The line up to which all is done.")
    records = serializers.IntegerField(
        help_text="Records met so far: the sum of the following four. If there was none, a note says so."
    )
    created = serializers.IntegerField(help_text="New claims, or new reviews of one.")
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="Each has a note that says why.")
    repaired = serializers.IntegerField(help_text="Of those taken in, with a note for each repair.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportNoteSerializer(serializers.Serializer[Any]):
    """What an import has to say of one record."""

    id = serializers.UUIDField()
    line = serializers.IntegerField(help_text="Of the body, from 1.")
    severity = serializers.CharField(
        help_text=f"One of {', '.join(ImportNote.Severity.values)}; more may come."
    )
    code = serializers.CharField(help_text="Which kind of repair or refusal; docs/claimreview.md lists them.")
    detail = serializers.CharField()
    record = TextOrNull(help_text="The record's own name: the review's address, or the row's key.")


class ImportInput(Input):
    """An import from an address. A body is sent as it is instead, under its own media type."""

    url = serializers.URLField(max_length=2048, help_text="A page, feed or file on the public web.")
    format = Choice(choices=ImportJob.Format.choices, default=ImportJob.Format.CLAIMREVIEW)


class ImportNotesQuery(PageQuery):
    """Which notes."""

    severity = Choice(choices=ImportNote.Severity.choices, required=False, help_text="Of this severity only.")
