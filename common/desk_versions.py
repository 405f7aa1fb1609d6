"""Forms of rows that others may change meanwhile: whoever is slower is told, and undoes nothing unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

OPENED = "opened"
"""The hidden field with what the form's page was opened on."""


def opened_field() -> forms.CharField:
    """The field; left empty, nothing is compared."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


def version_of(values: Mapping[str, Any]) -> str:
    """Stands for what a form shows."""
    told = sorted((name, str(value)) for name, value in values.items() if name != OPENED)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def opened_check(form: forms.BaseForm) -> None:
    """Refuse what was written on top of something else than the row says now, and tell what that is.

    Sent once more, it is on top of that.
    """
    opened, now = form.cleaned_data.pop(OPENED, ""), form.initial[OPENED]
    differing = [name for name in form.initial if name != OPENED and _differs(form, name)]
    if not opened or opened == now or not differing:
        return
    data = form.data.copy()  # type: ignore[attr-defined]  # of a form that was sent, a QueryDict
    data[OPENED] = now
    form.data = data
    told = "; ".join(f"{form[name].label}: {_said(form.initial.get(name))}" for name in differing)
    form.add_error(
        None,
        "This was changed while you wrote, and nothing was saved. Saving once more puts what you wrote in "
        f"the place of what it says now, which is, where yours is different: {told}",
    )


def _differs(form: forms.BaseForm, name: str) -> bool:
    # Not changed_data, which for some fields compares with what the page showed.
    return name in form.fields and form.fields[name].has_changed(form.initial[name], form[name].data)


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")
