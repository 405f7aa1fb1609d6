"""Which drafts of verdicts the desk lists."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.filters import UsualFilter
from claims.models import VerdictDraft
from claims.roles import Right
from claims.selectors import drafts_to_publish
from common.desk import acting

_ALL = "all"
_MINE, _TO_PUBLISH = "begun", "publish"


class StateFilter(UsualFilter):
    """Drafts that wait, unless others are asked for."""

    title = parameter_name = "state"
    usual = VerdictDraft.State.DRAFT.value

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Each state, and all of them."""
        return [*VerdictDraft.State.choices, (_ALL, "All")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[VerdictDraft]) -> QuerySet[VerdictDraft]:
        """The drafts of that state."""
        return queryset if self.chosen() == _ALL else queryset.filter(state=self.chosen())


class MineFilter(admin.SimpleListFilter):
    """Drafts with which the reader has something to do."""

    title = "whose turn it is"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What the reader wrote; and what she may publish, if she may any."""
        may_publish = request.user.has_perm(Right.PUBLISH_VERDICT)
        return [*([(_TO_PUBLISH, "Mine to publish")] if may_publish else []), (_MINE, "Begun by me")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[VerdictDraft]) -> QuerySet[VerdictDraft]:
        """Those drafts."""
        if self.value() == _TO_PUBLISH:
            return drafts_to_publish(queryset, acting(request))
        return queryset.filter(author=acting(request)) if self.value() == _MINE else queryset
