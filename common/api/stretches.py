"""Streams that are read by "what came after": where a reader goes on, and whether that is still there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from common.api.fields import Query, page_size_field


class StretchQuery(Query):
    """Where to go on in a stream."""

    after = serializers.IntegerField(
        required=False,
        default=0,
        min_value=0,
        max_value=2**63 - 1,
        help_text="The position of the last one that you have; none: from the first.",
    )
    after_time = serializers.DateTimeField(
        required=False,
        help_text="When the one at `after` happened, as in `next`: 410 where another one is there now.",
    )
    page_size = page_size_field("At most so many at once.")


def following(request: Request, name: str, last: tuple[int | None, datetime] | None) -> str:
    """The address, by its name, to go on at behind the last one shown; where none was: the one asked for."""
    asked: dict[str, Any] = {"after": 0} | request.query_params.dict()
    if last is not None:
        position, moment = last
        shown = serializers.DateTimeField().to_representation(moment)
        asked |= {"after": position, "after_time": shown}
    return f"{reverse(name, request=request)}?{urlencode(asked)}"
