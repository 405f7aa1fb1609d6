"""The queue of candidates: what it shows, and which one comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from claims.admin.filters import UsualFilter, identifier
from claims.candidate_selectors import candidate_list, candidates_filter
from claims.models import Candidate, ClusterOutlet
from claims.services.candidates import candidate_reject
from common.desk import acting
from common.errors import Conflict, RegistryError

# Filters offer what occurs among this many pending candidates; a whole table is never read for them.
_LOOKED_AT = 1000


class StateFilter(UsualFilter):
    """Candidates of one state; undecided ones unless something else is asked for."""

    title = "state"
    parameter_name = "state"
    usual = Candidate.State.PENDING.value
    everything = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Each state, and all of them."""
        return [*Candidate.State.choices, (self.everything, "All")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """The candidates of the state shown; of undecided ones that say the same, the one that leads."""
        if self.chosen() == self.everything:
            return queryset
        if self.chosen() == Candidate.State.PENDING:
            queryset = queryset.filter(leads=True)
        return queryset.filter(state=self.chosen())


class _OccurringFilter(admin.SimpleListFilter):
    """Candidates of one value out of those that occur in the queue."""

    value_path: str
    label_path: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The values among the best of the queue, and the one chosen."""
        looked_at = (
            candidate_list()
            .filter(state=Candidate.State.PENDING, leads=True)
            .order_by("-score", "-id")[:_LOOKED_AT]
        )
        pairs = set(looked_at.values_list(self.value_path, self.label_path))
        offered = {str(value): label for value, label in pairs if value}
        chosen = self.value()
        if chosen:
            offered.setdefault(chosen, chosen)
        return sorted(offered.items(), key=lambda pair: pair[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """The candidates of the value chosen. Raises IncorrectLookupParameters for a value that cannot be."""
        if not self.value():
            return queryset
        try:
            return queryset.filter(**{self.value_path: self.value()})
        except ValidationError as error:
            raise IncorrectLookupParameters(error) from error


class LanguageFilter(_OccurringFilter):
    """Candidates in one language."""

    title = "language"
    parameter_name = "language"
    value_path = label_path = "language"


class OutletFilter(_OccurringFilter):
    """Candidates from the articles of one outlet, with those that another one's leads."""

    title = "outlet"
    parameter_name = "outlet"
    value_path = "article_version__article__source_id"
    label_path = "article_version__article__source__name"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Also those whose cluster has a candidate of the outlet."""
        chosen = self.value()
        if not chosen:
            return queryset
        outlet = identifier(chosen)
        within = ClusterOutlet.objects.filter(cluster=OuterRef("cluster"), outlet=outlet)
        return queryset.filter(Q(**{self.value_path: outlet}) | Q(Exists(within)))


class ArticleFilter(admin.SimpleListFilter):
    """Candidates of one article; reached from the article's page."""

    title = "article"
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The article chosen, if one is."""
        chosen = request.GET.get(self.parameter_name)
        return [(chosen, "Of one article")] if chosen else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """The candidates of the article. Raises IncorrectLookupParameters for what is none."""
        if not self.value():
            return queryset
        return candidates_filter(queryset, article=identifier(self.value()))


class ArrivalFilter(admin.DateFieldListFilter):
    """Candidates that arrived in a time: today, in the last week, this month, this year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "arrival"


def next_pending(queue: QuerySet[Candidate], after: Candidate) -> Candidate | None:
    """The undecided candidate that follows in the queue; after its end the first that was passed over."""
    pending = queue.filter(state=Candidate.State.PENDING, leads=True).exclude(pk=after.pk)
    pending = pending.order_by("-score", "-id")
    below = Q(score__lt=after.score) | Q(score=after.score, id__lt=after.pk)
    return pending.filter(below).first() or pending.first()


def items_reject(request: HttpRequest, candidate_ids: Collection[UUID], reason: str) -> None:
    """Reject items of the queue, each with all that it stands for, and say what came of that.

    What was decided meanwhile, as by the same form sent twice, is told once, however much it is.
    """
    rejected, left = 0, Counter[str]()
    for candidate_id in candidate_ids:
        try:
            candidate_reject(
                candidate_id=candidate_id, actor=acting(request), reason=reason, whole_cluster=True
            )
        except Conflict as refusal:
            left[refusal.detail] += 1
        except RegistryError as refusal:
            messages.error(request, refusal.detail)
            break
        else:
            rejected += 1
    for detail, times in left.items():
        messages.warning(request, detail if times == 1 else f"{times} items stay as they are: {detail}")
    if rejected:
        messages.success(request, f"Rejected {rejected} item{'' if rejected == 1 else 's'} of the queue.")
