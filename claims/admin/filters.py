"""How the desk's lists are searched and filtered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.models import Claim
from claims.search_selectors import claims_started
from common.errors import RegistryError


def claims_sought(request: HttpRequest, claims: QuerySet[Claim], words: str) -> QuerySet[Claim]:
    """Those of `claims` that are searched for; none, and the reason shown, where that is refused."""
    try:
        return claims_started(claims, words)
    except RegistryError as refusal:
        messages.warning(request, refusal.detail)
        return claims.none()


def identifier(asked: str | None) -> UUID:
    """What a filter was asked for. Raises IncorrectLookupParameters for what is no identifier."""
    try:
        return UUID(asked or "")
    except ValueError as error:
        raise IncorrectLookupParameters(error) from error


class UsualFilter(admin.SimpleListFilter):
    """A choice of which `usual` holds where none was made."""

    parameter_name: str
    usual: str

    def chosen(self) -> str:
        """What is shown."""
        return self.value() or self.usual

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Without Django's own 'All', which would mean the usual one here."""
        for value, label in self.lookup_choices:
            yield {
                "selected": self.chosen() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }
