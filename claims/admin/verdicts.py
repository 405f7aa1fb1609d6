"""Recording a verdict, and the list of all that were recorded. None is ever edited or deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin import display
from claims.admin.filters import claims_sought, identifier
from claims.admin.verdict_form import VerdictForm, form_after_conflict, fresh_form
from claims.models import Claim, Verdict
from claims.roles import Right
from claims.selectors import claim_get, verdict_history, verdict_rows
from common.desk import KeptAdmin, acting, refusal_show
from common.errors import Conflict, NotFound, Refused, RegistryError
from sources.models import Source
from sources.selectors import sources_standing

_OFFERED = 100


class PublisherFilter(admin.SimpleListFilter):
    """Verdicts of one publisher."""

    title = "publisher"
    parameter_name = "publisher"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The fact-checkers by name, as many as fit."""
        desks = sources_standing().filter(kind=Source.Kind.FACT_CHECKER).order_by("name", "id")
        return [(str(key), name) for key, name in desks.values_list("id", "name")[:_OFFERED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Verdict]) -> QuerySet[Verdict]:
        """The verdicts of the publisher chosen. Raises IncorrectLookupParameters for what is none."""
        if not self.value():
            return queryset
        return queryset.filter(publisher=identifier(self.value()))


@admin.register(Verdict)
class VerdictAdmin(KeptAdmin[Verdict]):
    """Every verdict, the last recorded first. Adding one is recording it on a claim."""

    list_display = ("recorded_at", "shown_claim", "publisher", "seq", "kind", "badge", "actor")
    list_display_links = ("recorded_at",)
    list_filter = ("kind", PublisherFilter)
    # Only names what is searched; get_search_results asks the full-text index of claims.
    search_fields = ("claim__text",)
    search_help_text = "By words of the claim, each of which may be only begun, or the claim's identifier"
    ordering = ("-recorded_at", "-id")
    fields = (
        "claim",
        "publisher",
        "seq",
        "kind",
        "badge",
        "reason",
        "note",
        "summary",
        "explanation",
        "review_url",
        "language",
        "effective_at",
        "recorded_at",
        "actor",
        "approver",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Verdict]:
        """Verdicts with claim, publisher, rating and actor."""
        return verdict_rows().select_related("claim")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Verdict], search_term: str
    ) -> tuple[QuerySet[Verdict], bool]:
        """The verdicts on the claims that are found."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(claim__in=claims_sought(request, Claim.objects.all(), search_term)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may draft a verdict may write one; publishing it is another matter."""
        return request.user.has_perm(Right.DRAFT_VERDICT) or request.user.has_perm(Right.PUBLISH_VERDICT)

    @admin.display(description="claim")
    def shown_claim(self, verdict: Verdict) -> str:
        """The wording of its claim."""
        return display.listed(verdict.claim.text)

    @admin.display(description="rating")
    def badge(self, verdict: Verdict) -> SafeString:
        """Its rating in the publisher's words."""
        return display.rating_badge(verdict)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Write a verdict on the claim named by `?claim=`, as the publisher `?publisher=`."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        claim = _claim(request.GET.get("claim", ""))
        if claim is None:
            messages.info(request, "Open a claim to record a verdict on it.")
            return HttpResponseRedirect(reverse("admin:claims_claim_changelist"))
        publishers = list(
            sources_standing().filter(kind=Source.Kind.FACT_CHECKER).order_by("created_at", "id")
        )
        publisher = _chosen(publishers, claim, request.GET.get("publisher", ""))
        if publisher is None:
            messages.error(request, "Add a source of kind fact-checker first: a verdict needs its publisher.")
            return HttpResponseRedirect(reverse("admin:sources_source_add"))
        last = last_verdict(claim, publisher)
        if request.method == "POST":
            complete = "draft" not in request.POST
            form = VerdictForm(
                publisher=publisher, last=last, claim=claim, data=request.POST, complete=complete
            )
            return self._record(request, claim, form) if complete else self._draft(request, claim, form)
        form = fresh_form(claim=claim, publisher=publisher, last=last, kind=request.GET.get("kind", ""))
        return self._page(request, claim, form, publishers=publishers)

    def _draft(self, request: HttpRequest, claim: Claim, form: VerdictForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(request, claim, form)
        try:
            draft = form.draft(claim=claim, actor=acting(request))
        except RegistryError as refusal:
            refusal_show(form, refusal)
            return self._page(request, claim, form)
        messages.success(request, "The draft was saved. Nothing is public yet.")
        return HttpResponseRedirect(reverse("admin:claims_verdictdraft_change", args=[draft.pk]))

    def _record(self, request: HttpRequest, claim: Claim, form: VerdictForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(request, claim, form)
        try:
            verdict = form.record(claim=claim, actor=acting(request))
        except Refused as refusal:
            raise PermissionDenied(refusal.detail) from refusal
        except Conflict as refusal:
            return self._conflict(request, claim, form, refusal)
        except RegistryError as refusal:
            refusal_show(form, refusal)
            return self._page(request, claim, form)
        self.log_addition(request, verdict, [{"added": {}}])
        done = f"Recorded as number {verdict.seq} of {form.publisher.name}: {verdict}."
        messages.success(request, done)
        return HttpResponseRedirect(_address(claim))

    def _conflict(
        self, request: HttpRequest, claim: Claim, form: VerdictForm, refusal: Conflict
    ) -> HttpResponse:
        """Show what changed meanwhile above the texts as typed; answering again is then on top of that."""
        seen = form.cleaned_data["expected_seq"]
        changed = list(verdict_history(claim).filter(publisher=form.publisher, seq__gt=seen).order_by("seq"))
        if not changed:
            refusal_show(form, refusal)
            return self._page(request, claim, form, status=409)
        renewed = form_after_conflict(form, request.POST, changed[-1])
        return self._page(request, claim, renewed, changed=changed, status=409)

    def _page(
        self,
        request: HttpRequest,
        claim: Claim,
        form: VerdictForm,
        *,
        publishers: list[Source] | None = None,
        changed: list[Verdict] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Record a verdict",
            "claim": claim,
            "form": form,
            "publisher": form.publisher,
            "publishers": publishers or [],
            "may_record": request.user.has_perm(Right.PUBLISH_VERDICT) and not form.publisher.four_eyes,
            "last": form.last,
            "last_badge": display.rating_badge(form.last) if form.last else "",
            "changed": [(verdict, display.rating_badge(verdict)) for verdict in changed or []],
            "address": f"{request.path}?claim={claim.pk}&publisher={form.publisher.pk}",
            "claim_address": _address(claim),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "claims/admin/verdict.html", context, status=status)


def _claim(claim_id: str) -> Claim | None:
    try:
        return claim_get(UUID(claim_id), include_open=True)
    except (ValueError, NotFound):
        return None


def _chosen(publishers: list[Source], claim: Claim, publisher_id: str) -> Source | None:
    """The publisher asked for; else the one whose verdict stands, else the one known longest."""
    by_id = {str(publisher.pk): publisher for publisher in publishers}
    standing = [row.publisher_id for row in claim.current_verdicts.all()]
    for wanted in (publisher_id, *map(str, standing)):
        if wanted in by_id:
            return by_id[wanted]
    return publishers[0] if publishers else None


def last_verdict(claim: Claim, publisher: Source) -> Verdict | None:
    """The publisher's last row on the claim."""
    standing = [row.verdict for row in claim.current_verdicts.all() if row.publisher_id == publisher.pk]
    return standing[0] if standing else None


def _address(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])
