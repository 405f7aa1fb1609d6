"""Fields of the desk's forms that Django's own fall a little short of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from common.lengths import TEXT_LENGTH


class ProseField(forms.CharField):
    """A text of several lines, which a browser ends by CR LF and the API's callers by LF: kept, it is one."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int | None = TEXT_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with its lines ended by LF."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class MomentWidget(AdminSplitDateTime):
    """A day and a time, each with its name for whoever does not see what stands before it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for part, name in zip(self.widgets, ("Date", "Time"), strict=True):
            part.attrs["aria-label"] = name
