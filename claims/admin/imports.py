"""Imports at the desk: handed in as a file or an address, and followed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from claims.admin import display
from claims.exchange.coding import Coding
from claims.import_selectors import import_notes, imports_received
from claims.models import ImportJob
from claims.roles import Right
from claims.services.imports import import_cancel, import_fetch, import_receive
from common.desk import MadeAdmin, acting
from common.desk_actions import act_on_each
from common.errors import Invalid

_NOTES = 200
_CODINGS = {".gz": Coding.GZIP, ".zst": Coding.ZSTD}


class ImportForm(forms.Form):
    """A file, or an address."""

    format = forms.ChoiceField(
        choices=ImportJob.Format.choices,
        initial=ImportJob.Format.CLAIMREVIEW,
        help_text="ClaimReview: a page, a feed, JSON-LD. NDJSON and CSV: rows of claims, as exported.",
    )
    file = forms.FileField(required=False, help_text="Of any size; .gz and .zst are decompressed.")
    url = forms.URLField(
        label="URL",
        required=False,
        max_length=2048,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
        help_text="Without a file, it is fetched from here; with one, it is where the file is from.",
    )


@admin.register(ImportJob)
class ImportJobAdmin(MadeAdmin[ImportJob]):
    """Imports and how far each has come. Whoever may publish verdicts may import and see them."""

    made_form = ImportForm
    list_display = ("created_at", "format", "shown_state", "origin", "outcome", "owner")
    list_filter = ("state", "format")
    list_select_related = ("owner",)
    search_fields = ("url",)
    search_help_text = "By address or identifier"
    ordering = ("-created_at", "-id")
    actions = ("cancel",)
    fields = (
        *("format", "url", "shown_state", "failure", "way_on", "owner", "progress"),
        *("records", "created", "updated", "unchanged", "refused", "repaired"),
        *("created_at", "finished_at", "shown_notes"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportJob]:
        """Everybody's, once received whole."""
        return imports_received()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An import publishes verdicts."""
        return request.user.has_perm(Right.PUBLISH_VERDICT)

    def has_view_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        """Who may import may see what came of it."""
        return request.user.has_perm(Right.PUBLISH_VERDICT)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Their own; the service asks whose it is."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        """Nobody changes one."""
        return False

    def make(self, *, actor: User, data: dict[str, Any]) -> tuple[ImportJob, str]:
        """Store the file, or have the address fetched."""
        file, form = data["file"], ImportJob.Format(data["format"])
        if file is None and not data["url"]:
            raise Invalid("choose a file, or give an address", field="file")
        if file is None:
            job = import_fetch(owner=actor, format=form, url=data["url"])
        else:
            coding = next((c for end, c in _CODINGS.items() if file.name.endswith(end)), Coding.IDENTITY)
            job = import_receive(owner=actor, format=form, body=file.chunks(), coding=coding, url=data["url"])
        return job, "The import is on its way. Reload this page to see how far it has come."

    @admin.action(description="Cancel the selected imports", permissions=["cancel"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[ImportJob]) -> None:
        """Stop those that have not ended; what they imported stays."""

        def cancel(job: ImportJob) -> None:
            import_cancel(job_id=job.pk, actor=acting(request))
            self.log_change(request, job, "Cancelled")

        act_on_each(request, queryset, cancel, done="Cancelled", more="What was imported by then stays.")

    @admin.display(description="what can be done")
    def way_on(self, job: ImportJob) -> SafeString | str:
        """Where one that has not ended is cancelled."""
        if job.finished_at is not None:
            return display.NOTHING
        address = reverse("admin:claims_importjob_changelist")
        return format_html('<a href="{}?q={}">Cancel it</a>', address, job.pk)

    @admin.display(description="state", ordering="state")
    def shown_state(self, job: ImportJob) -> str:
        """How far it is; that it is done is not all there is to say where nothing was found."""
        empty = job.state == ImportJob.State.DONE and not job.records
        return "Done, nothing found" if empty else job.get_state_display()

    @admin.display(description="from", ordering="url")
    def origin(self, job: ImportJob) -> str:
        """Its address, as much of it as a list shows."""
        return Truncator(job.url).chars(60) or display.NOTHING

    @admin.display(description="records")
    def outcome(self, job: ImportJob) -> SafeString | str:
        """What came of them; one that was taken in may have been repaired besides."""
        counts = ("created", "updated", "unchanged", "refused", "repaired")
        told = [f"{getattr(job, name):,} {name}" for name in counts if getattr(job, name)]
        return format_html_join("", "<div>{}</div>", ((line,) for line in told)) or display.NOTHING

    @admin.display(description="progress")
    def progress(self, job: ImportJob) -> str:
        """Up to which line of how large a body."""
        return f"up to line {job.line:,}, of {job.size:,} bytes in all"

    @admin.display(description="notes")
    def shown_notes(self, job: ImportJob) -> SafeString:
        """What it has to say of single records, the first ones."""
        notes = list(import_notes(job).order_by("line", "id")[: _NOTES + 1])
        rows = format_html_join(
            "\n",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            ((note.line, note.severity, note.code, note.detail, note.record) for note in notes[:_NOTES]),
        )
        more = f"There are more; the API lists them all, at imports/{job.pk}/notes."
        return format_html("<table>{}</table>{}", rows, more if len(notes) > _NOTES else "")
