"""Acting on the rows that are selected in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest

from common.errors import RegistryError

Row = TypeVar("Row", bound=Model)


def act_on_each(
    request: HttpRequest,
    rows: Iterable[Row],
    act: Callable[[Row], object],
    *,
    done: str,
    more: str = "",
    refused: int = messages.ERROR,
) -> None:
    """Act on every row and say how it went; a row that is refused does not stop the others.

    `done` is said with how many it was, and `more` behind that; `refused` is the level at which a refusal is.
    """
    count = 0
    for row in rows:
        try:
            act(row)
        except RegistryError as refusal:
            messages.add_message(request, refused, f"{row}: {refusal.detail}")
        else:
            count += 1
    if count:
        messages.success(request, f"{done}: {count}. {more}".rstrip())
