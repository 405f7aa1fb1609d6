"""Filters of the desk's lists that show one thing unless another is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList


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
