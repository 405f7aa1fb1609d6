"""The query strings of public pages and feeds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from claims.rules import Normalised
from common.api.paging import CURSOR_MAX_LENGTH

# The common scale as readers are told it.
NORMALISED = {
    Normalised.TRUE: "True",
    Normalised.MOSTLY_TRUE: "Mostly true",
    Normalised.MIXED: "Partly true",
    Normalised.MOSTLY_FALSE: "Mostly false",
    Normalised.FALSE: "False",
    Normalised.UNPROVEN: "Unproven",
    Normalised.MISSING_CONTEXT: "Missing context",
    Normalised.SATIRE: "Satire",
    Normalised.ALTERED: "Altered",
    Normalised.UNMAPPED: "Not on the common scale",
}
_CHOICES = [("", "Any verdict"), *((key.value, name) for key, name in NORMALISED.items())]


def _moment() -> forms.DateTimeField:
    return forms.DateTimeField(required=False, widget=forms.HiddenInput)


class ChangeQuery(forms.Form):
    """Which verdicts or claims. All that is given must hold; a name that is not known is an error."""

    publisher = forms.UUIDField(required=False, widget=forms.HiddenInput)
    claimant = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = forms.UUIDField(required=False, widget=forms.HiddenInput)
    topic = forms.SlugField(required=False, max_length=100, widget=forms.HiddenInput)
    normalised = forms.ChoiceField(required=False, choices=_CHOICES, label="Verdict")
    language = forms.RegexField(
        r"^[A-Za-z0-9-]+$", required=False, max_length=35, label="Language", help_text="Such as en or uk."
    )
    verdict = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    conflict = forms.BooleanField(required=False, label="Only where fact-checkers disagree")
    appeared_since, appeared_until = _moment(), _moment()
    reviewed_since, reviewed_until = _moment(), _moment()

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a parameter that is not one of ours."""
        cleaned: dict[str, Any] = super().clean() or {}
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise forms.ValidationError(f"there is no parameter {unknown[0][:80]!r} here; known: {known}")
        return cleaned

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked for by `ChangeQuery` itself; without what was left open."""
        return {name: self.cleaned_data[name] for name in ChangeQuery.base_fields if self.data.get(name)}

    @property
    def query_string(self) -> str:
        """The filters as the end of an address, with its question mark; '' where there is none."""
        return f"?{urlencode({name: self.data[name] for name in self.filters})}" if self.filters else ""

    def refusal(self) -> str:
        """What is wrong with it, in a line."""
        (name, messages), *_ = self.errors.items()
        return str(messages[0]) if name == "__all__" else f"{name}: {messages[0]}"


class FeedQuery(ChangeQuery):
    """Which changes, and which page of them: the one that ends with the verdict `until`."""

    until = forms.UUIDField(required=False)


class ClaimsQuery(ChangeQuery):
    """Which published claims, and where to go on."""

    q = forms.CharField(
        required=False, max_length=500, label="Search", widget=forms.TextInput({"type": "search"})
    )
    cursor = forms.CharField(required=False, max_length=CURSOR_MAX_LENGTH, widget=forms.HiddenInput)


def with_parameter(given: QueryDict, name: str, value: str | None) -> str:
    """The query string with one parameter given another value, or without it for None."""
    kept = given.copy()
    kept.pop(name, None)
    if value is not None:
        kept[name] = value
    return f"?{kept.urlencode()}" if kept else ""
